"""Small lines that show how a figure went; the figure itself always stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_PAD = 3.0


def spark(values: Sequence[int], *, width: int = 64, height: int = 22) -> Markup:
    """A line through the values, oldest first, with a dot on the newest; nothing for fewer than two."""
    if len(values) < 2:
        return Markup("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (width - 2 * _PAD) / (len(values) - 1)
    spots = [
        (_PAD + n * step, height - _PAD - (value - low) / span * (height - 2 * _PAD)) for n, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    x, y = spots[-1]
    return Markup(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<polyline points="{}"/><circle cx="{:.1f}" cy="{:.1f}" r="2.5"/></svg>'
    ).format(width, height, line, x, y)
