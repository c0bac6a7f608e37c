"""The pages of an application that holds the demo's authorities and published alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from socket import socket
from threading import Thread
from time import sleep

import pytest
import uvicorn
from fastapi.testclient import TestClient

from alerts.store.embedded import Cluster
from alerts.store.session import Store
from alerts.store.urls import Urls
from api.app import build
from api.settings import Settings
from tests.conftest import Database
from tests.web import pages_world


@pytest.fixture(scope="session")
def pages_template(make_template: Callable[..., str], loaded_template: str) -> str:
    """Districts, the demo's cast, alerts in every standing."""
    return make_template("template_pages", loaded_template, _fill)


@pytest.fixture
def pages_database(clone: Callable[[str], Database], pages_template: str) -> Database:
    """A database of one test's own."""
    return clone(pages_template)


@pytest.fixture(scope="session")
def site(
    cluster: Cluster,
    make_template: Callable[..., str],
    pages_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestClient]:
    """Somebody with a browser and no log-in, who reads and changes nothing: all such tests share a database."""
    urls = cluster.urls(make_template("pages_to_read", pages_template, lambda urls: None))
    with _client(urls, tmp_path_factory.mktemp("pages")) as client:
        yield client


@pytest.fixture(scope="session")
def address(
    cluster: Cluster,
    make_template: Callable[..., str],
    pages_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The same application on a port, for browsers."""
    urls = cluster.urls(make_template("pages_to_read", pages_template, lambda urls: None))
    app = build(_settings(urls, tmp_path_factory.mktemp("browsed")))
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def sign_in(pages_database: Database, tmp_path: Path) -> Iterator[Callable[[str], TestClient]]:
    """Sign a browser in as one of the demo's people, on a database of the test's own."""
    with _client(pages_database.urls, tmp_path) as client:

        def signed_in(login: str) -> TestClient:
            client.cookies.clear()
            form = {"login": login, "password": pages_world.PASSWORD}
            answer = client.post("/login", data=form, follow_redirects=False)
            assert answer.status_code == 303, answer.text
            return client

        yield signed_in


def _client(urls: Urls, home: Path) -> TestClient:
    return TestClient(build(_settings(urls, home)), headers={"accept-language": "de"})


def _settings(urls: Urls, home: Path) -> Settings:
    return Settings(
        home=home,
        database_url=urls.app,
        database_owner_url=urls.owner,
        database_worker_url=urls.worker,
        secret_keys=pages_world.KEYS,
        sandbox_url="http://127.0.0.1:9",
    )


def _fill(urls: Urls) -> None:
    store = Store(urls.owner)
    try:
        pages_world.fill(store)
    finally:
        store.dispose()
