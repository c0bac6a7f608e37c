"""The desk's map: Folium writes it, our own server hands out every file, the content security policy stays strict.

``desk_map`` gives the element for the page and the script for an address of its own (``script-src 'self'``). Folium's
page header is thrown away: it forbids zooming and carries inline styles. The script leaves the Leaflet map in
``window.ortsruf.map`` and hands new shapes out as ``ortsruf:drawn``; everything else is in ``static/js/map``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import folium
from branca.element import MacroElement
from folium.map import CustomPane
from folium.plugins import GeoMan
from folium.template import Template

from web.render import static

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

ELEMENT = "map"

PANES = {
    "around": 310,
    "own": 320,
    "affected": 330,
    "hatch": 340,
    "edge": 350,
    "affected-line": 360,
    "casing": 370,
    "area": 380,
    "zone": 390,
    "cut": 400,
    "sliver": 410,
    "names": 620,
    "handles": 640,
}
"""The map's layers, bottom up, with their z-index."""


@dataclass(frozen=True, kw_only=True)
class MapParts:
    """A map's element, and the script that brings it to life."""

    html: str
    script: str


class SelfHostedMap(folium.Map):
    """Folium's map with our copies of Leaflet and Geoman and nothing else (no jQuery, no Bootstrap, no markers)."""

    default_js = [  # noqa: RUF012 (Folium declares it so)
        ("leaflet", static("vendor/leaflet/leaflet.js")),
        ("geoman", static("vendor/geoman/geoman.js")),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", static("vendor/leaflet/leaflet.css")),
        ("geoman_css", static("vendor/geoman/geoman.css")),
    ]


class Drawing(GeoMan):
    """Geoman without its own buttons, which lack names; snapping is off, it moved edges onto other districts."""

    default_js = []  # noqa: RUF012 (Folium declares it so)
    default_css = []  # noqa: RUF012
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this._parent.get_name() }}.pm.setLang({{ this.options.language|tojson }});
            {{ this._parent.get_name() }}.pm.setGlobalOptions({{ this.options.geoman|tojson }});
            {{ this._parent.get_name() }}.on("pm:create", function (event) {
                document.dispatchEvent(new CustomEvent("ortsruf:drawn", {
                    detail: { layer: event.layer, shape: event.shape },
                }));
            });
        {% endmacro %}
        """
    )


class Handover(MacroElement):
    """Leaves the map where our modules find it, with a metric scale."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.ortsruf = window.ortsruf || {};
            window.ortsruf.map = {{ this._parent.get_name() }};
            window.ortsruf.scale = L.control.scale({ imperial: false, maxWidth: 110 })
                .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


def desk_map(bounds: Bounds, *, language: str = "de", drawing: bool = True) -> MapParts:
    """A map fitted to ``bounds``; with ``drawing`` Geoman can draw on it."""
    west, south, east, north = bounds
    made = SelfHostedMap(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        min_zoom=5,
        max_zoom=18,
        keyboard=False,
    )
    made._name, made._id = ELEMENT, "desk"
    for name, z_index in PANES.items():
        _named(CustomPane(name, z_index=z_index, pointer_events=True), name).add_to(made)
    if drawing:
        geoman = _new(Drawing, language=language, geoman={"snappable": False, "allowSelfIntersection": False})
        _named(geoman, "drawing").add_to(made)
    _named(_new(Handover), "handover").add_to(made)
    made.fit_bounds([(south, west), (north, east)], padding=(24, 24))
    for child in made._children.values():
        if child.get_name().startswith("fit_bounds"):
            _named(child, "fit").options["animate"] = False  # a zoom under way would overrule the page's own
    return _parts(made)


def _new(kind: Any, **options: Any) -> Any:
    return kind(**options)


def _named(element: Any, name: str) -> Any:
    element._id = f"desk_{name.replace('-', '_')}"
    return element


def _parts(made: folium.Map) -> MapParts:
    root: Any = made.get_root()
    root.render()
    return MapParts(html=root.html.render(), script=root.script.render())
