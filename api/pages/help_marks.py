"""Help places on a map: a numbered mark each, as their list counts them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from alerts.domain.model.help_place import HelpPlace
from web import svgmap
from web.svglabels import Marker
from web.svgmap import Frame

_SIZE = 26.0


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


def _picture(number: int) -> Markup:
    return Markup(
        '<rect class="help-mark" x="-12" y="-12" width="24" height="24" rx="5"/><text class="help-sign" y="5">{}</text>'
    ).format(number)
