"""What all tests share: one embedded cluster for the whole run, a fresh database for each test that asks."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from alerts.services import admin
from alerts.store import migrate
from alerts.store.embedded import Cluster
from alerts.store.keeper import lock
from alerts.store.session import Store
from alerts.store.urls import Urls

HOME_VARIABLE = "ORTSRUF_TEST_HOME"


def pytest_configure(config: pytest.Config) -> None:
    """The process that runs the tests, or hands them to xdist workers, makes the state folder; workers inherit it."""
    if HOME_VARIABLE not in os.environ:
        home = tempfile.mkdtemp(prefix="ortsruf-tests-")
        Path(home).chmod(0o755)
        os.environ[HOME_VARIABLE] = home
        config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop(HOME_VARIABLE, None))


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database of one test, as each role sees it."""

    urls: Urls
    store: Store
    owner_store: Store
    worker_store: Store

    @property
    def url(self) -> str:
        """The app role's."""
        return self.urls.app

    @property
    def owner_url(self) -> str:
        return self.urls.owner

    @property
    def worker_url(self) -> str:
        return self.urls.worker


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The cluster of this run; nothing in it survives a power cut."""
    with Cluster.open(Path(os.environ[HOME_VARIABLE]), durable=False) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def empty_template(cluster: Cluster) -> str:
    """A migrated database without a row, made once per run."""
    return _template(cluster, "template_empty", "template1", _migrate)


@pytest.fixture(scope="session")
def loaded_template(cluster: Cluster, empty_template: str) -> str:
    """A migrated database with the shipped districts, made once per run."""
    return _template(cluster, "template_loaded", empty_template, _load_districts)


@pytest.fixture(scope="session")
def make_template(cluster: Cluster) -> Callable[[str, str, Callable[[Urls], None]], str]:
    """Makes a template by name from another one and a function that fills it, once per run."""
    return partial(_template, cluster)


@pytest.fixture(scope="session")
def cloned(cluster: Cluster) -> Callable[[str], AbstractContextManager[Database]]:
    """Makes a fresh database from a template; it is gone when the block ends."""
    return partial(contextmanager(_clone), cluster)


@pytest.fixture
def clone(cloned: Callable[[str], AbstractContextManager[Database]]) -> Iterator[Callable[[str], Database]]:
    """The same for one test: what it made is gone after the test."""
    with ExitStack() as stack:
        yield lambda template: stack.enter_context(cloned(template))


@pytest.fixture
def database(cluster: Cluster, empty_template: str) -> Iterator[Database]:
    """A fresh migrated database without a row."""
    yield from _clone(cluster, empty_template)


@pytest.fixture
def districts_loaded(cluster: Cluster, loaded_template: str) -> Iterator[Database]:
    """A fresh migrated database with the shipped districts."""
    yield from _clone(cluster, loaded_template)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session as the owner role, rolled back at the end."""
    with Session(database.owner_store.engine, expire_on_commit=False) as session:
        yield session


def _clone(cluster: Cluster, template: str) -> Iterator[Database]:
    name = f"test_{uuid4().hex}"
    cluster.ensure_database(name, template=template)
    urls = cluster.urls(name)
    stores = [Store(url, pool_size=5) for url in (urls.app, urls.owner, urls.worker)]
    try:
        yield Database(urls=urls, store=stores[0], owner_store=stores[1], worker_store=stores[2])
    finally:
        for store in stores:
            store.dispose()
        cluster.drop_database(name)


def _template(cluster: Cluster, name: str, base: str, fill: Callable[[Urls], None]) -> str:
    """Make a template under another name and give it its own when it is whole; one xdist worker does, others wait."""
    handle = lock(Path(os.environ[HOME_VARIABLE]) / "templates.lock", fcntl.LOCK_EX)
    assert handle is not None
    with handle:
        if not cluster.has_database(name):
            draft = f"{name}_draft"
            cluster.drop_database(draft)
            cluster.ensure_database(draft, template=base)
            fill(cluster.urls(draft))
            cluster.rename_database(draft, name)
    return name


def _migrate(urls: Urls) -> None:
    migrate.upgrade(urls)


def _load_districts(urls: Urls) -> None:
    store = Store(urls.owner, statement_timeout=300)
    try:
        with store.transaction(None) as session:
            admin.load_shipped(session)
    finally:
        store.dispose()
