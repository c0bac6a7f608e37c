"""The wheel, installed into an environment of its own, is the whole application."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMEOUT = 240.0
"""Seconds for the whole demo; on the machine of a reader it takes a few."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``ortsruf`` in a clean environment that lends our dependencies, but nothing of this folder."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    (packages,) = (home / "lib").glob("python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin/ortsruf"


@pytest.fixture
def home() -> Iterator[Path]:
    """A state folder that the database's user can reach."""
    home = Path(tempfile.mkdtemp(prefix="ortsruf-wheel-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    """The first of ``count`` ports in a row that nobody uses."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        ports = list(range(first, first + count))
        if all(_is_free(port) for port in ports):
            return ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return port < 65536 and probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_wheel_holds_districts_templates_words_and_assets(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in (
        "data/districts/",
        "web/templates/",
        "web/locale/en/",
        "web/static/vendor/",
        "alerts/store/migrations/",
    ):
        assert any(name.startswith(folder) for name in names), folder
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name or name.startswith("tests/")]


@pytest.mark.timeout(TIMEOUT + 60)
def test_the_installed_command_runs_the_demo_and_leaves_nothing_running(command: Path, home: Path) -> None:
    server, sandbox, _ = _free_ports(3)
    process = subprocess.Popen(
        [command, "demo", "--once", "--port", str(server), "--sandbox-port", str(sandbox)],
        cwd=home,
        env={"ORTSRUF_HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": os.environ["HOME"]},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said, complained = process.communicate(timeout=TIMEOUT)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()
    assert 0 == process.returncode, complained
    outcome = json.loads(said.splitlines()[-1])
    assert ["districts", "channels", "accepted", "confirmed", "people", "seconds"] == list(outcome)
    assert outcome["accepted"] == outcome["channels"] > 0
    assert outcome["confirmed"] > 0
    assert not [each for each in Path("/proc").glob("[0-9]*/cmdline") if str(home).encode() in _read(each)]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
