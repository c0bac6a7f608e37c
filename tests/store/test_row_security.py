"""Nobody sees or writes another authority's rows, whatever the pool did before."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from alerts.store import roles
from alerts.store.embedded import APP, OWNER, WORKER
from alerts.store.errors import ForeignRowError
from alerts.store.session import Store
from alerts.store.tables import OWNED, people
from tests.conftest import Database


def _authority(session: Session, slug: str) -> UUID:
    row = insert(people.authority).values(
        slug=slug, name=slug, short_name=slug, sender=f"{slug}@example.org", alerting_level="ortsteil"
    )
    return session.execute(row.returning(people.authority.c.id)).scalar_one()


@pytest.fixture
def two_authorities(database: Database) -> tuple[UUID, UUID]:
    """Two authorities with one office each."""
    with database.owner_store.transaction(None) as session:
        found = _authority(session, "mitte"), _authority(session, "stuttgart")
        for authority in found:
            session.execute(insert(people.office).values(authority_id=authority, name=f"Büro {authority}"))
    return found


def _offices(session: Session) -> set[UUID]:
    return set(session.execute(select(people.office.c.authority_id)).scalars())


def test_app_sees_only_its_authority_and_nothing_without_one(
    database: Database, two_authorities: tuple[UUID, UUID]
) -> None:
    first, second = two_authorities
    store = Store(database.url, pool_size=1)
    for authority, expected in ((first, {first}), (None, set()), (second, {second}), (None, set())):
        with store.transaction(authority) as session:
            assert expected == _offices(session)
    store.dispose()


def test_a_rolled_back_transaction_leaves_no_authority_in_a_pool_of_one(
    database: Database, two_authorities: tuple[UUID, UUID]
) -> None:
    store = Store(database.url, pool_size=1)
    with pytest.raises(ZeroDivisionError), store.transaction(two_authorities[0]):
        raise ZeroDivisionError
    with store.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(people.office)).scalar_one() == 0
    store.dispose()


def test_app_cannot_write_into_another_authority(database: Database, two_authorities: tuple[UUID, UUID]) -> None:
    first, second = two_authorities
    with pytest.raises(ForeignRowError), database.store.transaction(first) as session:
        session.execute(insert(people.office).values(authority_id=second, name="fremd"))


def test_app_cannot_move_a_row_to_another_authority(database: Database, two_authorities: tuple[UUID, UUID]) -> None:
    first, second = two_authorities
    with pytest.raises(ForeignRowError), database.store.transaction(first) as session:
        session.execute(people.office.update().values(authority_id=second))


def test_worker_sees_every_authority(database: Database, two_authorities: tuple[UUID, UUID]) -> None:
    with database.worker_store.transaction(None) as session:
        assert set(two_authorities) == _offices(session)


def test_every_owned_table_forces_its_policy(session: Session) -> None:
    found = session.execute(
        text(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND c.relforcerowsecurity"
        )
    ).scalars()
    assert {table.name for table in OWNED} == set(found)


def test_roles_have_the_rights_they_need_and_no_more(database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection:
        found = {role: roles.flags(connection, role) for role in (OWNER, APP, WORKER)}
    assert {
        OWNER: roles.RoleFlags(superuser=True, bypasses_row_security=True),
        APP: roles.RoleFlags(superuser=False, bypasses_row_security=False),
        WORKER: roles.RoleFlags(superuser=False, bypasses_row_security=True),
    } == found


def test_app_cannot_change_the_shape_of_a_table(database: Database) -> None:
    with (
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("ALTER TABLE office ADD COLUMN more text")


def test_unknown_authority_sees_nothing(database: Database, two_authorities: tuple[UUID, UUID]) -> None:
    with database.store.transaction(uuid4()) as session:
        assert set() == _offices(session)
