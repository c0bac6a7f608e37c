"""The queue: Procrastinate in our own database. A job says "this account has something due", never what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector, SyncPsycopgConnector

from alerts.domain.model.codes import Lane
from alerts.store.sweep import CONFIRM
from alerts.store.urls import libpq_url

QUEUES: tuple[str, ...] = (*(lane.value for lane in Lane), CONFIRM)
"""Every queue: the lanes, and the reading back of what was accepted."""
DELIVER = "ortsruf:deliver"
CONFIRM_TASK = "ortsruf:confirm"
RETAIN_TASK = "ortsruf:retain"
RETAIN_AT = "17 3 * * *"
"""Nightly, in UTC: when old attempts are moved away."""
TASKS = [DELIVER, CONFIRM_TASK]
"""Names of our tasks, as the sweeper looks for them."""

Work = tuple[UUID, str]
"""An account and a queue."""


class Hands(Protocol):
    """Who does the work of a job; put into the jobs' context by the worker."""

    async def deliver(self, account: UUID, lane: Lane) -> None:
        """Send and settle what is due of an account in a lane."""
        ...

    async def confirm(self, account: UUID) -> None:
        """Read back what an account got accepted."""
        ...

    async def retain(self) -> None:
        """Move old attempts away."""
        ...


async def deliver(context: JobContext, account: str, lane: str) -> None:
    """Everything due of one account in one lane."""
    await _hands(context).deliver(UUID(account), Lane(lane))


async def confirm(context: JobContext, account: str) -> None:
    """Everything of one account that was accepted and not read back yet."""
    await _hands(context).confirm(UUID(account))


async def retain(context: JobContext, timestamp: int) -> None:
    """What the clock asks for; ``timestamp`` is the minute it was meant for, seconds since 1970."""
    await _hands(context).retain()


def engine(database_url: str) -> App:
    """The engine of a worker process; connects when opened."""
    connector = PsycopgConnector(
        conninfo=libpq_url(database_url),
        min_size=2,
        max_size=len(QUEUES) + 4,
        kwargs={"application_name": "ortsruf engine", "connect_timeout": 5},
    )
    app = App(connector=connector)
    app.task(name=DELIVER, pass_context=True)(deliver)
    app.task(name=CONFIRM_TASK, pass_context=True)(confirm)
    nightly = app.task(name=RETAIN_TASK, queue=Lane.ROUTINE, pass_context=True)(retain)
    app.periodic(cron=RETAIN_AT)(nightly)
    return app


def defer(connection: object, work: Iterable[Work]) -> None:
    """Put a job for each account and queue into the transaction of a psycopg connection."""
    for account, queue in work:
        name = CONFIRM_TASK if queue == CONFIRM else DELIVER
        arguments = {"account": str(account)} if queue == CONFIRM else {"account": str(account), "lane": queue}
        _OUTBOX.configure_task(name, queue=queue, connection=connection).defer(**arguments)


def _hands(context: JobContext) -> Hands:
    return cast(Hands, context.additional_context["hands"])


# Only ever inserts, on connections that it is given; never opened.
_OUTBOX = App(connector=SyncPsycopgConnector())
