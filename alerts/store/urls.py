"""Where the database is, once per role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import URL, make_url


@dataclass(frozen=True, kw_only=True)
class Urls:
    """One database as its three roles see it; libpq URLs (``postgresql://…``).

    ``owner`` migrates and backs up, ``app`` lies under row-level security, ``worker`` bypasses it.
    """

    app: str
    owner: str
    worker: str


def driver_url(url: str) -> URL:
    """The same place for SQLAlchemy, by psycopg 3."""
    return make_url(url).set(drivername="postgresql+psycopg")


def libpq_url(url: str) -> str:
    """The same place for psycopg and Procrastinate, without SQLAlchemy's driver name."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
