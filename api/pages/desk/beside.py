"""What stands beside a draft on its pages: alerts in force on its ground, what it quotes, what MoWaS has."""

from __future__ import annotations

from typing import Any

from shapely.geometry import shape as geometry_of

from alerts.domain import lifecycle
from alerts.domain.in_force import Meeting
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import AlertState
from alerts.services import foreign, in_force
from alerts.services.views import AlertView, Preview
from api.pages.desk import writing
from api.pages.desk.seat import Seat

OPEN = (AlertState.DRAFT, AlertState.RETURNED)


def beside(seat: Seat, alert: AlertView) -> dict[str, Any]:
    """The data of ``desk/in_force.html`` and ``desk/mowas.html`` for an alert."""
    content = alert.content
    return {
        "meetings": of_alert(seat, alert),
        "reasons": {regard.identifier: regard.reason for regard in content.regards},
        "quoting": foreign.quoting(seat.session, alert),
        **mowas_data(seat, alert),
    }


def of_alert(seat: Seat, alert: AlertView) -> tuple[Meeting, ...]:
    """What holds on the ground of an alert that is not released."""
    if alert.preview is None:
        return ()
    return _around(seat, alert.content, alert.preview, alert, people=True)


def of_preview(seat: Seat, content: Content, found: Preview, alert: AlertView | None) -> dict[str, Any]:
    """The same while somebody draws: nobody is counted, it must be quick."""
    met = _around(seat, content, found, alert, people=False)
    return {"meetings": met, "reasons": {}, "quoting": None, "content": content, "alert": None}


def mowas_data(seat: Seat, alert: AlertView) -> dict[str, Any]:
    """The data of ``desk/mowas.html``: what was recorded, or a form that knows who sits here and what time it is."""
    person = seat.person
    step = alert.content.mowas
    return {
        "mowas_needed": lifecycle.needs_mowas(alert.content),
        "mowas_open": alert.state in OPEN,
        "mowas_at": writing.local_input(step.at if step and step.at else seat.now),
        "mowas_by": step.by if step and step.by else ", ".join(filter(None, (person.name, person.unit))),
    }


def _around(
    seat: Seat, content: Content, found: Preview, alert: AlertView | None, *, people: bool
) -> tuple[Meeting, ...]:
    return in_force.around(
        seat.session,
        seat.person.authority,
        content,
        geometry_of(found.shape),
        thread=alert.thread if alert else None,
        people=people,
    )
