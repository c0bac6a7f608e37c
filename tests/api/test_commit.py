"""The transaction ends before the answer leaves: what could not be saved is never said to be saved."""

from __future__ import annotations

import psycopg
import pytest

from alerts.store.urls import libpq_url
from tests.api import world
from tests.api.conftest import Server

_FAIL_AT_COMMIT = """
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '{code}'; END $$;
    CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON alert DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fail();
"""


@pytest.mark.parametrize(("code", "status"), [("P0001", 500), ("53100", 503), ("40001", 503)])
def test_a_commit_that_fails_is_not_answered_with_created(server: Server, code: str, status: int) -> None:
    writer = server.signed_in("mitte.a")
    with psycopg.connect(libpq_url(server.database.owner_url), autocommit=True) as connection:
        connection.execute(_FAIL_AT_COMMIT.format(code=code))
    answer = writer.post("/api/v1/alerts", world.content())
    assert answer.status_code == status
    assert "disk is full" not in answer.text
    assert writer.get("/api/v1/alerts?show=drafts").json() == {"alerts": []}


def test_the_server_works_on_when_the_database_ends_its_connections(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    with psycopg.connect(libpq_url(server.database.owner_url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert writer.get("/api/v1/me").status_code == 200
