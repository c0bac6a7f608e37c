"""The embedded cluster: joined, ended by the last, alive again after every kind of death."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from alerts.store.embedded import OWNER, Cluster
from alerts.store.errors import ClusterRefusedError, PostgisMissingError
from alerts.store.installation import find

ROOT = Path(__file__).parents[2]
USER = """
import sys, time
from pathlib import Path
from alerts.store.embedded import Cluster
cluster = Cluster.open(Path(sys.argv[1]), durable=False)
print(cluster.sockets, flush=True)
time.sleep(600)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A state folder that the server's user can reach."""
    home = Path(tempfile.mkdtemp(prefix="ortsruf-home-"))
    home.chmod(0o755)
    yield home
    _eventually(lambda: _server_pid(home) is None)
    shutil.rmtree(home, ignore_errors=True)


def _server_pid(home: Path) -> int | None:
    """The living server's process, read from the kernel."""
    wanted = str(home / "postgres/data").encode()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            parts = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if parts[0].endswith(b"/postgres") and wanted in parts:
            return int(entry.parent.name)
    return None


def _eventually(holds: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _spawn(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home)], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )


def _user(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the cluster until it is killed."""
    process = _spawn(home)
    assert _sockets(process).startswith(tempfile.gettempdir())
    return process


def _sockets(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def _remember(cluster: Cluster, number: int) -> None:
    with psycopg.connect(cluster.url(OWNER)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def _remembered(cluster: Cluster) -> set[int]:
    with psycopg.connect(cluster.url(OWNER)) as connection:
        return {row[0] for row in connection.execute("SELECT number FROM kept")}


def test_starts_joins_and_ends_with_the_last(home: Path) -> None:
    with Cluster.open(home, durable=False) as first:
        first.ensure_database()
        pid = _server_pid(home)
        with Cluster.open(home, durable=False) as second:
            assert first.sockets == second.sockets
            assert pid == _server_pid(home)
            first.close()
            assert second.has_database("ortsruf")
    assert _server_pid(home) is None
    assert not Path(first.sockets).exists()


def test_what_was_written_is_there_after_a_restart(home: Path) -> None:
    for number in (1, 2):
        with Cluster.open(home) as cluster:
            cluster.ensure_database()
            _remember(cluster, number)
    with Cluster.open(home) as cluster:
        assert {1, 2} == _remembered(cluster)


@pytest.mark.kill
def test_leaves_no_server_behind_when_its_only_user_is_killed(home: Path) -> None:
    _kill(_user(home))
    _eventually(lambda: _server_pid(home) is None)


@pytest.mark.kill
def test_goes_on_for_the_others_when_the_process_that_started_it_is_killed(home: Path) -> None:
    starter = _user(home)
    with Cluster.open(home, durable=False) as cluster:
        _kill(starter)
        time.sleep(1.5)
        cluster.ensure_database()
        assert cluster.has_database("ortsruf")


@pytest.mark.kill
def test_a_server_that_is_killed_while_it_is_used_comes_back_at_the_same_place(home: Path) -> None:
    with Cluster.open(home) as cluster:
        cluster.ensure_database()
        for number in (1, 2):
            _remember(cluster, number)
            before = cluster.server
            assert before is not None
            os.kill(before, signal.SIGKILL)
            _eventually(lambda before=before: cluster.server not in (None, before))
        assert {1, 2} == _remembered(cluster)
        with Cluster.open(home) as another:
            assert cluster.sockets == another.sockets
    assert _server_pid(home) is None
    assert not Path(cluster.sockets).exists()


@pytest.mark.kill
def test_joining_while_a_killed_server_comes_back_gives_one_server(home: Path) -> None:
    with Cluster.open(home) as cluster:
        cluster.ensure_database()
        before = cluster.server
        assert before is not None
        os.kill(before, signal.SIGKILL)
        _eventually(lambda: cluster.server != before)
        with Cluster.open(home) as another:
            assert cluster.sockets == another.sockets
            assert another.has_database("ortsruf")


@pytest.mark.kill
@pytest.mark.parametrize("who", ["keeper", "both"])
def test_recovers_with_every_row_after_kill_nine(home: Path, who: str) -> None:
    cluster = Cluster.open(home)
    cluster.ensure_database()
    _remember(cluster, 7)
    server = _server_pid(home)
    assert server is not None
    keeper = int((home / "postgres/keeper").read_text().split()[0])
    for pid in {"keeper": [keeper], "both": [keeper, server]}[who]:
        os.kill(pid, signal.SIGKILL)
    _eventually(lambda: _server_pid(home) is None)
    cluster.close()
    with Cluster.open(home) as again:
        assert {7} == _remembered(again)


def test_joining_while_it_starts_gives_one_server(home: Path) -> None:
    users = [_spawn(home) for _ in range(3)]
    sockets = {_sockets(user) for user in users}
    for user in users:
        _kill(user)
    assert len(sockets) == 1


def test_a_folder_the_server_cannot_use_is_refused_with_its_reason(home: Path) -> None:
    data = home / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text(f"{find().major}\n")
    with pytest.raises(ClusterRefusedError, match=r"postgres"):
        Cluster.open(home)


def test_without_postgis_the_command_that_installs_it_is_named(tmp_path: Path) -> None:
    programs = tmp_path / "usr/lib/postgresql/99/bin"
    programs.mkdir(parents=True)
    with pytest.raises(PostgisMissingError, match="postgis"):
        find(roots=[tmp_path])
    control = tmp_path / "usr/share/postgresql/99/extension/postgis.control"
    control.parent.mkdir(parents=True)
    control.touch()
    assert programs == find(roots=[tmp_path]).programs
