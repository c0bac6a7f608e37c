"""The life cycle of an alert: who may take which step when, and what a content must hold before it may go out.

draft -> submitted -> released, with returned and discarded on the side; expiry is derived from the clock. Every
check is pure, answers nothing when all is well and raises an error of ``alerts.domain.errors`` when not.
"""

from __future__ import annotations

from alerts.domain.lifecycle.demands import check_submit, faults
from alerts.domain.lifecycle.mowas_step import needs_mowas, step_faults
from alerts.domain.lifecycle.size import UsualSize, check_size, wants_confirmation
from alerts.domain.lifecycle.steps import (
    check_plan_unchanged,
    check_version,
    may_all_clear,
    may_approve,
    may_break_glass,
    may_cancel,
    may_discard,
    may_edit,
    may_return,
    may_submit,
    may_update,
    require_fresh,
)

__all__ = [
    "UsualSize",
    "check_plan_unchanged",
    "check_size",
    "check_submit",
    "check_version",
    "faults",
    "may_all_clear",
    "may_approve",
    "may_break_glass",
    "may_cancel",
    "may_discard",
    "may_edit",
    "may_return",
    "may_submit",
    "may_update",
    "needs_mowas",
    "require_fresh",
    "step_faults",
    "wants_confirmation",
]
