"""A server with two authorities, and people who talk to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from threading import Thread
from time import sleep
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from httpx2 import Client, Response

from alerts.domain.model.codes import Role
from alerts.services import staff
from alerts.store import entrance, people
from alerts.store.session import Store
from alerts.store.urls import Urls
from api.app import build
from api.settings import Settings
from tests.api import world
from tests.conftest import Database

Cloned = Callable[[str], AbstractContextManager[Database]]


@dataclass
class Asker:
    """Somebody who talks to the server, signed in or not."""

    http: Client
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """One request; redirects are not followed."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.http.request(method, path, json=body, headers=sent)

    def get(self, path: str, **headers: str) -> Response:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self.call("POST", path, body, **headers)


@dataclass
class Server:
    """The application on a database of its own."""

    url: str
    database: Database
    stack: ExitStack

    def guest(self) -> Asker:
        """Nobody known."""
        return Asker(http=self.stack.enter_context(Client(base_url=self.url, timeout=30)))

    def signed_in(self, login: str) -> Asker:
        """Somebody with a session, by name and password."""
        asker = self.guest()
        answer = asker.http.post("/login", data={"login": login, "password": world.PASSWORD})
        assert answer.status_code == 303, answer.text
        asker.headers["X-CSRF-Token"] = asker.get("/api/v1/me").json()["csrf"]
        return asker

    def with_key(self, login: str, *roles: Role) -> Asker:
        """A machine with an API key of somebody."""
        with self.database.store.transaction(None) as session:
            assert entrance.enter(session, staff.tokens.digest("login", login), "login")
            found = people.by_login(session, login)
            assert found is not None
            key = staff.create_key(session, found[0], "test", roles or found[0].roles)
        asker = self.guest()
        asker.headers["Authorization"] = f"Bearer {key}"
        return asker


@pytest.fixture(scope="session")
def filled_template(make_template: Callable[..., str], loaded_template: str) -> str:
    """Districts and both authorities."""
    return make_template("template_api", loaded_template, _fill)


@pytest.fixture
def serve(cloned: Cloned, filled_template: str, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts the application, with other settings or a smaller pool where wanted."""
    with ExitStack() as stack:
        database = stack.enter_context(cloned(filled_template))

        def start(*, at_once: int = 16, **changed: Any) -> Server:
            app = build(settings(database, tmp_path, **changed), at_once=at_once)
            return Server(url=stack.enter_context(listening(app)), database=database, stack=stack)

        yield start


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """The application as it comes."""
    return serve()


@pytest.fixture(scope="module")
def lasting(cloned: Cloned, filled_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One application for all tests of a file that leave nothing behind."""
    with ExitStack() as stack:
        database = stack.enter_context(cloned(filled_template))
        app = build(settings(database, tmp_path_factory.mktemp("home")))
        yield Server(url=stack.enter_context(listening(app)), database=database, stack=stack)


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """A real server on a free port."""
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


def settings(database: Database, home: Path, **changed: Any) -> Settings:
    """Settings for a test's database."""
    values: dict[str, Any] = {
        "home": home,
        "database_url": database.url,
        "database_owner_url": database.owner_url,
        "database_worker_url": database.worker_url,
        "secret_keys": world.KEYS,
    }
    return Settings(**{**values, **changed})


def _fill(urls: Urls) -> None:
    store = Store(urls.owner)
    try:
        world.fill(store)
    finally:
        store.dispose()
