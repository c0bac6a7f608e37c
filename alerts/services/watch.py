"""Watching over deliveries: look, raise, clear, and tell the people on duty.

``look`` is one transaction of the worker role, run every second by every server process, one at a time in the whole
database. What it has to tell becomes rows; ``Caller`` carries them out beside it, so that a mail relay that hangs never
keeps anybody from looking.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

import aiohttp
from yarl import URL

from alerts.access.roles import require
from alerts.access.secrets import SecretBox
from alerts.channels.base import Access, Outcome, Post, SendResult
from alerts.channels.email import EmailConnector
from alerts.channels.reasons import Reason
from alerts.channels.web_push import Target, WebPushSender
from alerts.channels.webhook import WebhookConnector
from alerts.domain import alarms as domain
from alerts.domain.alarms import About, Alarm, AlarmKind, Way
from alerts.domain.errors import SecretUnreadableError
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.services import calling, push_keys, summons
from alerts.services.desk import reminding
from alerts.store import alarms, approvals, audit, duty, on_call
from alerts.store.duty import Notice
from alerts.store.gateway_access import SealedAccess, sealed_access
from alerts.store.session import Session, Store, database_now

T = TypeVar("T")
logger = logging.getLogger(__name__)

LONGEST = 20.0
"""Seconds that sending one message may take; less than its lease."""

_PLACES = {
    AlarmKind.PROBE: "/admin/duty",
    AlarmKind.REFUSED: "/desk/repair",
    AlarmKind.DECIDE: "/desk/repair",
    AlarmKind.UNCONFIRMED: "/desk/repair",
}
"""Where something can be done about kinds that are not settled at their alert."""


def look(session: Session) -> bool:
    """Raise, bring up to date and clear; whether it was this transaction's turn."""
    if not alarms.my_turn(session):
        return False
    reminding.ask(session)
    now = database_now(session)
    waiting = approvals.waiting(session)
    found = [*alarms.find(session), *(calling.finding(one, now) for one in waiting)]
    decided = domain.changes(found, alarms.standing(session), now)
    raised = alarms.raise_(session, decided.raised)
    duty.enqueue(session, (one.id for one in raised if one.kind is not AlarmKind.APPROVAL), About.RAISED)
    calling.ring(session, waiting)
    alarms.change(session, decided.changed)
    alarms.clear(session, decided.cleared)
    duty.enqueue(session, (one.id for one in calling.settle(session, decided.cleared)), About.CLEARED)
    return True


def standing(session: Session, person: Person) -> tuple[Alarm, ...]:
    """The open alarms of the own authority, oldest first."""
    return alarms.of_authority(session, person.authority)


def see(session: Session, person: Person, alarm: UUID) -> None:
    """Take note of an alarm: it stands, but no longer calls. Raises NotAllowedError, NotFoundError."""
    require(person, Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR)
    kind = alarms.see(session, alarm, person.id)
    audit.record(session, person.authority, person.id, "alarm-seen", alarm, {"kind": kind})


def address(alarm: Alarm, public_url: str = "") -> str:
    """Where one can do something about an alarm."""
    if alarm.kind is AlarmKind.INVITED:
        return f"{public_url}/desk/incidents/{alarm.subject}"
    if alarm.kind is AlarmKind.APPROVAL:
        return f"{public_url}/desk/alerts/{alarm.subject}/approve"
    return f"{public_url}{_PLACES.get(alarm.kind, f'/desk/alerts/{alarm.subject}')}"


