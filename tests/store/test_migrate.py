"""Migrations bring an empty database to exactly the tables the code knows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from alerts.store import migrate
from alerts.store.embedded import Cluster
from alerts.store.errors import RoleRefusedError
from alerts.store.migrations.scope import is_ours
from alerts.store.tables import metadata
from alerts.store.urls import Urls, driver_url
from tests.conftest import Database


@pytest.fixture
def blank(cluster: Cluster) -> Iterator[Urls]:
    """A database nobody has migrated."""
    name = f"test_{uuid4().hex}"
    cluster.ensure_database(name)
    yield cluster.urls(name)
    cluster.drop_database(name)


def test_from_an_empty_database_to_the_head_and_again(blank: Urls) -> None:
    assert migrate.revision(blank.owner) is None
    migrate.upgrade(blank)
    migrate.upgrade(blank)
    assert migrate.head() == migrate.revision(blank.app)


def test_the_database_has_exactly_the_tables_of_the_code(database: Database) -> None:
    engine = create_engine(driver_url(database.owner_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_queue_stands_beside_our_tables(database: Database) -> None:
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL").fetchone()
    assert row == (True,)


def test_an_app_role_that_sees_through_row_security_is_refused(blank: Urls) -> None:
    with pytest.raises(RoleRefusedError, match="NOBYPASSRLS"):
        migrate.upgrade(Urls(app=blank.owner, owner=blank.owner, worker=blank.worker))


def test_an_owner_without_the_right_to_make_roles_is_told_the_sql(blank: Urls, cluster: Cluster) -> None:
    name = f"small_{uuid4().hex[:8]}"
    with psycopg.connect(blank.owner, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")  # type: ignore[arg-type]
        small = blank.owner.replace("ortsruf_owner", name)
        missing = blank.app.replace("ortsruf_app", f"{name}_app")
        with pytest.raises(RoleRefusedError, match=f"CREATE ROLE {name}_app"):
            migrate.upgrade(Urls(app=missing, owner=small, worker=blank.worker))
        connection.execute(f"DROP ROLE {name}")  # type: ignore[arg-type]


def test_shapes_of_districts_lie_outside_their_rows(blank: Urls) -> None:
    migrate.upgrade(blank)
    with psycopg.connect(blank.owner) as connection:
        found = connection.execute(
            "SELECT attname, attstorage FROM pg_attribute WHERE attrelid = 'district'::regclass"
            " AND attname IN ('geom', 'shape', 'outline') ORDER BY attname"
        ).fetchall()
    assert [("geom", "e"), ("outline", "e"), ("shape", "e")] == found
