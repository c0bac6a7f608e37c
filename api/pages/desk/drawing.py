"""Small maps of alerts on the desk, as plain SVG: the draft beside its text, the whole lot beside the running ones."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from shapely.geometry import mapping

from alerts.domain.model.alert import AreaRequest, Content, GeoJson
from alerts.services.ground import Ground
from alerts.services.views import AlertView, Preview
from alerts.services.wide_ground import pictured
from alerts.store import areas
from api.pages import pictures
from api.pages.desk.seat import Seat, address
from api.pages.help_marks import help_marks
from web import svgmap, svgpatterns
from web.svglabels import Label, Marker
from web.svgmap import Figure, Frame


def draft_map(seat: Seat, alert: AlertView, *, width: int, height: int) -> Markup:
    """One alert's area on the authority's ground, its zones on top; empty while nothing is drawn."""
    return content_map(seat, alert.content, alert.preview, name="draft", width=width, height=height)


def content_map(seat: Seat, content: Content, preview: Preview | None, *, name: str, width: int, height: int) -> Markup:
    """A content's area with what its preview says of it; ``name`` tells several maps of a page apart."""
    if preview is None:
        return Markup("")
    bounds = svgmap.bounds_of([preview.shape], grow=0.12)
    own = pictured(seat.session, seat.person, bounds)
    affected = frozenset(match.key for match in preview.plan.affected)
    frame = Frame(
        bounds=bounds,
        width=width,
        height=height,
        padding=16,
        widths=(320, width),
    )
    key = tone(content)
    zones = [(zone.name, resolved(seat, zone.area)) for zone in content.zones if not zone.area.is_empty]
    layers = [*ground_layers(own, affected, key), *_area(preview.shape, zones, key, drill=content.is_drill)]
    labels, markers = _zone_labels(zones, frame)
    markers += help_marks(content.help_places, frame)
    labels += pictures.names(frame, own.territory.leaves, classes="strong")
    described = seat._("Karte: das Gebiet dieser Warnung. Die Orte stehen daneben.")
    return svgmap.draw(name, frame, layers, labels=labels, markers=markers, described=described, classes="desk-map")


def running_map(seat: Seat, alerts: Sequence[tuple[AlertView, GeoJson]], chosen: AlertView | None) -> Markup:
    """All that runs, each area in its severity's pattern, the chosen one with the strong edge."""
    own = pictured(seat.session, seat.person)
    frame = Frame(bounds=own.bounds, width=368, height=312, padding=18, widths=(320, 368))
    layers = ground_layers(own, frozenset(), "")
    labels: list[Label] = []
    markers: list[Marker] = []
    for alert, shape in sorted(alerts, key=lambda pair: pair[0].content.severity.level):
        key = tone(alert.content)
        strong = chosen is not None and alert.thread == chosen.thread
        classes = "area" if strong else f"area quiet level-{key}"
        layers.append([Figure(shape=shape, classes="casing")])
        layers.append([Figure(shape=shape, classes=classes, pattern=svgpatterns.overview(key))])
        spot = svgmap.inner_point(shape, frame)
        if spot is not None:
            markers.append(pictures.severity_mark(alert.content.severity, spot, address(alert)))
    labels += pictures.names(frame, own.territory.leaves, classes="strong")
    described = seat._("Karte: alle laufenden Warnungen. Dieselben stehen in der Liste.")
    return svgmap.draw(
        "running", frame, layers, labels=labels, markers=markers, described=described, classes="desk-map"
    )


def tone(content: Content) -> str:
    """The key of an alert's pattern: drill and Probewarnung have their own, the others their level's digit."""
    if content.is_drill:
        return "drill"
    return "test" if content.is_public_test else str(content.severity.level)


def resolved(seat: Seat, area: AreaRequest) -> GeoJson:
    """An area request as one shape."""
    return dict(mapping(areas.resolve(seat.session, area)))


def ground_layers(own: Ground, affected: frozenset[str], level: str) -> list[list[Figure]]:
    """The layers below an alert: the authority's ground and its neighbours."""
    fine = own.territory.level
    regions = [outline for outline in own.around if outline.level != fine]
    siblings = [outline for outline in own.around if outline.level == fine]
    return pictures.ground(own.territory, regions, siblings, affected=affected, level=level)


def _area(shape: GeoJson, zones: Sequence[tuple[str, GeoJson]], key: str, *, drill: bool) -> list[list[Figure]]:
    classes = "area drill" if drill else "area"
    layers = [
        [Figure(shape=shape, classes="casing")],
        [Figure(shape=shape, classes=classes, pattern=svgpatterns.area(key))],
    ]
    for _, zone in reversed(zones):
        layers.append([Figure(shape=zone, classes="casing")])
        layers.append([Figure(shape=zone, classes=f"zone level-{key}", pattern=svgpatterns.inner(key))])
    return layers


def _zone_labels(zones: Sequence[tuple[str, GeoJson]], frame: Frame) -> tuple[list[Label], list[Marker]]:
    labels = []
    for number, (name, shape) in enumerate(zones):
        west, _, east, north = svgmap.bounds_of([shape])
        spot = svgmap.at((west + east) / 2, north, frame)
        labels.append(Label(text=name, spot=spot, chip=True, must=True, weight=1000 - number))
    return labels, []
