"""Is it meant to be so large? What goes beyond an occasion's usual size is confirmed by its count, not by a click."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.domain.errors import SizeNotConfirmedError
from alerts.domain.model.alert import Content
from alerts.domain.model.plan import Plan


@dataclass(frozen=True, kw_only=True)
class UsualSize:
    """Up to which size an occasion is usual: square kilometres and affected leaves."""

    km2: float
    leaves: int

    def exceeded_by(self, plan: Plan) -> bool:
        """Whether either is more than usual."""
        return plan.area_km2 > self.km2 or len(plan.affected) > self.leaves


def wants_confirmation(content: Content, plan: Plan, usual: UsualSize | None) -> bool:
    """Whether the count of places must be typed. An end goes where its alert went, a Probewarnung is meant for all."""
    ours = not content.ends_thread and not content.is_public_test
    return ours and usual is not None and usual.exceeded_by(plan)


def check_size(content: Content, plan: Plan, usual: UsualSize | None, confirmed: int | None) -> None:
    """``confirmed`` is the number of affected leaves as a person typed it. Raises SizeNotConfirmedError."""
    if usual is not None and wants_confirmation(content, plan, usual) and confirmed != len(plan.affected):
        raise SizeNotConfirmedError(
            count=len(plan.affected), area=round(plan.area_km2), usual_count=usual.leaves, usual_area=round(usual.km2)
        )