class Caller:
    """Tells the people on duty, by e-mail and by webhook, each message until it is taken."""

    def __init__(self, store: Store, http: aiohttp.ClientSession, box: SecretBox, *, public_url: str) -> None:
        """``http`` goes only where receivers may be."""
        self._store = store
        self._http = http
        self._box = box
        self._public_url = public_url
        self._under_way: dict[UUID, asyncio.Task[None]] = {}
        self._ways = {Way.EMAIL: self._by_email, Way.WEBHOOK: self._by_webhook, Way.PUSH: self._by_push}

    async def call(self) -> int:
        """Begin to send what is due, beside what is still under way; how many messages that were.

        Raises what the database says.
        """
        under_way = list(self._under_way)
        notices = await self._in_thread(lambda session: duty.claim(session, under_way))
        for notice in notices:
            task = asyncio.create_task(self._tell(notice), name=f"notice {notice.id}")
            self._under_way[notice.id] = task
            task.add_done_callback(partial(self._told, notice.id))
        return len(notices)

    async def settle(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _told(self, notice: UUID, task: asyncio.Task[None]) -> None:
        self._under_way.pop(notice, None)
        failure = None if task.cancelled() else task.exception()
        if failure is not None:
            logger.warning("what became of message %s could not be written, it goes out again: %s", notice, failure)

    async def _tell(self, notice: Notice) -> None:
        result = await self._sent(notice)
        gone = notice.called and result.reason == Reason.GONE and notice.called.subscription
        if gone:
            await self._in_thread(lambda session: on_call.drop_dead(session, gone))
        answer = " ".join(f"{result.reason} {result.answer}".split())
        if result.outcome is Outcome.ACCEPTED:
            await self._in_thread(lambda session: duty.arrived(session, notice.id, answer))
        else:
            again = None if gone else domain.retry_after(notice.tries)
            await self._in_thread(lambda session: duty.missed(session, notice.id, answer, again))

    async def _sent(self, notice: Notice) -> SendResult:
        """The outcome, whatever happens: a message that nobody can send must be seen, and given up in the end."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._ways[notice.way](notice)
        except SecretUnreadableError as error:
            return SendResult(outcome=Outcome.REFUSED, reason=str(error))
        except TimeoutError:
            return SendResult(outcome=Outcome.UNKNOWN, reason=Reason.NO_ANSWER)
        except Exception:
            logger.exception("message %s could not be sent", notice.id)
            return SendResult(outcome=Outcome.REFUSED, reason=Reason.MISCONFIGURED)

    async def _by_email(self, notice: Notice) -> SendResult:
        account = notice.account
        found = None if account is None else await self._in_thread(lambda session: sealed_access(session, account))
        if found is None or not notice.email:
            return SendResult(outcome=Outcome.REFUSED, reason=Reason.MISCONFIGURED)
        connector = EmailConnector(self._access(found))
        return await connector.send(message(notice, datetime.now(UTC), self._public_url))

    async def _by_webhook(self, notice: Notice) -> SendResult:
        if notice.secret is None or not notice.webhook_url:
            return SendResult(outcome=Outcome.REFUSED, reason=Reason.MISCONFIGURED)
        access = Access(
            account=notice.authority,
            kind=ChannelKind.WEBHOOK,
            base_url=str(URL(notice.webhook_url).origin()),
            secret=self._box.open(notice.authority, notice.secret),
        )
        moment = datetime.now(UTC)
        connector = WebhookConnector(access, self._http, quotes=False)
        return await connector.deliver(notice.id, notice.webhook_url, payload(notice, moment, self._public_url), moment)

    async def _by_push(self, notice: Notice) -> SendResult:
        called = notice.called
        if called is None or not called.endpoint:
            return SendResult(outcome=Outcome.REFUSED, reason=Reason.GONE)
        key = await self._in_thread(lambda session: push_keys.private(session, self._box))
        sender = WebPushSender(self._http, key, f"mailto:{called.sender}")
        target = Target(endpoint=called.endpoint, p256dh=called.p256dh, auth=called.auth)
        said = summons.push(notice.alarm, called)
        return await sender.push(target, said, notice.alarm.subject.hex, datetime.now(UTC))

    def _access(self, found: SealedAccess) -> Access:
        return Access(
            account=found.account,
            kind=found.kind,
            base_url=found.base_url,
            settings=found.settings,
            secret="" if found.secret is None else self._box.open(found.account, found.secret),
        )

    async def _in_thread(self, work: Callable[[Session], T]) -> T:
        def transact() -> T:
            with self._store.everything() as session:
                return work(session)

        return await asyncio.to_thread(transact)


def message(notice: Notice, now: datetime, public_url: str) -> Post:
    """The e-mail about an alarm; its Message-ID is the notice's, whatever the try."""
    alarm, link = notice.alarm, address(notice.alarm, public_url)
    if notice.called is not None:
        return summons.email(notice, notice.called, link)
    return Post(
        key=notice.id,
        address=notice.email,
        subject=domain.subject_line(alarm.kind, alarm.detail, now, notice.about, notice.language),
        text=domain.body(alarm, now, notice.about, link, notice.language),
        code="",
        link=link,
        language=notice.language,
    )


def payload(notice: Notice, now: datetime, public_url: str) -> str:
    """The webhook's body: ``alarm.raised`` or ``alarm.cleared``, with the words and the figures."""
    alarm = notice.alarm
    if notice.called is not None:
        return summons.payload(notice, notice.called, now, address(alarm, public_url))
    data = {
        "id": str(alarm.id),
        "kind": alarm.kind,
        "alert": None if alarm.kind in (AlarmKind.PROBE, AlarmKind.INVITED) else str(alarm.subject),
        "subject": domain.subject_line(alarm.kind, alarm.detail, now, notice.about, notice.language),
        "advice": domain.advice(alarm.kind, alarm.detail, notice.language),
        "link": address(alarm, public_url),
        "raised": alarm.raised.isoformat(timespec="seconds"),
        "cleared": notice.cleared.isoformat(timespec="seconds") if notice.cleared else None,
        **alarm.detail.as_json(),
    }
    body = {"type": f"alarm.{notice.about}", "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
