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


async def listen(database_url: str, channel: str = DELIVERY) -> AsyncIterator[Notice]:
    """Announcements on one connection until it breaks; then the iteration ends and the caller listens anew."""
    try:
        connection = await psycopg.AsyncConnection.connect(
            libpq_url(database_url), autocommit=True, connect_timeout=5, application_name="ortsruf listen"
        )
    except psycopg.OperationalError:
        return
    async with connection:
        try:
            await connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
            async for notice in connection.notifies():
                yield Notice(channel=notice.channel, payload=notice.payload)
        except psycopg.OperationalError:
            return
