"""Transactions: one per request or job, under the row-level security of one authority."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg.errors
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from alerts.store.errors import ConflictError, DatabaseBusyError, DatabaseUnavailableError, ForeignRowError
from alerts.store.plans import Plans
from alerts.store.urls import driver_url
from geo.errors import OrtsrufError

__all__ = ["Session", "Store", "database_now", "see_authority"]

_BUSY = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.TooManyConnections,
    psycopg.errors.OutOfMemory,
    psycopg.errors.DiskFull,
)
_ASIDE_POOL = 2


class Store:
    """A database as one of its roles, with a pool of its own.

    ``statement_timeout`` and ``lock_timeout`` are seconds; a statement that takes longer ends as DatabaseBusyError.
    ``ping``: a connection is tried before every transaction, so that a restart of the database goes unnoticed.
    """

    def __init__(
        self,
        database_url: str,
        *,
        pool_size: int = 10,
        statement_timeout: float = 30.0,
        lock_timeout: float = 5.0,
        ping: bool = True,
    ) -> None:
        self.database_url = database_url
        self._pool_size = pool_size
        self._plans = Plans()
        options = f"-c statement_timeout={int(statement_timeout * 1000)} -c lock_timeout={int(lock_timeout * 1000)}"
        self.engine = _engine(database_url, pool_size, options, ping=ping)
        # Of its own, so that a transaction aside never waits for a connection that its own request holds.
        self._aside = _engine(database_url, _ASIDE_POOL, options, ping=ping)
        self._at_once = _engine(database_url, pool_size, options, ping=ping, isolation_level="AUTOCOMMIT")

    def transaction(self, authority: UUID | None) -> AbstractContextManager[Session]:
        """One transaction that sees the rows of ``authority`` (of nobody: None). Commits at the end.

        Raises DatabaseUnavailableError, DatabaseBusyError, ConflictError or ForeignRowError for what the database
        says; then, as after any other error, nothing of it is saved.
        """
        return _transaction(self.engine, authority)

    def everything(self) -> AbstractContextManager[Session]:
        """One transaction of a role that bypasses row-level security, for the rows of all authorities; else as above.

        A round trip shorter; under any other role it sees nothing.
        """
        return self._planned(self.engine)

    def at_once(self) -> AbstractContextManager[Session]:
        """As ``everything``, but each statement is a transaction of its own: one round trip instead of three."""
        return self._planned(self._at_once)

    def aside(self, authority: UUID | None) -> AbstractContextManager[Session]:
        """A second transaction, for what must stay although the first is rolled back."""
        return _transaction(self._aside, authority)

    def rouse(self, work: Callable[[Session], object]) -> None:
        """Open all connections of ``at_once`` and run ``work`` on each, so that whoever is in a hurry finds them ready.

        Raises as ``transaction`` does.
        """
        with ExitStack() as opened:
            sessions = [opened.enter_context(self.at_once()) for _ in range(self._pool_size)]
            for session in sessions:
                work(session)

    @contextmanager
    def _planned(self, engine: Engine) -> Iterator[Session]:
        with _transaction(engine, None, sets_authority=False) as session:
            self._plans.arrange(session)
            yield session

    def dispose(self) -> None:
        """Give back all connections."""
        self.engine.dispose()
        self._aside.dispose()
        self._at_once.dispose()


def database_now(session: Session) -> datetime:
    """The database's clock, which decides about expiry; aware, constant within a transaction."""
    return session.execute(select(func.now())).scalar_one()


def see_authority(session: Session, authority: UUID | None) -> None:
    """From here to the end of the transaction, row-level security shows the rows of this authority only."""
    session.execute(
        text("SELECT set_config('ortsruf.authority', :authority, true)"), {"authority": str(authority or "")}
    )


def _engine(database_url: str, pool_size: int, options: str, *, ping: bool, **more: Any) -> Engine:
    return create_engine(
        driver_url(database_url),
        pool_size=pool_size,
        pool_use_lifo=True,  # a connection that has just worked has its plans and caches at hand
        max_overflow=0,
        pool_timeout=10.0,
        pool_pre_ping=ping,
        connect_args={"options": options, "connect_timeout": 5, "application_name": "ortsruf"},
        **more,
    )


@contextmanager
def _transaction(engine: Engine, authority: UUID | None, *, sets_authority: bool = True) -> Iterator[Session]:
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            if sets_authority:
                see_authority(session, authority)
            yield session
    except SQLAlchemyError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: SQLAlchemyError) -> OrtsrufError | None:
    """Our word for a driver error; None for a mistake of ours, which must stay loud."""
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError()
    if not isinstance(error, DBAPIError):
        return None
    cause = error.orig
    if isinstance(cause, _BUSY):
        return DatabaseBusyError()
    if isinstance(cause, psycopg.errors.UniqueViolation | psycopg.errors.ForeignKeyViolation):
        return ConflictError(constraint=cause.diag.constraint_name or "")
    if isinstance(cause, psycopg.errors.InsufficientPrivilege) and "row-level security" in str(cause):
        return ForeignRowError()
    if error.connection_invalidated or isinstance(cause, psycopg.OperationalError):
        return DatabaseUnavailableError()
    return None
