"""``ortsruf bench``: measurements, told in a table and written as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.benches import delivery, preview
from api.benches.figures import Figure
from api.supervisor import ending_on_signals

BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {"delivery": delivery.measure, "preview": preview.measure}


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Which: {', '.join(BENCHES)}; all if none is named.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="File for the figures.")] = None,
) -> None:
    """Measure on this machine, ours and the yardstick in turn; needs no running server."""
    wanted = names or list(BENCHES)
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        raise typer.BadParameter(f"no bench named {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    console = Console(highlight=False)
    figures = []
    with ending_on_signals():
        for name in wanted:
            for figure in BENCHES[name]():
                figures.append(figure)
                console.print(_sentence(figure))
    console.print(_table(figures))
    if json_file is not None:
        json_file.write_text(json.dumps([figure.as_json() for figure in figures], indent=1) + "\n")


def _sentence(figure: Figure) -> str:
    baseline = "" if figure.baseline is None else f" ({figure.ratio:.2f} of {figure.baseline:.1f})"
    return f"{figure.bench} {figure.case}: {figure.value:.1f} {figure.unit}{baseline}"


def _table(figures: list[Figure]) -> Table:
    table = Table("bench", "case", "value", "unit", "baseline", "ratio")
    for figure in figures:
        row = figure.as_json()
        table.add_row(*("" if row[name] is None else str(row[name]) for name in row))
    return table
