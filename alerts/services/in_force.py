"""What already holds on the ground of a draft, and whether the draft may go out beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from shapely import Geometry
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from alerts.domain import in_force
from alerts.domain.errors import Fault, InForceChangedError, InvalidError
from alerts.domain.in_force import Draft, InForce, Meeting, Origin, Part, Stance, key
from alerts.domain.model import codec
from alerts.domain.model.alert import Content, Info
from alerts.domain.model.codes import ResponseType
from alerts.domain.model.person import Person
from alerts.domain.model.published import PublishedAlert
from alerts.store import alerts, areas, foreign, overlaps, published
from alerts.store.foreign import StoredForeign
from alerts.store.overlaps import Overlap
from alerts.store.session import Session, database_now
from geo.errors import OrtsrufError
from geo.rings import polygonal


def is_asked(content: Content) -> bool:
    """Whether this content must answer for what it contradicts: no drill, no Probewarnung, no end of a thread."""
    return not (content.is_drill or content.is_public_test or content.ends_thread)


def around(
    session: Session,
    authority: UUID,
    content: Content,
    shape: BaseGeometry,
    *,
    thread: UUID | None = None,
    people: bool = False,
) -> tuple[Meeting, ...]:
    """Everything in force that lies on this ground but the thread itself; what needs a word first, then by severity.

    ``shape`` is the content's area (EPSG:4326). ``people`` counts those who live in both, for show.
    """
    now = database_now(session)
    parts = list(_parts(session, content))
    found: list[Meeting] = []
    for other, overlap in _others(session, authority, _over(session, shape, thread)):
        draft = _draft(content, parts, overlap)
        met = in_force.compare(draft, other, share=overlap.share, their_share=overlap.their_share, now=now)
        met = met if is_asked(content) else replace(met, differences=())
        found.append(replace(met, people=_people(session, authority, overlap.shape)) if people else met)
    return tuple(sorted(found, key=_weight))


def of_alert(session: Session, person: Person, alert: UUID) -> tuple[Meeting, ...]:
    """What stands beside an alert of the person's authority; nothing while nothing is drawn. Raises NotFoundError."""
    stored = alerts.load(session, alert)
    content = codec.content_from_json(stored.content)
    if content.area.is_empty:
        return ()
    shape = areas.resolve(session, content.area)
    return around(session, person.authority, content, shape, thread=stored.thread, people=True)


def check(
    session: Session, authority: UUID, content: Content, shape: BaseGeometry, *, thread: UUID, alert: UUID
) -> tuple[str, ...]:
    """Whether the draft may be submitted beside what holds there: every contradiction has its reason, every quotation
    is one. Answers what holds there, for ``check_unchanged``. Raises InvalidError."""
    meetings = around(session, authority, content, shape, thread=thread)
    found = (*in_force.faults(meetings, content.regards), *quote_faults(session, alert, content))
    if found:
        raise InvalidError(found)
    return tuple(one.other.key for one in meetings)


def open_faults(session: Session, authority: UUID, alert: UUID) -> tuple[Fault, ...]:
    """What ``check`` would refuse in the current version, for the page that lists it. Raises NotFoundError."""
    stored = alerts.load(session, alert)
    content = codec.content_from_json(stored.content)
    found: tuple[Fault, ...] = quote_faults(session, alert, content)
    if not content.area.is_empty:
        shape = areas.resolve(session, content.area)
        met = around(session, authority, content, shape, thread=stored.thread)
        found = (*in_force.faults(met, content.regards), *found)
    return found


def check_unchanged(
    session: Session, authority: UUID, content: Content, shape: BaseGeometry, *, thread: UUID, known: Iterable[str]
) -> None:
    """Whether nothing has come into force on this ground since submit. Raises InForceChangedError with what has."""
    if not is_asked(content):
        return
    before = frozenset(known)
    fresh = [one for one in _over(session, shape, thread) if key(one.identifier, one.sent) not in before]
    if new := [other for other, _ in _others(session, authority, fresh)]:
        raise InForceChangedError(in_force.news(new))


def quote_faults(session: Session, alert: UUID, content: Content) -> tuple[Fault, ...]:
    """A text that says it is verbatim and no longer is."""
    message = foreign.quoted_by(session, alert)
    if message is None or in_force.is_verbatim(content.infos, message):
        return ()
    return tuple(
        Fault(
            place=f"infos[{number}].description",
            de="sagt „wörtlich“, ist aber geändert: Wortlaut wiederherstellen oder als eigenen Text weiterführen",
            en="says “verbatim” but was changed: restore the words, or go on with it as a text of your own",
        )
        for number in in_force.claims(content.infos, message)
    )


