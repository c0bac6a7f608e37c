"""The maps of citizens' pages."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

from markupsafe import Markup
from shapely import union_all
from shapely.geometry import mapping, shape

from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.published import PublishedAlert
from alerts.services import citizen
from alerts.services.citizen import AlertPage, Overview, Place
from alerts.store.session import Session
from api.pages import pictures
from api.pages.help_marks import help_marks, with_places
from api.pages.links import Links
from web import i18n, svgmap, svgpatterns
from web.svglabels import Label, Marker
from web.svgmap import Figure, Frame, GeoJson

_MARKER = 26.0
"""Units of the frame that a marker needs for itself."""
_SMALLEST = 2200.0
"""Metres that an alert's map shows at least: less, and nobody would know where it is."""


def of_slug(territories: Sequence[Territory], slug: str) -> Territory | None:
    """The territory of an authority by its short word in addresses."""
    return next((territory for territory in territories if territory.slug == slug), None)


def shown(seen: Overview, slug: str) -> Territory | None:
    """The territory that the map shows: the wanted one, else the only one with something going on."""
    wanted = of_slug(seen.territories, slug)
    touched = [t for t in seen.territories if any(_lies_in(alert, t) for alert in seen.alerts)]
    return wanted or (touched[0] if len(touched) == 1 and slug != "alle" else None)


def _lies_in(alert: PublishedAlert, territory: Territory) -> bool:
    keys = {leaf.key for leaf in territory.leaves}
    return any(district.key in keys for district in alert.districts)


def _territory_frame(territory: Territory) -> Frame:
    bounds = svgmap.bounds_of(leaf.shape for leaf in territory.leaves)
    return Frame(bounds=bounds, width=390, height=300, padding=14)


def _germany_frame(states: Sequence[Outline]) -> Frame:
    return Frame(bounds=svgmap.bounds_of(s.shape for s in states), width=390, height=330, padding=10)


def overview(session: Session, seen: Overview, shown: Territory | None, links: Links) -> Markup:
    """The map of what holds now: of one territory, or of Germany with every territory as a link."""
    _ = i18n.gettext(links.language)
    if shown:
        frame = _territory_frame(shown)
        beside = citizen.surroundings(session, frame.seen, shown)
        layers = pictures.ground(shown, beside.regions, beside.siblings)
        labels = pictures.names(frame, shown.leaves, beside=_together(seen.alerts))
    else:
        states = citizen.countries(session)
        frame = _germany_frame(states)
        layers = [[Figure(shape=state.shape, classes="state") for state in states]]
        layers.append([_territory_link(t, links.to("/", wo=t.slug)) for t in seen.territories])
        labels = _territory_labels(seen.territories, frame)
    markers = _one_each(seen.alerts, frame, links) if shown else _one_for_territory(seen, frame, links)
    for alert in sorted(seen.alerts, key=lambda alert: -shape(alert.area).area):
        layers.append([Figure(shape=alert.area, classes="casing")])
        layers.append([Figure(shape=alert.area, classes="area", pattern=svgpatterns.overview(pictures.tone(alert)))])
    described = _("Karte der Warnungen, die jetzt gelten; dieselben stehen in der Liste.")
    return svgmap.draw("now", frame, layers, labels=labels, markers=markers, described=described, classes="wide")


def _one_each(alerts: Sequence[PublishedAlert], frame: Frame, links: Links) -> list[Marker]:
    """A marker in every area; where two would cover each other, the later one stands beside."""
    markers: list[Marker] = []
    for alert in alerts:
        spot = svgmap.inner_point(alert.area, frame)
        if spot is None:
            continue
        while any(dist(spot, other.spot) < _MARKER for other in markers):
            spot = (spot[0] + _MARKER, spot[1])
        markers.append(pictures.severity_marker(alert, spot, links.to(f"/a/{alert.identifier}")))
    return markers


