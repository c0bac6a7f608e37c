"""A private PostgreSQL with PostGIS on a unix socket: started by the first who needs it, stopped by the last."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg
from psycopg import sql

from alerts.store.errors import ClusterRefusedError
from alerts.store.installation import Installation, find
from alerts.store.keeper import Orders, Running, is_alive, is_kept, lock, running
from alerts.store.urls import Urls

OWNER, APP, WORKER = "ortsruf_owner", "ortsruf_app", "ortsruf_worker"
DATABASE = "ortsruf"
SOCKETS_PREFIX = "ortsruf-"
START_TIMEOUT = 120.0
"""Seconds until the server must be ready, recovery after a crash included."""

_SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

MEMORY_RELEASE = 15.0
"""Seconds that the processes of a killed server may take to let go of their shared memory."""
_HELD_MEMORY = "pre-existing shared memory block"


class Cluster:
    """The embedded cluster of one state folder, in use by this process until ``close``."""

    def __init__(self, folder: Path, sockets: str, users: IO[str], keeper: subprocess.Popen[bytes] | None) -> None:
        self.folder = folder
        self.sockets = sockets
        self._users = users
        self._keeper = keeper

    @classmethod
    def open(cls, home: Path, *, durable: bool = True) -> Self:
        """Join the cluster in ``home/postgres``, or make and start it.

        ``durable=False`` is for tests: nothing is flushed to disk. Raises PostgisMissingError, ClusterRefusedError.
        """
        folder = home.absolute() / "postgres"
        with _refusals(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with _guarded(folder):
                users = _must(lock(folder / "users.lock", fcntl.LOCK_SH))
                try:
                    server, keeper = _attended(folder), None
                    if server is None:
                        server, keeper = _start(folder, durable=durable)
                except BaseException:
                    users.close()
                    raise
        return cls(folder, server.sockets, users, keeper)

    def close(self) -> None:
        """Leave the cluster; the last to leave stops it and waits until it is down."""
        if self._users.closed:
            return
        with _guarded(self.folder):
            self._users.close()
            last = lock(self.folder / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            if last is not None:
                with last:
                    _stop(self.folder)
        if last is not None and self._keeper is not None:
            self._keeper.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def server(self) -> int | None:
        """The process of the server as it runs now, None while it is down."""
        found = running(self.folder)
        return None if found is None else found.pid

    def url(self, role: str, database: str = DATABASE) -> str:
        """The libpq URL of a database in this cluster for one of its roles."""
        return f"postgresql://{role}@/{database}?host={self.sockets}&port=5432"

    def urls(self, database: str = DATABASE) -> Urls:
        """The URLs of a database in this cluster for all three roles."""
        return Urls(app=self.url(APP, database), owner=self.url(OWNER, database), worker=self.url(WORKER, database))

    def has_database(self, database: str) -> bool:
        """Whether there is a database of this name."""
        with self._administer() as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return row is not None

    def ensure_database(self, database: str = DATABASE, *, template: str = "template1") -> None:
        """Create a database if it is not there, empty or as a copy of ``template``."""
        if self.has_database(database):
            return
        names = sql.Identifier(database), sql.Identifier(template)
        with self._administer() as connection, suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def rename_database(self, database: str, name: str) -> None:
        """Give a database that nobody is connected to another name."""
        names = sql.Identifier(database), sql.Identifier(name)
        with self._administer() as connection:
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))

    def drop_database(self, database: str) -> None:
        """Drop a database, ending whoever is still connected to it."""
        with self._administer() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _administer(self) -> psycopg.Connection:
        return psycopg.connect(self.url(OWNER, "postgres"), autocommit=True)


def _must(handle: IO[str] | None) -> IO[str]:
    if handle is None:
        raise BlockingIOError
    return handle


@contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """Alone among those who start, join, leave or stop the cluster of this folder."""
    with _must(lock(folder / "guard.lock", fcntl.LOCK_EX)):
        yield


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None)
        raise ClusterRefusedError(folder=folder, reason=str(said or error).strip()) from error


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it is the user that Debian's package makes."""
    return "postgres" if os.geteuid() == 0 else None


def _attended(folder: Path) -> Running | None:
    """The server that is ready; one that has just died is waited for while its keeper brings it back."""
    _wait_until(lambda: running(folder) is not None or not is_kept(folder))
    return running(folder)


