"""What people still have to do outside: gaps to cover, posts to make by hand."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from alerts.services import desk
from api.deps import Staff, Transaction
from api.schemas.alert import TaskList, TaskOut, task_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/tasks", tags=["tasks"], responses=REFUSALS)


@router.get("")
def listed(session: Transaction, person: Staff) -> TaskList:
    """The own authority's open tasks."""
    return TaskList(tasks=[task_of(task) for task in desk.tasks(session, person)])


@router.post("/{task}/done")
def done(task: UUID, session: Transaction, person: Staff) -> TaskOut:
    """Mark a task as done."""
    return task_of(desk.complete_task(session, person, task))
