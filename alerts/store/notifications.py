"""Listening to what the database announces. Needs a direct connection, not a pooler's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import psycopg

from alerts.store.urls import libpq_url

DELIVERY = "ortsruf_delivery"
"""Announced whenever deliveries of an alert have moved; the payload names the alert."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One announcement."""

    channel: str
    payload: str


LISTENING = ""
"""The channel of the first notice: from now on nothing is missed."""


async def listen(database_url: str, *channels: str) -> AsyncIterator[Notice]:
    """Announcements on one connection until it breaks; then the iteration ends and the caller listens anew.

    The first notice, of the channel ``LISTENING``, says that the connection stands.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(
            libpq_url(database_url),
            autocommit=True,
            connect_timeout=5,
            application_name="ortsruf listen",
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )
    except psycopg.OperationalError:
        return
    async with connection:
        try:
            for channel in channels:
                await connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
            yield Notice(channel=LISTENING, payload="")
            async for notice in connection.notifies():
                yield Notice(channel=notice.channel, payload=notice.payload)
        except psycopg.OperationalError:
            return
