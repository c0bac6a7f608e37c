"""Which PostgreSQL on this machine can do PostGIS."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alerts.store.errors import PostgisMissingError

UNPACKED = Path(".cache/ortsruf/pg")
"""Below the home folder: where Debian packages are unpacked when nobody may install them."""

REMEDY = {
    "linux": "apt-get install --no-install-recommends postgresql postgresql-postgis",
    "darwin": "brew install postgresql@17 postgis",
    "win32": "WSL2: apt-get install --no-install-recommends postgresql postgresql-postgis",
}


@dataclass(frozen=True, kw_only=True)
class Installation:
    """One PostgreSQL with PostGIS. ``environment`` is what its programs need to find their libraries."""

    major: int
    programs: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def find(*, major: int | None = None, roots: Sequence[Path] | None = None) -> Installation:
    """The newest PostgreSQL that has PostGIS, or the one of a given major version.

    Raises PostgisMissingError with the command that installs it.
    """
    places = roots if roots is not None else (Path("/"), Path.home() / UNPACKED)
    found = [each for root in places for each in _below(root) if major in (None, each.major)]
    if not found:
        wanted = f" (PostgreSQL {major})" if major else ""
        raise PostgisMissingError(remedy=REMEDY.get(sys.platform, REMEDY["linux"]) + wanted)
    return max(found, key=lambda each: each.major)


def _below(root: Path) -> Iterator[Installation]:
    for programs in (root / "usr/lib/postgresql").glob("*/bin"):
        major = programs.parent.name
        if major.isdigit() and (root / f"usr/share/postgresql/{major}/extension/postgis.control").exists():
            yield Installation(major=int(major), programs=programs, environment=_environment(root))
    for prefix in (Path("opt/homebrew/opt"), Path("usr/local/opt")):
        for programs in (root / prefix).glob("postgresql@*/bin"):
            major = programs.parent.name.partition("@")[2]
            if any(programs.parent.glob("share/**/extension/postgis.control")):
                yield Installation(major=int(major), programs=programs)


def _environment(root: Path) -> dict[str, str]:
    if root == Path("/"):
        return {}
    libraries = [*(root / "usr/lib").glob("*-linux-gnu*"), *(root / "usr/lib").glob("*-linux-gnu*/*/")]
    return {
        "LD_LIBRARY_PATH": ":".join(str(each) for each in libraries if each.is_dir()),
        "PROJ_DATA": str(root / "usr/share/proj"),
    }
