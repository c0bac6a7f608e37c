"""Processes that belong together: back after any end, all gone with the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.supervisor import NotReadyError, ProcessFailedError, Supervisor

SUPERVISING = """
import sys, time
from pathlib import Path
from api.supervisor import Supervisor
with Supervisor(Path(sys.argv[1])) as supervisor:
    supervisor.start("sandbox", ["sandbox", "--port", "0", "--smtp-port", "0"], {})
    print(supervisor.pids()["sandbox"], flush=True)
    time.sleep(60)
"""
SANDBOX = ["sandbox", "--port", "0", "--smtp-port", "0"]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_process_is_started_again_and_ended_at_the_end(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("sandbox", SANDBOX, {})
        first = supervisor.pids()["sandbox"]
        os.kill(first, signal.SIGKILL)
        supervisor.attend(lambda: supervisor.pids().get("sandbox", first) != first, seconds=10, what="a restart")
        second = supervisor.pids()["sandbox"]
        assert _alive(second)
        assert {"sandbox": 1} == supervisor.restarts()
    assert not _alive(second)


def test_a_process_that_never_comes_up_is_told_with_what_it_said(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("nonsense", ["no-such-command"], {})
        with pytest.raises(ProcessFailedError, match="No such command"):
            supervisor.attend(lambda: False, seconds=30, what="nothing")


def test_waiting_ends_in_time_and_names_what_was_waited_for(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor, pytest.raises(NotReadyError, match="the moon"):
        supervisor.attend(lambda: False, seconds=0.2, what="the moon")


@pytest.mark.kill
def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)
