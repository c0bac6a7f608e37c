"""Help places on a map: a numbered mark each, as their list counts them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from alerts.domain.model.help_place import HelpPlace
from web import svgmap
from web.svglabels import Marker
from web.svgmap import Bounds, Frame

_SIZE = 26.0
_WIDEST = 2.0
"""How much wider a map may become for help places; one further away is only in the list."""


def help_marks(places: Sequence[HelpPlace], frame: Frame) -> list[Marker]:
    """A mark for every place that has a position within the frame."""
    marks = []
    for number, place in enumerate(places, start=1):
        if place.lat is None or place.lon is None:
            continue
        x, y = svgmap.at(place.lon, place.lat, frame)
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            marks.append(Marker(picture=_picture(number), spot=(x, y), size=_SIZE))
    return marks


def with_places(bounds: Bounds, places: Sequence[HelpPlace]) -> Bounds:
    """Bounds that hold the help places too, as long as the map shows no more than ``_WIDEST`` times as much."""
    west, south, east, north = bounds
    across, up = (east - west) * (_WIDEST - 1), (north - south) * (_WIDEST - 1)
    for place in places:
        if place.lat is None or place.lon is None:
            continue
        if west - across <= place.lon <= east + across and south - up <= place.lat <= north + up:
            bounds = (
                min(bounds[0], place.lon),
                min(bounds[1], place.lat),
                max(bounds[2], place.lon),
                max(bounds[3], place.lat),
            )
    return bounds


def _picture(number: int) -> Markup:
    return Markup(
        '<rect class="help-mark" x="-12" y="-12" width="24" height="24" rx="5"/><text class="help-sign" y="5">{}</text>'
    ).format(number)
