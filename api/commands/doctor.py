"""``ortsruf doctor``: is everything there that a server needs?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from alerts.store import doctor as store_doctor
from alerts.store.installation import find
from alerts.store.urls import Urls
from api.database import database
from api.settings import Settings
from geo.errors import OrtsrufError

VENDOR = Path(__file__).parents[2] / "web/static/vendor"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``remedy`` says what to do where it is not ``ok``."""

    what: str
    ok: bool
    detail: str
    remedy: str = ""


def doctor() -> None:
    """Look at everything a server needs and say what is missing and what to do about it."""
    findings = list(examine(Settings()))
    table = Table("", "What", "How it is", "What to do")
    for each in findings:
        table.add_row("✓" if each.ok else "✗", each.what, each.detail, "" if each.ok else each.remedy)
    Console().print(table)
    if not all(each.ok for each in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding; what cannot be looked at because something else is missing is left out."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")
    yield _look("PostgreSQL", lambda: f"PostgreSQL {find().major} with PostGIS", needed=settings.urls is None)
    yield Finding("assets of the pages", VENDOR.is_dir(), str(VENDOR), "./run demo fetches them")
    yield _look("keys for stored credentials", lambda: f"{len(settings.keys())} at hand")
    try:
        with database(settings) as urls:
            yield from _examine_database(urls)
    except OrtsrufError as error:
        yield Finding("database", False, error.code, str(error))


def _examine_database(urls: Urls) -> Iterator[Finding]:
    state = store_doctor.examine(urls)
    yield Finding("PostGIS", state.postgis is not None, state.postgis or "missing", "CREATE EXTENSION postgis;")
    yield Finding("revision", state.revision == state.head, f"{state.revision} of {state.head}", "ortsruf migrate")
    yield Finding("role of the server", state.app_role_bound, "row-level security holds", "ALTER ROLE … NOBYPASSRLS;")
    yield Finding("districts", state.districts > 0, str(state.districts), "ortsruf districts load")


def _look(what: str, see: Callable[[], str], *, needed: bool = True) -> Finding:
    try:
        return Finding(what, True, see())
    except (OrtsrufError, OSError) as error:
        return Finding(what, not needed, str(error), str(error))
