"""The floors of the house hold, and an import that breaks them is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "alerts", "geo", "web")

TRESPASSES = {
    "geo/errors.py": ("import web", "The house"),
    "alerts/services/views.py": ("import api", "The house"),
    "alerts/formats/__init__.py": ("import alerts.store.session", "The core"),
    "alerts/unplaced.py": ("", "The core"),
    "alerts/domain/errors.py": ("import alerts.domain.routing", "The domain"),
    "alerts/domain/unplaced.py": ("", "The domain"),
    "alerts/store/errors.py": ("import alerts.store.session", "No cycles"),
    "alerts/services/__init__.py": ("import sqlalchemy", "Only alerts.store speaks to the database"),
    "alerts/channels/base.py": ("import procrastinate", "Only alerts.delivery speaks to the queue"),
    "alerts/domain/limits.py": ("import pydantic", "Geometry and domain know no framework"),
    "web/__init__.py": ("import fastapi", "The face holds"),
}
"""File -> the import put into it, and the contract that this breaks."""


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages' modules beside the contracts, to be changed at will."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            if "node_modules" not in source.parts:
                target = tmp_path / source.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
    return tmp_path


def test_the_code_keeps_every_contract(copy: Path) -> None:
    found = _lint(copy)
    assert 0 == found.returncode, found.stdout


def test_every_trespass_is_found(copy: Path) -> None:
    for file, (line, _) in TRESPASSES.items():
        with (copy / file).open("a") as module:
            module.write(f"\n{line}\n")
    found = _lint(copy)
    broken = [line for line in found.stdout.splitlines() if " BROKEN" in line]
    missed = [name for _, name in TRESPASSES.values() if not any(line.startswith(name) for line in broken)]
    assert [] == missed, found.stdout
    assert 0 != found.returncode
    for file, (_, name) in TRESPASSES.items():
        if name != "No cycles":
            assert file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in found.stdout
