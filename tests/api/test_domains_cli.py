"""``ortsruf domains`` lists and sets what is an authority's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.domain.errors import InvalidError, NotFoundError
from alerts.services.admin.domains import own_domains, set_own_domains
from alerts.store.session import Store
from tests.conftest import Database


@pytest.fixture
def mitte(database: Database, tmp_path: Path) -> Store:
    store = database.owner_store
    with store.transaction(None) as session:
        session.execute(
            text(
                "INSERT INTO authority (slug, name, short_name, sender, alerting_level) "
                "VALUES ('mitte', 'Bezirksamt Mitte', 'Mitte', 'lage@mitte.example', 'ortsteil')"
            )
        )
    return store


def test_domains_are_set_listed_and_written_in_the_audit(mitte: Store) -> None:
    with mitte.transaction(None) as session:
        assert own_domains(session, "mitte") == ("mitte.example",)
        assert set_own_domains(session, "mitte", ["Berlin.de", "berlin.de."]) == ("berlin.de", "mitte.example")
        entry = session.execute(text("SELECT action, detail FROM audit")).one()
        assert (entry.action, entry.detail) == ("domains", {"domains": ["berlin.de"]})
        assert set_own_domains(session, "mitte", []) == ("mitte.example",)


@pytest.mark.parametrize("wrong", ["", "berlin", "https://berlin.de", "be rlin.de", "-a.de", "a" * 300 + ".de"])
def test_what_is_no_domain_is_refused_by_name(mitte: Store, wrong: str) -> None:
    with mitte.transaction(None) as session, pytest.raises(InvalidError):
        set_own_domains(session, "mitte", ["berlin.de", wrong])


def test_an_unknown_authority_is_told(mitte: Store) -> None:
    with mitte.transaction(None) as session, pytest.raises(NotFoundError):
        own_domains(session, "nirgends")
