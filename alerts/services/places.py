"""Finding districts: by name or code, by parent, and their outlines for a map."""

from __future__ import annotations

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.district import District
from alerts.domain.model.outline import Outline
from alerts.domain.model.person import Person
from alerts.store import gazetteer, outlines, people
from alerts.store.session import Session


def read(session: Session, key: str) -> District:
    """One district. Raises NotFoundError."""
    return gazetteer.by_key(session, key)


def listed(
    session: Session, *, level: str | None = None, within: str | None = None, after: str = "", limit: int = 100
) -> tuple[District, ...]:
    """A page of districts by key; the next one begins after the last key of this one."""
    return gazetteer.page(session, level=level, within=within, after=after, limit=limit)


def search(
    session: Session,
    person: Person,
    typed: str,
    *,
    level: str | None = None,
    within: str | None = None,
    limit: int = 20,
) -> tuple[District, ...]:
    """Districts whose name, alias or code holds what was typed; those of the own jurisdiction first."""
    near = people.jurisdiction(session, person.authority)
    return gazetteer.search(session, typed, level=level, within=within, near=near, limit=limit)


def labelled(session: Session, person: Person, typed: str, *, limit: int) -> tuple[Outline, ...]:
    """What ``search`` finds, each with its outline and with the place of its name, best first."""
    hits = search(session, person, typed, limit=limit)
    drawn = {outline.key: outline for outline in outlines.by_keys(session, [hit.key for hit in hits])}
    return tuple(drawn[hit.key] for hit in hits if hit.key in drawn)


def shapes(session: Session, person: Person, *, level: str | None = None, within: str | None = None) -> list[Outline]:
    """Outlines for a map: the own leaves, or those of a level below a district. Raises InvalidError for half of it."""
    if level is None and within is None:
        return list(outlines.territory(session, person.authority).leaves)
    if level is None:
        raise InvalidError([Fault(place="level", de="zu „within“ auch die Ebene angeben", en="give a level too")])
    return list(outlines.of_level(session, level) if within is None else outlines.below(session, [within], level))
