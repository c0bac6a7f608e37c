"""A small run of the real thing: workers, server and database are killed, and nothing comes of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DELIVERIES = 150
EXPECTED = {"lost": 0, "duplicated": 0, "expired_sent": 0, "out_of_order": 0}


@pytest.mark.kill
@pytest.mark.timeout(400)
def test_every_promise_is_kept_while_everything_is_killed(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "api", "chaos", "--deliveries", str(DELIVERIES), "--seed", "4", "--workers", "3"],
        cwd=ROOT,
        env={**_without_database(os.environ), "PYTHONPATH": str(ROOT), "ORTSRUF_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=390,
        check=False,
    )
    assert 0 == ran.returncode, ran.stderr
    line = json.loads(ran.stdout.splitlines()[-1])
    assert EXPECTED == {name: line[name] for name in EXPECTED}
    assert DELIVERIES <= line["deliveries"]
    assert 1 <= line["kills"]
    assert line["unresolved"] == len(re.findall(r"^unresolved: (telegram|email) ", ran.stderr, re.MULTILINE))
    assert [] == list(tmp_path.iterdir())


def _without_database(environ: os._Environ[str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith(("DATABASE_", "ORTSRUF_"))}