def _weight(meeting: Meeting) -> tuple[bool, int, float]:
    severity = meeting.other.severity
    return (not meeting.needs_word, -(severity.level if severity else 0), -meeting.other.sent.timestamp())


def _over(session: Session, shape: BaseGeometry, thread: UUID | None) -> tuple[Overlap, ...]:
    return (*overlaps.published_over(session, shape, but=thread), *overlaps.foreign_over(session, shape))


def _others(session: Session, authority: UUID, found: Sequence[Overlap]) -> Iterator[tuple[InForce, Overlap]]:
    public = published.by_identifiers(session, [one.identifier for one in found if one.id is None])
    brought = foreign.several(session, [one.id for one in found if one.id is not None])
    own = overlaps.hazards(session, [one.alert for one in public.values() if one.authority == authority])
    for overlap in found:
        if overlap.id is not None:
            yield _of_foreign(brought[overlap.id]), overlap
            continue
        alert = public[overlap.identifier]
        if not alert.is_public_test:
            other = _of_published(alert, overlap)
            yield _as_own(other, alert.alert, own) if alert.authority == authority else other, overlap


def _as_own(other: InForce, alert: UUID, hazards: Mapping[UUID, str]) -> InForce:
    """Published rows outlive what they were made from: then only the public words are left."""
    own = replace(other, origin=Origin.OWN)
    return replace(own, alert=alert, hazard=hazards[alert] or own.hazard) if alert in hazards else own


def _of_published(alert: PublishedAlert, overlap: Overlap) -> InForce:
    info = alert.info("de")
    zones = [zone for zone in alert.zones if geometry_of(zone.shape).intersects(overlap.shape)]
    kinds = () if alert.zones else tuple(ResponseType(one) for one in alert.response_types)
    told = [in_force.stances(_said(info), kinds)]
    told += [in_force.stances(zone.instruction.get("de", "")) for zone in zones]
    inner = [f"{zone.name}: {zone.instruction['de']}" for zone in zones if zone.instruction.get("de")]
    return InForce(
        origin=Origin.PARTNER,
        identifier=alert.identifier,
        issuer=alert.authority_name,
        sent=alert.sent,
        expires=alert.expires,
        severity=alert.severity,
        event=info.event,
        hazard=in_force.hazard_of(info.event),
        headline=info.headline,
        instruction="\n".join((*inner, *filter(None, [info.instruction]))),
        stances=frozenset().union(*told),
    )


def _of_foreign(stored: StoredForeign) -> InForce:
    message = stored.message
    info = message.info
    return InForce(
        origin=Origin.FOREIGN,
        identifier=message.identifier,
        issuer=message.issuer,
        sent=message.sent,
        expires=message.expires,
        severity=message.severity,
        event=info.event,
        hazard=in_force.hazard_of(f"{info.event} {info.headline}"),
        headline=info.headline,
        instruction=info.instruction,
        stances=in_force.stances(_said(info), message.response_types),
        foreign=stored.id,
    )


def _said(info: Info) -> str:
    """The words that tell people what to do; a headline does as well ("Wasser abkochen")."""
    return f"{info.headline}\n{info.instruction}"


def _parts(session: Session, content: Content) -> Iterator[tuple[frozenset[Stance], BaseGeometry | None]]:
    """Each instruction of the content with the ground it holds on; None for the whole area."""
    info = content.info("de")
    kinds = () if content.zones else content.response_types
    yield in_force.stances(_said(info) if info else "", kinds), None
    for zone in content.zones:
        if not zone.area.is_empty:
            yield in_force.stances(zone.instruction.get("de", "")), areas.resolve(session, zone.area)


def _draft(content: Content, parts: list[tuple[frozenset[Stance], BaseGeometry | None]], overlap: Overlap) -> Draft:
    info = content.info("de")
    here = [stances for stances, ground in parts if ground is None or ground.intersects(overlap.shape)]
    return Draft(
        severity=content.severity,
        hazard=content.hazard or in_force.hazard_of(info.event if info else ""),
        parts=tuple(Part(stances=one) for one in here),
    )


def _people(session: Session, authority: UUID, shared: Geometry) -> int | None:
    """Who lives on the shared ground; None where it cannot be counted while somebody waits."""
    try:
        with session.begin_nested():
            met = areas.matches(session, polygonal(shared), picked=frozenset(), authority=authority)
    except OrtsrufError:
        return None
    return round(sum(match.people for match in met.matches))
