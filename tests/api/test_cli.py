"""The command line: refusals are sentences, and doctor tells what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import Database

ROOT = Path(__file__).parents[2]


def _ortsruf(*words: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api", *words],
        cwd=ROOT,
        env={**os.environ, "ORTSRUF_HOME": str(home), "COLUMNS": "200", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_doctor_names_what_is_missing_and_what_to_do(database: Database, tmp_path: Path) -> None:
    found = _ortsruf("doctor", home=tmp_path, DATABASE_URL=database.url)
    assert 1 == found.returncode
    assert "ortsruf districts load" in found.stdout
    assert "row-level security holds" in found.stdout
    assert "Traceback" not in found.stdout + found.stderr


def test_doctor_sees_that_the_server_would_see_through_row_security(database: Database, tmp_path: Path) -> None:
    found = _ortsruf("doctor", home=tmp_path, DATABASE_URL=database.owner_url)
    assert "NOBYPASSRLS" in found.stdout


def test_doctor_tells_of_a_database_that_is_not_there(tmp_path: Path) -> None:
    found = _ortsruf("doctor", home=tmp_path, DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    assert 1 == found.returncode
    assert "database-unavailable" in found.stdout
    assert "Traceback" not in found.stdout + found.stderr


def test_a_refusal_is_a_sentence(database: Database, tmp_path: Path) -> None:
    found = _ortsruf("migrate", home=tmp_path, DATABASE_URL=database.owner_url)
    assert 1 == found.returncode
    assert found.stderr.startswith("ortsruf: The database role")
    assert "Traceback" not in found.stderr


def test_migrate_says_where_the_database_stands(database: Database, tmp_path: Path) -> None:
    found = _ortsruf(
        "migrate",
        home=tmp_path,
        DATABASE_URL=database.url,
        DATABASE_OWNER_URL=database.owner_url,
        DATABASE_WORKER_URL=database.worker_url,
    )
    assert 0 == found.returncode, found.stderr
    assert "database at revision" in found.stdout
