"""The desk: draw, write, submit, approve, follow up, watch."""

from __future__ import annotations

from alerts.services.desk.drafting import discard, draft, edit, glance, read
from alerts.services.desk.following import (
    Step,
    begun,
    changes,
    draft_all_clear,
    draft_cancel,
    draft_update,
    no_longer_affected,
    open_in_thread,
    step_of,
)
from alerts.services.desk.planning import preview
from alerts.services.desk.public_testing import PublicTest, draft_public_test, edit_public_test
from alerts.services.desk.releasing import approve, break_glass
from alerts.services.desk.submitting import return_, submit
from alerts.services.desk.watching import (
    awaiting,
    booked,
    complete_task,
    deliveries,
    drafts,
    history,
    running,
    tasks,
    timeline,
    waiting,
)

__all__ = [
    "PublicTest",
    "Step",
    "approve",
    "awaiting",
    "begun",
    "booked",
    "break_glass",
    "changes",
    "complete_task",
    "deliveries",
    "discard",
    "draft",
    "draft_all_clear",
    "draft_cancel",
    "draft_public_test",
    "draft_update",
    "drafts",
    "edit",
    "edit_public_test",
    "glance",
    "history",
    "no_longer_affected",
    "open_in_thread",
    "preview",
    "read",
    "return_",
    "running",
    "step_of",
    "submit",
    "tasks",
    "timeline",
    "waiting",
]
