"""What was decided for later goes out at its time, or a person is told why it did not."""

from __future__ import annotations

import logging
from datetime import datetime

from alerts.access.roles import require
from alerts.domain.errors import WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.codes import AlertState, Role
from alerts.domain.rendering.public_test import LATEST
from alerts.services.desk import releasing
from alerts.store import alerts, audit, people, schedule
from alerts.store.errors import ConflictError, DatabaseBusyError, DatabaseUnavailableError
from alerts.store.schedule import Booking
from alerts.store.session import Session, Store, database_now
from geo.errors import OrtsrufError

logger = logging.getLogger(__name__)

_PASSING = (DatabaseBusyError, DatabaseUnavailableError, ConflictError)
"""The next look tries again."""


def release_due(store: Store, watch_store: Store, *, public_url: str) -> int:
    """Release what is due, each in a transaction of its own; how many were tried.

    ``watch_store`` sees all authorities, ``store`` acts for one. Raises what the database says.
    """
    with watch_store.everything() as session:
        found = schedule.due(session)
    for one in found:
        _try(store, one, public_url)
    return len(found)


def _try(store: Store, booking: Booking, public_url: str) -> None:
    try:
        with store.transaction(booking.authority) as session:
            if schedule.take(session, booking.alert):
                schedule.finish(session, booking.alert, _outcome(session, booking, public_url))
    except _PASSING:
        raise
    except OrtsrufError as error:
        logger.warning("alert %s did not go out at its time: %s", booking.alert, error)
        with store.transaction(booking.authority) as session:
            schedule.finish(session, booking.alert, error.text("de"))
            audit.record(
                session, booking.authority, booking.approved_by, "book-failed", booking.alert, {"why": error.text("en")}
            )


def _outcome(session: Session, booking: Booking, public_url: str) -> str:
    stored = alerts.load(session, booking.alert)
    if stored.state is not AlertState.SUBMITTED or stored.submitted_hash != booking.hash or stored.thread_ended:
        return schedule.WITHDRAWN
    content = codec.content_from_json(stored.content)
    if not content.ends_thread:
        _in_time(booking.due, database_now(session))
    approver = people.by_id(session, booking.approved_by)
    if approver is None:
        raise WrongStateError(state="without its approver", step="release")
    require(approver, Role.APPROVER)
    releasing.release_booked(session, approver, booking.alert, booking.known_stop, public_url=public_url)
    return schedule.RELEASED


def _in_time(due: datetime, now: datetime) -> None:
    """A Probewarnung that nobody expects any more frightens people. Raises WrongStateError."""
    if now > due + LATEST:
        raise WrongStateError(state="too late", step="release")
