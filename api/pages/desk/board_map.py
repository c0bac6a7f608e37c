"""The map of the board: all that runs on the authority's ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from alerts.domain.model.person import Person
from alerts.services.desk import watching
from alerts.services.ground import ground
from alerts.services.views import AlertView
from alerts.store.session import Session
from api.pages import pictures
from api.pages.desk import drawing
from api.pages.desk.seat import address
from api.pages.memory import Memory
from web import i18n, svgmap, svgpatterns
from web.svglabels import Label, Marker
from web.svgmap import Figure, Frame

_BELOW_MARK = 26.0
"""Pixels from the middle of a mark to the middle of the label under it."""
_KEPT = Memory()
"""A board is asked for with every delivery that moves; its map changes with the alerts alone."""


def board_map(session: Session, person: Person, language: str, alerts: Sequence[AlertView]) -> Markup:
    """All that runs on the authority's ground: each area in its level's pattern, its mark, and its name where it
    does not collide; the list beside it names the same. Drawn anew only when other alerts run."""
    shown = tuple(sorted((str(one.id), one.content.severity.value) for one in alerts))
    key = ("board", person.authority, language, shown)
    return _KEPT.picture(key, lambda: _drawn(session, person, i18n.gettext(language), alerts))


def _drawn(session: Session, person: Person, _: Callable[[str], str], alerts: Sequence[AlertView]) -> Markup:
    shapes = watching.shapes(session, person)
    own = ground(session, person)
    frame = Frame(bounds=own.bounds, width=560, height=520, padding=20, widths=(320, 480, 560))
    layers = drawing.ground_layers(own, frozenset(), "")
    labels: list[Label] = []
    markers: list[Marker] = []
    pairs = [(alert, shapes[alert.id]) for alert in alerts if alert.id in shapes]
    for alert, shape in sorted(pairs, key=lambda pair: pair[0].content.severity.level):
        key = "drill" if alert.content.is_drill else str(alert.content.severity.level)
        layers.append([Figure(shape=shape, classes="casing")])
        layers.append([Figure(shape=shape, classes=f"area quiet level-{key}", pattern=svgpatterns.overview(key))])
        spot = svgmap.inner_point(shape, frame)
        if spot is None:
            continue
        markers.append(pictures.severity_mark(alert.content.severity, spot, address(alert)))
        labels.append(
            Label(
                text=_event(alert),
                spot=spot,
                chip=True,
                weight=100.0 * alert.content.severity.level,
                shift=(0.0, _BELOW_MARK),
            )
        )
    labels += pictures.names(frame, own.territory.leaves, classes="strong")
    described = _("Karte: alle laufenden Warnungen. Dieselben stehen in der Liste.")
    return svgmap.draw("board", frame, layers, labels=labels, markers=markers, described=described, classes="desk-map")


def _event(alert: AlertView) -> str:
    info = alert.content.info("de")
    said = (info.event if info else "") or alert.title
    return said if len(said) <= 24 else f"{said[:23]}…"
