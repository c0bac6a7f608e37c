"""The little map beside the text as a place to point at: which degrees it shows."""

from __future__ import annotations

from alerts.services.views import AlertView
from web import svgmap
from web.svgmap import Bounds, Frame


def seen(alert: AlertView, *, width: int, height: int) -> Bounds | None:
    """West, south, east and north of what ``drawing.draft_map`` of the same size shows; None while nothing is drawn."""
    if alert.preview is None:
        return None
    bounds = svgmap.bounds_of([alert.preview.shape], grow=0.12)
    return Frame(bounds=bounds, width=width, height=height, padding=16, widths=(320, width)).seen
