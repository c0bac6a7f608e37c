"""The desk: draw, write, submit, approve, follow up, watch."""

from __future__ import annotations

from alerts.services.desk.drafting import discard, draft, edit, read
from alerts.services.desk.following import draft_all_clear, draft_cancel, draft_update
from alerts.services.desk.planning import preview
from alerts.services.desk.releasing import approve, break_glass
from alerts.services.desk.submitting import return_, submit
from alerts.services.desk.watching import (
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
    "approve",
    "break_glass",
    "complete_task",
    "deliveries",
    "discard",
    "draft",
    "draft_all_clear",
    "draft_cancel",
    "draft_update",
    "drafts",
    "edit",
    "history",
    "preview",
    "read",
    "return_",
    "running",
    "submit",
    "tasks",
    "timeline",
    "waiting",
]
