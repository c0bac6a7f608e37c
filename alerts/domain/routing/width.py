"""How far beyond the affected leaves an alert is proposed to go."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.domain.model.codes import Severity, Width
from alerts.domain.model.district import Match

_ORDER = (Width.TARGETED, Width.WITH_PARENT, Width.AUTHORITY)


def proposed(leaves: Sequence[Match], severity: Severity | None, template: Width | None = None) -> Width:
    """The wider of what the template and the severity propose.

    Severe and Extreme propose *with parent*, unless every affected leaf is marked "carries alone"; without an
    affected leaf there is nothing to widen.
    """
    by_severity = Width.TARGETED
    if severity is not None and severity.is_emergency and not all(leaf.carries_alone for leaf in leaves):
        by_severity = Width.WITH_PARENT
    return max(by_severity, template or Width.TARGETED, key=_ORDER.index)
