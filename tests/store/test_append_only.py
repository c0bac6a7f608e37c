"""What happened cannot be rewritten by the application."""

from __future__ import annotations

import psycopg
import pytest

from alerts.store.urls import libpq_url
from tests.conftest import Database


@pytest.mark.parametrize("table", ["audit", "attempt", "attempt_archive"])
@pytest.mark.parametrize("change", ["UPDATE {} SET answer = ''", "DELETE FROM {}"])
def test_neither_the_application_nor_a_worker_may_change_what_happened(
    database: Database, table: str, change: str
) -> None:
    statement = change.format(table).replace("answer", "action" if table == "audit" else "answer")
    for url in (database.url, database.worker_url):
        with psycopg.connect(libpq_url(url)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