def _together(alerts: Sequence[PublishedAlert]) -> GeoJson | None:
    return dict(mapping(union_all([shape(alert.area) for alert in alerts]))) if alerts else None


def _one_for_territory(seen: Overview, frame: Frame, links: Links) -> list[Marker]:
    """From afar the alerts of one authority lie on each other: the most severe stands for them and leads there."""
    markers = []
    for territory in seen.territories:
        worst = next((alert for alert in seen.alerts if _lies_in(alert, territory)), None)
        spot = svgmap.inner_point(pictures.union(territory.leaves), frame)
        if worst and spot:
            markers.append(pictures.severity_marker(worst, spot, links.to("/", wo=territory.slug)))
    return markers


def _territory_link(territory: Territory, href: str) -> Figure:
    return Figure(shape=pictures.union(territory.leaves), classes="territory", href=href, name=territory.name)


def _territory_labels(territories: Sequence[Territory], frame: Frame) -> list[Label]:
    labels = []
    for territory in territories:
        spot = svgmap.inner_point(pictures.union(territory.leaves), frame)
        if spot:
            labels.append(Label(text=territory.short_name, spot=spot, shift=(0, 18), weight=1, classes="strong"))
    return labels


def channels(
    session: Session,
    territory: Territory | None,
    place: Place | None,
    territories: Sequence[Territory],
    links: Links,
) -> Markup:
    """The map to tap one's place on: of one territory, or of Germany to choose a territory."""
    _ = i18n.gettext(links.language)
    if territory is None:
        states = citizen.countries(session)
        frame = _germany_frame(states)
        layers = [[Figure(shape=state.shape, classes="state") for state in states]]
        layers.append([_territory_link(t, links.to("/channels", wo=t.slug)) for t in territories])
        described = _("Karte: Behörden mit Kanälen. Dieselben stehen in der Liste.")
        return svgmap.draw("find", frame, layers, labels=_territory_labels(territories, frame), described=described)
    chosen = place.outline.key if place else ""
    frame = _territory_frame(territory)
    beside = citizen.surroundings(session, frame.seen, territory)
    layers = pictures.ground(
        territory,
        beside.regions,
        beside.siblings,
        href=lambda leaf: links.to("/channels", ort=leaf.key),
        chosen=chosen,
    )
    labels = pictures.names(frame, [leaf for leaf in territory.leaves if leaf.key != chosen])
    if place:
        spot = svgmap.inner_point(place.outline.shape, frame)
        if spot:
            labels.append(Label(text=place.outline.name, spot=spot, chip=True, must=True, weight=1e6))
    described = _("Karte zum Antippen. Dieselben Orte stehen in der Liste.")
    return svgmap.draw("find", frame, layers, labels=labels, described=described, classes="tap")


def alert(session: Session, found: AlertPage) -> Markup:
    """An alert's own map: its area, its zones, the names of the districts around. The same as long as it is kept."""
    bounds = with_places(svgmap.at_least(svgmap.bounds_of([found.alert.area]), _SMALLEST), found.alert.help_places)
    frame = Frame(bounds=bounds, width=390, height=230, padding=28, pill=(230, 64))
    territory = found.territory
    beside = citizen.surroundings(session, frame.seen, territory)
    affected = frozenset(district.key for district in found.alert.districts)
    level = pictures.tone(found.alert)
    layers = pictures.ground(territory, beside.regions, beside.siblings, affected=affected, level=level)
    chips, markers = pictures.zone_labels(found.alert, frame)
    markers += help_marks(found.alert.help_places, frame)
    labels = [
        *chips,
        *pictures.names(frame, territory.leaves, beside=found.alert.area, weight=1e6),
        *pictures.names(frame, beside.siblings, classes="far", beside=found.alert.area),
    ]
    described = ", ".join(found.alert.places)
    return svgmap.draw(
        "area",
        frame,
        [*layers, *pictures.alert_layers(found.alert)],
        labels=labels,
        markers=markers,
        described=described,
        classes="drill" if found.alert.is_drill else "",
    )
