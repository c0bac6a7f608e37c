"""The search of the map: districts and saved areas by name, alias or code, with where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.district import District
from alerts.domain.model.outline import Outline
from alerts.domain.model.person import Person
from alerts.services import places
from alerts.services.ground import Bounds, bounds_of
from alerts.store import gazetteer, outlines, people, saved_areas
from alerts.store.saved_areas import Wanted
from alerts.store.session import Session

MOST_SAVED = 4


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A district (``key``) or a saved area (``saved``). ``own``: within the jurisdiction; ``bounds`` where to look."""

    name: str
    key: str = ""
    saved: UUID | None = None
    level: str = ""
    parent: str = ""
    own: bool = True
    bounds: Bounds | None = None


def search(session: Session, person: Person, typed: str, *, limit: int) -> list[Hit]:
    """The best hits: own districts, then saved areas, then districts elsewhere."""
    found = places.search(session, person, typed, limit=limit)
    saved = saved_areas.find(session, Wanted(typed=typed, limit=MOST_SAVED)) if typed.strip() else ()
    hits = _districts(session, person, found)
    own = [hit for hit in hits if hit.own]
    plans = [Hit(name=one.content.name, saved=one.id) for one in saved]
    return [*own[: limit - len(plans)], *plans, *(hit for hit in hits if not hit.own)][:limit]


def _districts(session: Session, person: Person, found: tuple[District, ...]) -> list[Hit]:
    keys = [one.key for one in found]
    lines = gazetteer.lineages(session, keys)
    mine = people.jurisdiction(session, person.authority)
    drawn: dict[str, Outline] = {one.key: one for one in outlines.by_keys(session, keys)}
    parents = {one.key: one.name for one in outlines.by_keys(session, {one.parent for one in found if one.parent})}
    return [
        Hit(
            name=one.name,
            key=one.key,
            level=one.level,
            parent=parents.get(one.parent or "", ""),
            own=not mine.isdisjoint(lines.get(one.key, ())),
            bounds=bounds_of([drawn[one.key]]) if one.key in drawn else None,
        )
        for one in found
    ]
