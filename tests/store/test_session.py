"""Transactions commit whole or not at all, and speak our words when the database refuses."""

from __future__ import annotations

from datetime import UTC
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import func, insert, select, text

from alerts.store.errors import ConflictError, DatabaseBusyError, DatabaseUnavailableError
from alerts.store.session import Store, database_now
from alerts.store.tables import people
from tests.conftest import Database

GUESS = insert(people.guess).values(digest=b"x")


def _guesses(database: Database) -> int:
    with database.owner_store.transaction(None) as session:
        return session.execute(select(func.count()).select_from(people.guess)).scalar_one()


def test_an_error_rolls_back_everything_but_what_was_written_aside(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.store.transaction(None) as session:
        session.execute(GUESS)
        with database.store.aside(None) as aside:
            aside.execute(GUESS)
        raise ZeroDivisionError
    assert _guesses(database) == 1


def test_writing_aside_needs_no_second_connection_of_the_pool(database: Database) -> None:
    store = Store(database.url, pool_size=1)
    with store.transaction(None), store.aside(None) as aside:
        aside.execute(GUESS)
    store.dispose()
    assert _guesses(database) == 1


def test_the_same_unique_value_twice_is_a_conflict(database: Database) -> None:
    row = insert(people.authority).values(
        slug="mitte", name="Mitte", short_name="Mitte", sender="a@example.org", alerting_level="ortsteil"
    )
    with pytest.raises(ConflictError, match="uq_authority_slug"), database.owner_store.transaction(None) as session:
        session.execute(row)
        session.execute(row.values(sender="b@example.org"))


def test_a_statement_over_its_time_is_busy_and_the_database_idle_after(database: Database) -> None:
    store = Store(database.url, statement_timeout=0.2)
    with pytest.raises(DatabaseBusyError), store.transaction(None) as session:
        session.execute(text("SELECT pg_sleep(30)"))
    with store.transaction(None) as session:
        busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(30)'"
        assert session.execute(text(f"{busy} AND state = 'active'")).scalar_one() == 0
    store.dispose()


def test_a_connection_cut_in_the_middle_is_unavailable_and_the_next_one_works(database: Database) -> None:
    with pytest.raises(DatabaseUnavailableError), database.store.transaction(None) as session:
        pid = session.execute(select(func.pg_backend_pid())).scalar_one()
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            owner.execute("SELECT pg_terminate_backend(%s)", [pid])
        session.execute(GUESS)
    with database.store.transaction(None) as session:
        assert session.execute(select(1)).scalar_one() == 1


def test_a_database_that_is_not_there_is_unavailable() -> None:
    store = Store(f"postgresql://nobody@/none?host=/tmp/ortsruf-nowhere-{uuid4().hex[:8]}")
    with pytest.raises(DatabaseUnavailableError), store.transaction(None):
        pass


def test_the_database_tells_an_aware_time_that_stands_still_within_a_transaction(database: Database) -> None:
    with database.store.transaction(None) as session:
        first = database_now(session)
        session.execute(text("SELECT pg_sleep(0.01)"))
        assert first == database_now(session)
    assert first.astimezone(UTC).tzinfo is UTC
