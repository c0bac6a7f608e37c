"""Foreign alerts: brought in by a person from what NINA, DWD, MoWaS or a CAP file says, and quoted in a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shapely.geometry import shape as geometry_of

from alerts.access.roles import require
from alerts.domain import in_force
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, Content
from alerts.domain.model.codes import ResponseType, Role, Severity, Status
from alerts.domain.model.foreign import ForeignMessage
from alerts.domain.model.person import Person
from alerts.formats import foreign as formats
from alerts.services import desk
from alerts.services.views import AlertView
from alerts.store import areas, audit, foreign, outlines
from alerts.store.foreign import NewForeign, StoredForeign
from alerts.store.session import Session, database_now
from geo.errors import OrtsrufError
from geo.rings import Shape, polygonal
from geo.shapes import to_geojson

MOST_FAR = 60
"""So many districts beyond the own ground a message's codes may add to its shape; the rest is left out."""
GERMANY = "000000000000"


class Outcome(StrEnum):
    """What became of one message."""

    NEW = "new"
    UPDATED = "updated"
    """Its issuer has changed it under the same identifier."""
    KNOWN = "known"
    ENDED = "ended"
    """It ends others, or has itself been ended or run out."""
    SHAPED = "shaped"
    """A shape for one that was there."""
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """One message of a document. ``unknown`` are codes that no district here has; ``ended`` what it replaced."""

    outcome: Outcome
    id: UUID | None = None
    identifier: str = ""
    issuer: str = ""
    headline: str = ""
    faults: tuple[Fault, ...] = ()
    unknown: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quoting:
    """A draft that quotes: what it quotes, and whether its text still is that."""

    message: ForeignMessage
    verbatim: bool


def bring(session: Session, person: Person, text: str, *, source: str, everywhere: bool = False) -> tuple[Brought, ...]:
    """Take in every message of a document. ``everywhere``: what says of no place that it holds there is taken for the
    whole own ground. Raises InvalidError for what is no such document; a single message that is wrong is answered."""
    require(person, Role.OPERATOR)
    return tuple(_brought(session, person, entry, source[:200], everywhere) for entry in formats.read(text))


def recent(session: Session, person: Person) -> tuple[StoredForeign, ...]:
    """Everything brought in, what holds first."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return foreign.recent(session)


def one(session: Session, person: Person, foreign_id: UUID) -> StoredForeign:
    """One of them. Raises NotFoundError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return foreign.load(session, foreign_id)


def put_away(session: Session, person: Person, foreign_id: UUID) -> None:
    """It no longer holds, a person says; it stays readable. Raises NotFoundError."""
    require(person, Role.OPERATOR)
    stored = foreign.load(session, foreign_id)
    if foreign.end(session, person.authority, [stored.message.identifier], by=""):
        detail = {"identifier": stored.message.identifier, "issuer": stored.message.issuer}
        audit.record(session, person.authority, person.id, "foreign-put-away", foreign_id, detail)


def quote(session: Session, person: Person, foreign_id: UUID) -> AlertView:
    """Begin a draft that carries it word for word, on its ground within the own, for as long as it holds.

    Nothing of it goes out without being checked and approved as any draft is. Raises NotFoundError, InvalidError
    (nothing of it lies on the own ground).
    """
    require(person, Role.OPERATOR)
    stored = foreign.load(session, foreign_id)
    area = _own_part(session, person.authority, stored)
    view = desk.draft(session, person, _content(stored.message, area, database_now(session)))
    foreign.quote(session, person.authority, view.id, stored.message)
    detail = {"identifier": stored.message.identifier, "issuer": stored.message.issuer}
    audit.record(session, person.authority, person.id, "foreign-quote", view.id, detail)
    return view


def quoting(session: Session, alert: AlertView) -> Quoting | None:
    """What a draft quotes, if it began as a quotation and still names its source."""
    message = foreign.quoted_by(session, alert.id)
    if message is None:
        return None
    infos = alert.content.infos
    verbatim = in_force.is_verbatim(infos, message)
    return Quoting(message=message, verbatim=verbatim) if verbatim or in_force.claims(infos, message) else None


def restore(session: Session, person: Person, alert_id: UUID, version: int) -> AlertView:
    """Put the quoted words back. Raises InvalidError where the draft quotes nothing, StaleVersionError."""
    content, message = _quotation(session, person, alert_id)
    quoted = {info.language: info for info in in_force.quoted(message)}
    kept = {info.language: info for info in content.infos}
    # Where the source says nothing on what to do, the operator's own instruction stays.
    infos = {
        tag: info if info.instruction or tag not in kept else replace(info, instruction=kept[tag].instruction)
        for tag, info in quoted.items()
    }
    return desk.edit(
        session,
        person,
        alert_id,
        version,
        replace(content, infos=tuple({**kept, **infos}.values()), note=in_force.source_line(message)),
    )


