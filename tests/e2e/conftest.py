"""A running Ortsruf for each module of end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.e2e.desk_client import DeskClient
from tests.e2e.stack import PASSWORD, Stack, running


@pytest.fixture
def stack(districts_loaded: Database, tmp_path: Path) -> Iterator[Stack]:
    """A whole Ortsruf with the demo's people."""
    with running(districts_loaded.urls, districts_loaded.owner_store, tmp_path) as stack:
        yield stack


@pytest.fixture
def operator(stack: Stack) -> DeskClient:
    """Schicht A of Bezirk Mitte."""
    return DeskClient(stack.url, "mitte.a", PASSWORD)


@pytest.fixture
def approver(stack: Stack) -> DeskClient:
    """Schicht B of Bezirk Mitte."""
    return DeskClient(stack.url, "mitte.b", PASSWORD)
