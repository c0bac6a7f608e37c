"""From what an operator drew to the plan: the database measures, routing decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from alerts.domain import routing
from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Severity, Width
from alerts.domain.model.person import Person
from alerts.domain.model.plan import Plan
from alerts.services.views import Preview
from alerts.store import areas, channels
from alerts.store.areas import Ground
from alerts.store.session import Session


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the operator wants: an area, how severe, how wide, and which slivers were switched."""

    area: AreaRequest
    severity: Severity | None = None
    width: Width | None = None
    sliver_choices: Mapping[str, bool] | None = None
    drill: bool = False


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A resolved area (EPSG:4326) with the situation it was judged in and the plan."""

    shape: BaseGeometry
    situation: routing.Situation
    plan: Plan


def planned(session: Session, person: Person, wish: Wish) -> Plan:
    """The plan for an area alone, with no more channels read than it needs: the quick answer while somebody draws.

    Raises ShapeRefusedError, UnknownDistrictError, TooManyDistrictsError or AreaTooSlowError.
    """
    return make_plan(session, person.authority, wish, whole=False).plan


def preview(
    session: Session,
    person: Person,
    area: AreaRequest,
    severity: Severity | None = None,
    width: Width | None = None,
    sliver_choices: Mapping[str, bool] | None = None,
    *,
    drill: bool = False,
) -> Preview:
    """Whom an alert for this area would go to.

    Raises ShapeRefusedError, UnknownDistrictError, TooManyDistrictsError or AreaTooSlowError.
    """
    wish = Wish(area=area, severity=severity, width=width, sliver_choices=sliver_choices, drill=drill)
    planned = make_plan(session, person.authority, wish)
    return shown(planned)


def shown(planned: Planned) -> Preview:
    """A plan as the desk shows it."""
    return Preview(
        plan=planned.plan,
        shape=dict(mapping(planned.shape)),
        followers_by_width=routing.followers_by_width(planned.situation),
    )


def make_plan(session: Session, authority: UUID, wish: Wish, *, whole: bool = True) -> Planned:
    """Resolve the area, measure it, and let routing decide. A drill's channels all become sandbox channels.

    Unless ``whole``, the situation holds only the channels that the plan can need, not those of other widths.
    """
    shape = areas.resolve(session, wish.area)
    situation = _situation(session, authority, wish, shape, whole=whole or wish.width is Width.AUTHORITY)
    plan = routing.plan(situation)
    if wish.drill:
        plan = replace(plan, channels=tuple(replace(channel, sandbox=True) for channel in plan.channels))
    return Planned(shape=shape, situation=situation, plan=plan)


def _situation(session: Session, authority: UUID, wish: Wish, shape: BaseGeometry, *, whole: bool) -> routing.Situation:
    picked, intact = frozenset(wish.area.districts), wish.area.subtract is None
    ground = areas.matches(session, shape, picked=picked, authority=authority, intact=intact)
    met = _lines(ground)
    found = channels.of_authority(session, authority, serving=None if whole else met)
    own = tuple(one for one in found if _usable(one, drill=wish.drill))
    served = _served(own, met, wish.width)
    return routing.Situation(
        matches=ground.matches,
        area_km2=ground.area_km2,
        channels=own,
        severity=wish.severity,
        width=wish.width,
        sliver_choices=wish.sliver_choices or {},
        tops=ground.tops,
        ancestors=ground.ancestors,
        leaves_of=areas.leaves_of(session, authority, served),
        names=areas.names(session, served),
        part_hits=_part_hits(session, authority, own, shape, ground),
    )


def _usable(channel: Channel, *, drill: bool) -> bool:
    """Whether anything could carry a post there: an account, and for a live alert not a sandbox account only."""
    return bool(channel.accounts) and (drill or not channel.sandbox)


def _part_hits(
    session: Session, authority: UUID, own: tuple[Channel, ...], shape: BaseGeometry, ground: Ground
) -> Mapping[UUID, routing.Hit]:
    if not any(channel.drawn for channel in own):
        return {}
    return channels.part_hits(session, authority, shape, [match.key for match in ground.matches])


def _lines(ground: Ground) -> frozenset[str]:
    """The leaves met and everything above them."""
    return frozenset(key for match in ground.matches for key in (match.key, *ground.ancestors.get(match.key, ())))


def _served(own: tuple[Channel, ...], met: frozenset[str], width: Width | None) -> frozenset[str]:
    """What the channels serve that can be in the plan: those on the lines of the leaves met, drawn ones, or all.

    An authority for the whole country has channels for eleven thousand leaves; a plan looks at a few.
    """
    wide = width is Width.AUTHORITY
    return frozenset(key for one in own if wide or one.drawn or one.serves & met for key in one.serves)