def as_own(session: Session, person: Person, alert_id: UUID, version: int) -> AlertView:
    """Go on with the changed text, its source named as what it is based on. Raises as ``restore`` does."""
    content, message = _quotation(session, person, alert_id)
    infos = in_force.said_as_own(content.infos, message)
    return desk.edit(session, person, alert_id, version, replace(content, infos=infos, note=""))


def _quotation(session: Session, person: Person, alert_id: UUID) -> tuple[Content, ForeignMessage]:
    content = desk.glance(session, person, alert_id).content
    message = foreign.quoted_by(session, alert_id)
    if message is None:
        raise InvalidError([Fault("alert", "zitiert keine fremde Meldung", "quotes no foreign alert")])
    return content, message


def _brought(session: Session, person: Person, entry: formats.Entry, source: str, everywhere: bool) -> Brought:
    if entry.shape is not None and not entry.faults:
        return _shaped(session, person, entry)
    message = entry.message
    if message is None or entry.faults:
        return Brought(outcome=Outcome.REFUSED, faults=entry.faults)
    known = foreign.by_identifier(session, person.authority, message.identifier, lock=True)
    said = Brought(
        outcome=Outcome.KNOWN,
        id=known.id if known else None,
        identifier=message.identifier,
        issuer=message.issuer,
        headline=message.info.headline,
    )
    if known is not None and known.message.sent >= message.sent and not _says_more(message, known):
        return said
    if message.ends:
        return _ended(session, person, message, said)
    return _kept(session, person, entry, message, source, everywhere, known, said)


def _says_more(message: ForeignMessage, known: StoredForeign) -> bool:
    """The same message in full: a list of NINA's names an alert, its detail says what to do and where."""
    richer = bool(message.info.instruction or message.info.description) and not (
        known.message.info.instruction or known.message.info.description
    )
    return known.message.sent == message.sent and richer


def _kept(
    session: Session,
    person: Person,
    entry: formats.Entry,
    message: ForeignMessage,
    source: str,
    everywhere: bool,
    known: StoredForeign | None,
    said: Brought,
) -> Brought:
    try:
        shape, districts, unknown = _where(session, person.authority, message, everywhere, known)
    except OrtsrufError as refusal:
        fault = Fault(getattr(refusal, "field", "") or "area", refusal.text("de"), refusal.text("en"))
        faults = refusal.faults if isinstance(refusal, InvalidError) else (fault,)
        return replace(said, outcome=Outcome.REFUSED, faults=faults)
    new = NewForeign(
        authority=person.authority,
        by=person.id,
        message=message,
        shape=shape,
        districts=districts,
        kind=entry.kind,
        source=source,
        raw=entry.raw,
    )
    if known is None and not message.references and (twin := foreign.same_again(session, new)):
        return replace(said, identifier=twin)
    kept = foreign.keep(session, new)
    ended = foreign.end(session, person.authority, _others(message), by=message.identifier)
    outcome = Outcome.UPDATED if known else Outcome.NEW
    if later := foreign.is_referred_to(session, person.authority, message.identifier):
        foreign.end(session, person.authority, [message.identifier], by=later)
        outcome = Outcome.ENDED
    elif message.expires is not None and message.expires <= database_now(session):
        outcome = Outcome.ENDED
    detail = {"identifier": message.identifier, "issuer": message.issuer, "source": source, "ended": list(ended)}
    audit.record(session, person.authority, person.id, "foreign-bring", kept, detail)
    return replace(said, outcome=outcome, id=kept, unknown=unknown, ended=ended)


def _ended(session: Session, person: Person, message: ForeignMessage, said: Brought) -> Brought:
    """A cancel or an all-clear: what it refers to is over; it does not hold itself."""
    ended = foreign.end(session, person.authority, (*message.references, message.identifier), by=message.identifier)
    detail = {"identifier": message.identifier, "issuer": message.issuer, "ended": list(ended)}
    audit.record(session, person.authority, person.id, "foreign-end", message.identifier, detail)
    return replace(said, outcome=Outcome.ENDED, ended=ended)


def _others(message: ForeignMessage) -> Sequence[str]:
    return [one for one in message.references if one != message.identifier]


