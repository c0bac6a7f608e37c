"""``ortsruf districts``: load boundaries, check them, list what is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from alerts.services import admin
from alerts.services.admin import NAMED, Loaded, Options
from alerts.services.admin.refusals import DistrictsRefusedError
from alerts.store import editions
from alerts.store.session import Session, Store
from api.database import database
from api.settings import Settings
from geo.report import Report

districts = typer.Typer(no_args_is_help=True, help="Load boundaries, check them, list what is there.")

LOADING_TIMEOUT = 600.0
"""Seconds a statement may take while districts are loaded."""
_STEPS = 6
_SHOWN = 40
"""Findings of a kind that are printed one by one; of more the number is told."""

What = Annotated[str, typer.Argument(help=f"A file, or one of: {', '.join(NAMED)}.", metavar="SOURCE|FILE")]
FileOption = Annotated[Path | None, typer.Option("--file", help="The named source's file, from disk.")]
Text = Annotated[str | None, typer.Option()]
Number = Annotated[int | None, typer.Option()]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@districts.command("load")
def load(
    what: What,
    file: FileOption = None,
    layer: Text = None,
    crs: Text = None,
    level: Text = None,
    scheme: Text = None,
    code_field: Text = None,
    name_field: Text = None,
    parent_field: Text = None,
    parent_level: Text = None,
    parent: Text = None,
    population_field: Text = None,
    population_as_of: Day = None,
    edition: Text = None,
    valid_from: Day = None,
    scope: Text = None,
    expected: Number = None,
    licence: Text = None,
    credit: Text = None,
    trial: Annotated[bool, typer.Option("--trial", help="Check only, store nothing.")] = False,
) -> None:
    """Load a named source or a file; all of it or nothing. Every fault is named."""
    options = Options(
        file=file,
        layer=layer,
        crs=crs,
        level=level,
        scheme=scheme,
        code_field=code_field,
        name_field=name_field,
        parent_field=parent_field,
        parent_level=parent_level,
        parent=parent,
        population_field=population_field,
        population_as_of=population_as_of.date() if population_as_of else None,
        edition=edition,
        valid_from=valid_from.date() if valid_from else None,
        scope=scope,
        expected=expected,
        licence=licence,
        credit=credit,
    )
    _run(what, options, trial=trial)


@districts.command("report")
def report(what: What, file: FileOption = None) -> None:
    """Check a named source as ``load`` would, and store nothing."""
    _run(what, Options(file=file), trial=True)


@districts.command("list")
def list_() -> None:
    """The editions in the database."""
    table = Table("level", "scheme", "edition", "scope", "from", "districts", "in force", "people", "source", "SHA-256")
    with _session() as session:
        for one in editions.all_editions(session):
            own = one.edition
            table.add_row(
                own.level,
                own.scheme,
                own.name,
                own.scope,
                own.valid_from.isoformat(),
                str(one.districts),
                str(one.in_force),
                f"{one.people:,}",
                own.source,
                own.sha256[:12],
            )
    Console().print(table)


def _run(what: str, options: Options, *, trial: bool) -> None:
    console = Console(stderr=True, highlight=False)
    layers = len(NAMED[what].layers) if what in NAMED else 1
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description:24}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    try:
        with bar, _session() as session:
            task = bar.add_task("start", total=layers * _STEPS)
            loaded = admin.load(
                session,
                what,
                options,
                lambda step: bar.update(task, description=step, advance=1),
                trial=trial,
            )
    except DistrictsRefusedError as refused:
        _print_report(console, refused.report)
        console.print(f"[bold red]Nothing was loaded: {len(refused.report.faults)} faults.[/]")
        raise typer.Exit(1) from None
    for one in loaded:
        _print_loaded(console, one)


def _print_loaded(console: Console, one: Loaded) -> None:
    own = one.edition
    _print_report(console, one.report)
    console.print(
        f"{own.level}:{own.scheme} edition {own.name} ({own.scope}), valid from {own.valid_from}: "
        f"{one.districts} districts, {one.people:,} people, {one.crs}, SHA-256 {own.sha256}"
    )
    if one.yielded:
        console.print(f"{one.yielded} of them are left to an authority's own layer.")
    console.print("[green]Loaded.[/]" if one.stored else "Nothing new was stored.")


def _print_report(console: Console, found: Report) -> None:
    if not found.findings:
        return
    for kind, count in found.counts().items():
        console.print(f"[bold]{kind}[/]: {count}")
        findings = [f for f in found.findings if f.kind == kind]
        shown = findings if findings[0].weight == "fault" else findings[:_SHOWN]
        for finding in shown:
            console.print(f"  {finding.weight.value}  {finding.text('en')}", markup=False)
        if len(findings) > len(shown):
            console.print(f"  … and {len(findings) - len(shown)} more")


@contextmanager
def _session() -> Iterator[Session]:
    with database(Settings()) as urls:
        store = Store(urls.owner, pool_size=1, statement_timeout=LOADING_TIMEOUT)
        try:
            with store.transaction(None) as session:
                yield session
        finally:
            store.dispose()