def _start(folder: Path, *, durable: bool) -> tuple[Running, subprocess.Popen[bytes]]:
    """Start the server; what a killed one still holds in shared memory goes within seconds, so that is waited for."""
    deadline = time.monotonic() + MEMORY_RELEASE
    while True:
        try:
            return _start_once(folder, durable=durable)
        except ClusterRefusedError as refusal:
            if _HELD_MEMORY not in str(refusal) or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def _start_once(folder: Path, *, durable: bool) -> tuple[Running, subprocess.Popen[bytes]]:
    installation = find(major=_data_version(folder))
    _clear_after_crash(folder)
    if not (folder / "data/PG_VERSION").exists():
        _initialise(folder, installation)
    sockets = Path(tempfile.mkdtemp(prefix=SOCKETS_PREFIX))
    _give(sockets)
    settings = _SERVER_SETTINGS if durable else _SERVER_SETTINGS | _THROW_AWAY_SETTINGS
    command = [*_death_signal(), str(installation.programs / "postgres"), "-D", str(folder / "data"), "-p", "5432"]
    command += ["-k", str(sockets)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    orders = Orders(
        command=command,
        environment=_environment(installation),
        user=_server_user(),
        folder=str(folder),
        sockets=str(sockets),
    )
    log_start = _log_size(folder)
    keeper = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", str(Path(__file__).with_name("keeper.py")), orders.to_argument()],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _note_keeper(folder, keeper.pid, sockets)
    _wait_until(lambda: running(folder) is not None or keeper.poll() is not None)
    server = running(folder)
    if server is None:
        keeper.terminate()
        keeper.wait()
        raise ClusterRefusedError(folder=folder, reason=_log_since(folder, log_start))
    return server, keeper


def _stop(folder: Path) -> None:
    """End the server and its keeper and wait for both; called by the last user, under the guard."""
    server, keeper = running(folder), _noted_keeper(folder)
    if keeper is not None and is_kept(folder):
        os.kill(keeper, signal.SIGTERM)
    elif server is not None:
        os.kill(server.pid, signal.SIGINT)
    pids = [server.pid] if server is not None else []
    _wait_until(lambda: not is_kept(folder) and not any(is_alive(pid) for pid in pids))
    _clear_sockets(folder)


def _clear_after_crash(folder: Path) -> None:
    """Remove what a killed server left, once nobody lives behind its pid file."""
    left = folder / "data/postmaster.pid"
    if left.exists():
        pid = int(left.read_text().splitlines()[0])
        if not _wait_until(lambda: not is_alive(pid)):
            raise ClusterRefusedError(folder=folder, reason=f"process {pid} still holds it; end it and start again")
        left.unlink(missing_ok=True)
    _clear_sockets(folder)


def _note_keeper(folder: Path, pid: int, sockets: Path) -> None:
    (folder / "keeper").write_text(f"{pid}\n{sockets}\n")


def _noted_keeper(folder: Path) -> int | None:
    try:
        return int((folder / "keeper").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError):
        return None


def _clear_sockets(folder: Path) -> None:
    """Remove the socket folder of a server that is down; its keeper does so itself unless it was killed."""
    try:
        sockets = Path((folder / "keeper").read_text().splitlines()[1])
    except (FileNotFoundError, IndexError):
        return
    if sockets.name.startswith(SOCKETS_PREFIX):
        shutil.rmtree(sockets, ignore_errors=True)
    (folder / "keeper").unlink()


def _initialise(folder: Path, installation: Installation) -> None:
    """Make the data folder beside its place and move it in when it is whole."""
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _give(fresh)
    subprocess.run(  # noqa: S603 - absolute path of the installation found
        [
            str(installation.programs / "initdb"),
            *("-D", str(fresh), "-U", OWNER, "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--no-instructions", "--no-sync"),
        ],
        user=_server_user(),
        group=_server_user(),
        extra_groups=[] if _server_user() else None,
        env=_environment(installation),
        cwd="/",
        check=True,
        capture_output=True,
        text=True,
    )
    fresh.rename(folder / "data")


def _data_version(folder: Path) -> int | None:
    try:
        return int((folder / "data/PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _environment(installation: Installation) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **installation.environment}


def _death_signal() -> list[str]:
    """If the keeper is killed the kernel ends the server."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _give(path: Path) -> None:
    user = _server_user()
    if user is not None:
        shutil.chown(path, user, user)


def _log_size(folder: Path) -> int:
    log = folder / "server.log"
    return log.stat().st_size if log.exists() else 0


def _log_since(folder: Path, start: int) -> str:
    with (folder / "server.log").open("rb") as log:
        log.seek(start)
        return log.read().decode(errors="replace").strip()[-2000:] or f"see {folder / 'server.log'}"


def _wait_until(holds: Callable[[], bool]) -> bool:
    """Look every few milliseconds; False when time is up."""
    deadline = time.monotonic() + START_TIMEOUT
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
