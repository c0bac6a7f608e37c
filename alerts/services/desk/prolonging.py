"""Holding longer without a word in the channels: the same alert with a later end, released by two people as any other.

Pages, feeds and CAP say the new time. What was posted carries the old one; near that time an update with a post is the
better choice, and ``advice`` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from alerts.domain import lifecycle, limits
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.lifecycle.reminders import Answer
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.person import Person
from alerts.domain.rendering.successors import prolongation_content, update_content
from alerts.services.desk import following, reminding
from alerts.services.views import AlertView
from alerts.store import alerts
from alerts.store.session import Session, database_now

POST_ADVISED_WITHIN = timedelta(minutes=30)
"""So near to the time that the channels were told, people should hear of the new one there."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Which end the channels were told (None: none), and whether it is so near that a post is advised."""

    until: datetime | None
    post_advised: bool


def told(session: Session, alert_id: UUID) -> Told:
    """What the posts of an alert's thread say about how long it holds. Raises NotFoundError."""
    stored = alerts.load(session, alert_id)
    for one in reversed(alerts.released_of_thread(session, stored.thread)):
        content = following.content_of(one)
        if content.aim is not Aim.PROLONGATION:
            near = content.expires is None or content.expires - database_now(session) <= POST_ADVISED_WITHIN
            return Told(until=content.expires, post_advised=near)
    return Told(until=None, post_advised=False)


def draft_prolongation(
    session: Session, person: Person, alert_id: UUID, until: datetime, *, with_post: bool = False
) -> AlertView:
    """The same alert until ``until``; ``with_post``: an update that tells it in every channel.

    Answers what was asked about the alert. Raises WrongStateError, NotAllowedError, InvalidError (a time that is not
    later, or too far ahead).
    """
    stored = following.followed(session, person, alert_id, "prolong", lifecycle.may_update)
    content = following.content_of(stored)
    check(content, until, database_now(session))
    longer = _with_post(content, until) if with_post else prolongation_content(content, until)
    view = following.draft_step(session, person, stored, "update" if with_post else "prolongation", longer)
    reminding.answer(session, person, alert_id, Answer.PROLONG)
    return view


def check(running: Content, until: datetime, now: datetime) -> None:
    """A prolongation ends later than what runs, in the future, and not too far ahead. Raises InvalidError."""
    faults = []
    if until <= now or (running.expires is not None and until <= running.expires):
        faults.append(
            Fault(
                place="until",
                de="eine Zeit nach dem jetzigen Ende wählen; kürzer geht nur mit „Aktualisieren“",
                en="choose a time after the present end; to shorten it, make an update",
            )
        )
    elif until > now + timedelta(days=limits.LONGEST_DAYS):
        faults.append(
            Fault(
                place="until",
                de=f"höchstens {limits.LONGEST_DAYS} Tage voraus",
                en=f"at most {limits.LONGEST_DAYS} days ahead",
            )
        )
    if faults:
        raise InvalidError(faults)


def still_longer(session: Session, thread: UUID, content: Content) -> None:
    """Whether a prolongation still ends later than what runs by now; any other content passes. Raises InvalidError."""
    released = alerts.released_of_thread(session, thread) if content.aim is Aim.PROLONGATION else []
    if released and content.expires is not None:
        check(following.content_of(released[-1]), content.expires, database_now(session))


def _with_post(content: Content, until: datetime) -> Content:
    return replace(update_content(content), expires=until)
