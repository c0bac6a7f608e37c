"""A claim costs what it takes, however many posts are due and however quiet it was when the planner looked."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from alerts.domain.model.codes import Lane
from alerts.store import deliveries, measuring, queue
from alerts.store.migrations.versions import v0007_no_statistics
from alerts.store.session import Store

DUE = 2_000
PAST_ALERTS = 5
ROWS_FOR_ONE = 20
"""Rows of ``delivery`` that may be read for each one that is claimed."""

CLAIMS_OF_A_QUIET_WORKER = 12
"""More than psycopg and PostgreSQL together need until they keep a plan that fits no row in particular."""
CONNECTIONS = 3

_CONNECTIONS_OF_OURS = text("""
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'ortsruf_worker' AND query LIKE '%json_to_recordset%'
""")

_READ = text("""
    SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'delivery'
""")


@pytest.fixture
def bench(database: Any) -> measuring.Bench:
    with database.worker_store.transaction(None) as session:
        return measuring.authority(session)


@pytest.fixture
def channels(database: Any, bench: measuring.Bench) -> list[measuring.Channel]:
    with database.worker_store.transaction(None) as session:
        account = measuring.account(session, bench, "http://127.0.0.1:9")
        return measuring.channels(session, bench, account, DUE)


def _past(owner: Store, bench: measuring.Bench, channels: list[measuring.Channel], alerts: int) -> None:
    """A past in which everything is done, seen by the planner in a quiet moment."""
    with owner.transaction(None) as session:
        for age in range(alerts):
            measuring.past_deliveries(session, bench, channels, "Vorbei.", days_ago=1 + age)
    with owner.at_once() as session:
        measuring.tidy(session)


def _rows_read_by_a_claim(store: Store, bench: measuring.Bench, channels: list[measuring.Channel]) -> int:
    with store.transaction(None) as session:
        rows = measuring.deliveries(session, bench, channels, "Es brennt.")
        deliveries.add(session, rows)
    with store.transaction(None) as session:
        claim = queue.claim(session, rows[0].account, Lane.WARNING, lease=12.0)
        assert queue.BATCH == len(claim.rows)
        return int(session.execute(_READ).scalar_one())


@pytest.mark.parametrize("alerts", [0, 1, PAST_ALERTS])
def test_a_claim_reads_no_more_than_its_own_rows_after_a_quiet_night(database, bench, channels, alerts):
    _past(database.owner_store, bench, channels, alerts)
    assert _rows_read_by_a_claim(database.worker_store, bench, channels) < queue.BATCH * ROWS_FOR_ONE


def test_statistics_from_before_are_gone_after_the_migration(database, bench, channels):
    with database.owner_store.transaction(None) as session:
        session.execute(text("ALTER TABLE delivery ALTER COLUMN state SET STATISTICS -1"))
        session.execute(text("ALTER TABLE delivery ALTER COLUMN due SET STATISTICS -1"))
        session.execute(text("ALTER TABLE delivery ALTER COLUMN not_after SET STATISTICS -1"))
    _past(database.owner_store, bench, channels, PAST_ALERTS)
    with database.owner_store.engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        v0007_no_statistics.upgrade()
    assert _rows_read_by_a_claim(database.worker_store, bench, channels) < queue.BATCH * ROWS_FOR_ONE


def _claims_of_nobody(store: Store, times: int) -> None:
    for _ in range(times):
        with store.everything() as session:
            queue.rehearse(session)


def _kept_plans(store: Store) -> int:
    with store.everything() as session:
        return int(session.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one())


def _rows_read_by_the_next_claim(store: Store, bench: measuring.Bench, channels: list[measuring.Channel]) -> int:
    with store.transaction(None) as session:
        rows = measuring.deliveries(session, bench, channels, "Es brennt.")
        deliveries.add(session, rows)
    with store.everything() as session:
        claim = queue.claim(session, rows[0].account, Lane.WARNING, lease=12.0)
        assert queue.BATCH == len(claim.rows)
        return int(session.execute(_READ).scalar_one())


def test_a_worker_that_idled_before_the_first_alert_plans_its_claims_anew(database, bench, channels):
    store = database.worker_store
    with database.owner_store.at_once() as session:
        measuring.tidy(session)
    _claims_of_nobody(store, CLAIMS_OF_A_QUIET_WORKER)
    assert _rows_read_by_the_next_claim(store, bench, channels) < queue.BATCH * ROWS_FOR_ONE


def test_a_worker_that_idled_over_a_long_past_keeps_plans_that_fit(database, bench, channels):
    store = database.worker_store
    _past(database.owner_store, bench, channels, PAST_ALERTS)
    _claims_of_nobody(store, CLAIMS_OF_A_QUIET_WORKER)
    assert _kept_plans(store) > 0
    assert _rows_read_by_the_next_claim(store, bench, channels) < queue.BATCH * ROWS_FOR_ONE


def test_all_connections_of_a_worker_are_ready_from_its_start(database):
    store = Store(database.urls.worker, pool_size=CONNECTIONS)
    try:
        store.rouse(queue.rehearse)
        with database.owner_store.at_once() as session:
            opened = session.execute(_CONNECTIONS_OF_OURS).scalar_one()
    finally:
        store.dispose()
    assert CONNECTIONS == opened
