"""Where a browser is led that asks once more for an address which only takes steps: reloaded, or opened again later."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Staff
from api.pages.desk.seat import address

router = APIRouter()

_PAGES = {
    "submit": "check",
    "template": "text",
    "break-glass": "approve",
    "return": "approve",
    "discard": "",
    "update": "",
    "all-clear": "",
    "correct": "",
    "cancel": "",
    "language": "text",
    "language/remove": "text",
}
"""The page on which each step of an alert is taken; it goes on to where the alert stands now."""


def _back(page: str) -> None:
    def back(person: Staff, alert_id: UUID) -> Response:
        return RedirectResponse(address(alert_id, _PAGES[page]), 303)

    router.add_api_route(f"/desk/alerts/{{alert_id}}/{page}", back, methods=["GET"])


for _step in _PAGES:
    _back(_step)


@router.get("/desk/alerts")
def alerts(person: Staff) -> Response:
    """Drafts are saved here; they are listed elsewhere."""
    return RedirectResponse("/desk/drafts", 303)


@router.get("/desk/tasks/{task_id}/done")
def task(person: Staff, task_id: UUID) -> Response:
    """A task that was ticked off."""
    return RedirectResponse("/desk/running", 303)


@router.get("/desk/alarms/{alarm_id}/seen")
def alarm(person: Staff, alarm_id: UUID) -> Response:
    """An alarm that was taken note of."""
    return RedirectResponse("/desk/running", 303)


@router.get("/desk/incidents/{incident_id}/{step}")
def incident(person: Staff, incident_id: UUID, step: str) -> Response:
    """An incident that people were invited to, or that was closed."""
    return RedirectResponse(f"/desk/incidents/{incident_id}", 303)


@router.get("/desk/handover/{handover_id}/take")
def handover(person: Staff, handover_id: UUID) -> Response:
    """A handover that was taken."""
    return RedirectResponse(f"/desk/handover/{handover_id}", 303)


@router.get("/desk/stop/lift")
def stop(person: Staff) -> Response:
    """A stop that was lifted, or not."""
    return RedirectResponse("/desk/stop", 303)
