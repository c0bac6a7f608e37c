"""Several people on one draft: who has it open, and what stands there now."""

from __future__ import annotations

import re
from uuid import UUID

from alerts.access.roles import require
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store import alerts, presence
from alerts.store.presence import Present
from alerts.store.session import Session

STEPS = ("area", "text", "check")
_PAGE = re.compile(r"[0-9a-f-]{8,40}")


def beat(session: Session, person: Person, alert_id: UUID, page: str, step: str) -> tuple[Present, ...]:
    """Say that a window (``page``, named by the browser) is open on a step; answers the other windows on the draft.

    Leaves no trace in the audit: it changes nothing, and is forgotten within the hour. Raises NotFoundError,
    InvalidError.
    """
    require(person, Role.OPERATOR, Role.APPROVER)
    check(page, step)
    stored = alerts.load(session, alert_id)
    presence.beat(
        session,
        authority=stored.authority,
        alert=alert_id,
        person=person.id,
        page=page,
        name=person.name,
        step=step,
    )
    return presence.others(session, alert=alert_id, person=person.id, page=page)


def leave(session: Session, person: Person, alert_id: UUID, page: str) -> None:
    """The window no longer shows the draft. Raises InvalidError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    check(page, STEPS[0])
    presence.leave(session, alert=alert_id, person=person.id, page=page)


def check(page: str, step: str) -> None:
    """Raise InvalidError unless ``page`` is a browser's name of a window and ``step`` a step."""
    faults = []
    if not _PAGE.fullmatch(page):
        faults.append(Fault(place="page", de="8 bis 40 Zeichen 0-9, a-f", en="8 to 40 characters of 0-9, a-f"))
    if step not in STEPS:
        listed = ", ".join(STEPS)
        faults.append(Fault(place="step", de=f"eins davon angeben: {listed}", en=f"give one of: {listed}"))
    if faults:
        raise InvalidError(faults)