def _shaped(session: Session, person: Person, entry: formats.Entry) -> Brought:
    known = foreign.by_identifier(session, person.authority, entry.shape_of, lock=True)
    if known is None:
        fault = Fault(
            "properties.warnId",
            f"die Meldung {entry.shape_of} ist nicht da; laden Sie zuerst sie",
            f"the alert {entry.shape_of} is not here; load it first",
        )
        return Brought(outcome=Outcome.REFUSED, identifier=entry.shape_of, faults=(fault,))
    foreign.reshape(session, known.id, polygonal(geometry_of(entry.shape or {})))
    detail = {"identifier": entry.shape_of}
    audit.record(session, person.authority, person.id, "foreign-shape", known.id, detail)
    return Brought(
        outcome=Outcome.SHAPED,
        id=known.id,
        identifier=entry.shape_of,
        issuer=known.message.issuer,
        headline=known.message.info.headline,
    )


def _where(
    session: Session, authority: UUID, message: ForeignMessage, everywhere: bool, known: StoredForeign | None
) -> tuple[Shape, tuple[str, ...], tuple[str, ...]]:
    """The shape, the districts of its codes and the codes that nobody knows. Raises InvalidError without any place."""
    tops = frozenset(outlines.territory(session, authority).jurisdiction)
    keys, unknown = _districts(session, tops, message.geocodes)
    if message.geometry is not None:
        return polygonal(geometry_of(message.geometry)), keys, unknown
    if keys:
        return areas.resolve(session, AreaRequest(districts=keys), authority=authority), keys, unknown
    if known is not None:
        return polygonal(geometry_of(known.shape)), known.districts, unknown
    if everywhere:
        own = tuple(sorted(tops))
        return areas.resolve(session, AreaRequest(districts=own), authority=authority), own, unknown
    raise InvalidError(
        [
            Fault(
                "area",
                "sagt nicht, wo sie gilt: laden Sie die ganze Meldung, oder nehmen Sie Ihr ganzes Gebiet",
                "does not say where it holds: load the whole message, or take your whole ground",
            )
        ]
    )


def _districts(session: Session, tops: frozenset[str], codes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The districts that codes mean, as they concern this authority: its own ground where a code lies above it."""
    if GERMANY in codes:
        return tuple(sorted(tops)), ()
    found = foreign.resolved(session, codes)
    unknown = tuple(code for code in codes if code not in {one.code for one in found})
    lines = areas.ancestors(session, tops)
    near = {one.key for one in found if tops & set(one.lineage)}
    near |= {top for top in tops if {top, *lines.get(top, ())} & {one.key for one in found}}
    far = sorted({one.key for one in found} - near - {key for line in lines.values() for key in line})
    return tuple(sorted(near | set(far[:MOST_FAR]))), unknown


def _own_part(session: Session, authority: UUID, stored: StoredForeign) -> AreaRequest:
    """What of it lies on the own ground: its districts where it names some, else its shape."""
    tops = frozenset(outlines.territory(session, authority).jurisdiction)
    if stored.message.geometry is None and stored.districts:
        lines = areas.ancestors(session, stored.districts)
        own = tuple(key for key in stored.districts if tops & {key, *lines.get(key, ())})
        if own:
            return AreaRequest(districts=own)
    ground = areas.resolve(session, AreaRequest(districts=tuple(sorted(tops))), authority=authority)
    try:
        return AreaRequest(geometry=to_geojson(polygonal(geometry_of(stored.shape).intersection(ground))))
    except OrtsrufError as refusal:
        fault = Fault("area", "liegt nicht in Ihrem Gebiet", "does not lie on your ground")
        raise InvalidError([fault]) from refusal


def _content(message: ForeignMessage, area: AreaRequest, now: datetime) -> Content:
    info = message.info
    onset = message.onset if message.onset and message.onset > now else None
    return Content(
        status=Status.EXERCISE if message.status is Status.EXERCISE else Status.ACTUAL,
        hazard=in_force.hazard_of(f"{info.event} {info.headline}"),
        event_code=message.event_code or None,
        category=message.category,
        response_types=tuple(_without_all_clear(message.response_types)),
        severity=message.severity or Severity.MODERATE,
        urgency=message.urgency,
        certainty=message.certainty,
        onset=onset,
        expires=message.expires,
        infos=in_force.quoted(message),
        area=area,
        note=in_force.source_line(message),
    )


def _without_all_clear(kinds: Iterable[ResponseType]) -> Iterable[ResponseType]:
    return (kind for kind in kinds if kind is not ResponseType.ALL_CLEAR)
