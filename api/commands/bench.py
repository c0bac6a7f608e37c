"""``ortsruf bench``: measurements, told in a table and written as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from api.benches import delivery, preview
from api.benches.figures import ROUNDS, Figure
from api.benches.sizes import Sizes
from api.supervisor import ending_on_signals


class Bench(NamedTuple):
    """What a bench can measure, and how."""

    cases: Collection[str]
    measure: Callable[[Collection[str], Sizes, Callable[[str], None]], Iterator[Figure]]


BENCHES = {"delivery": Bench(delivery.CASES, delivery.measure), "preview": Bench(preview.CASES, preview.measure)}
_CASES = "; ".join(f"{name}: {', '.join(one.cases)}" for name, one in BENCHES.items())


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Which: {', '.join(BENCHES)}; all if none is named.")
    ] = None,
    case: Annotated[list[str] | None, typer.Option(help=f"Only this case, can be given again. {_CASES}.")] = None,
    history: Annotated[int, typer.Option(min=1, help="Finished deliveries behind claim-with-history.")] = Sizes.history,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of each measurement.")] = ROUNDS,
    json_file: Annotated[Path | None, typer.Option("--json", help="File for the figures.")] = None,
) -> None:
    """Measure on this machine, ours and the yardstick in turn; needs no running server."""
    wanted = _wanted(names, case)
    sizes = Sizes(history=history, rounds=rounds)
    console = Console(highlight=False)
    figures = []
    with ending_on_signals():
        for name, cases in wanted.items():
            for figure in BENCHES[name].measure(cases, sizes, Console(stderr=True, highlight=False).print):
                figures.append(figure)
                console.print(_sentence(figure))
    console.print(_table(figures))
    if json_file is not None:
        json_file.write_text(json.dumps([figure.as_json() for figure in figures], indent=1) + "\n")


def _wanted(names: Sequence[str] | None, cases: Sequence[str] | None) -> dict[str, list[str]]:
    """The cases of each bench that is asked for. Raises BadParameter for what there is not."""
    unknown = [name for name in names or () if name not in BENCHES]
    if unknown:
        raise typer.BadParameter(f"no bench named {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    wanted = {name: [one for one in BENCHES[name].cases if not cases or one in cases] for name in names or BENCHES}
    missing = set(cases or ()).difference(*wanted.values())
    if missing:
        raise typer.BadParameter(f"no case named {', '.join(sorted(missing))}; there are {_CASES}")
    return {name: chosen for name, chosen in wanted.items() if chosen}


def _sentence(figure: Figure) -> str:
    baseline = "" if figure.baseline is None else f" ({figure.ratio:.2f} of {figure.baseline:.1f})"
    return f"{figure.bench} {figure.case}: {figure.value:.1f} {figure.unit}{baseline}"


def _table(figures: list[Figure]) -> Table:
    table = Table("bench", "case", "value", "unit", "baseline", "ratio")
    for figure in figures:
        row = figure.as_json()
        table.add_row(*("" if row[name] is None else str(row[name]) for name in row))
    return table
