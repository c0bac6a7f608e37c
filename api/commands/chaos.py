"""``ortsruf chaos``: everything is killed while alerts are on their way; the receiver says what came of it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.chaos import campaign
from api.chaos.campaign import Result
from api.chaos.counting import Promised, Seen, StandingIn
from api.supervisor import ending_on_signals

_SHOWN = 25
"""Cases of each fault that are told at most; of the unresolved, all."""


def chaos(
    deliveries: Annotated[int, typer.Option(min=1, help="Posts to release, at least.")] = 10_000,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same plan; by chance if not given.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 4,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the state folder with its logs.")] = False,
) -> None:
    """Kill and stop workers, server and database while alerts are sent, then count at the receiver.

    The last line is JSON. Exit code 1 if a post was lost, doubled, sent too late or out of order, or is unresolved on a
    channel where that could be settled.
    """
    console = Console(stderr=True, highlight=False)
    seed = random.randrange(1_000_000) if seed is None else seed  # noqa: S311 - guards nothing
    console.print(f"Seed {seed}, {workers} workers.")
    with ending_on_signals(), _shown(console, deliveries) as tell:
        result = campaign.run(deliveries=deliveries, seed=seed, workers=workers, keep=keep, tell=tell)
    _tell(console, result)
    typer.echo(json.dumps(result.as_json()))
    if not result.verdict.holds:
        raise typer.Exit(1)


@contextmanager
def _shown(console: Console, deliveries: int) -> Iterator[Callable[[campaign.Progress], None]]:
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        TextColumn("{task.completed} released, {task.fields[moving]} on their way, {task.fields[kills]} hits"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("installing", total=deliveries, moving=0, kills=0)

        def tell(now: campaign.Progress) -> None:
            bar.update(task, description=now.step, completed=now.released, moving=now.moving, kills=now.kills)

        yield tell


def _tell(console: Console, result: Result) -> None:
    """Every case at fault, and every post that nobody could settle."""
    blows = Counter(one.blow.value for one in result.struck)
    console.print(f"Struck: {_listed(blows)}. Ended: {_listed(result.states)}.")
    if result.refused:
        console.print(f"{len(result.refused)} steps refused by the server, the first: {result.refused[0]}")
    verdict = result.verdict
    console.print(f"Weak accounts failed {result.spells} times. {_stood_in(verdict.standing_in)}", soft_wrap=True)
    for name, cases in (
        ("lost", [_promised(one) for one in verdict.lost]),
        ("duplicated", [_seen(one) for one in verdict.duplicated]),
        ("expired_sent", [_seen(one) for one in verdict.expired_sent]),
        ("out_of_order", [_seen(one) for one in verdict.out_of_order]),
    ):
        for case in cases[:_SHOWN]:
            console.print(f"{name}: {case}", soft_wrap=True)
    for one in verdict.unresolved:
        note = "" if one.can_settle else " (cannot be repeated safely, cannot be read back)"
        console.print(f"unresolved: {_promised(one)}{note}", soft_wrap=True)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "nothing"


def _stood_in(one: StandingIn) -> str:
    return (
        f"Stand-by channels: {one.called} posts sent out, {one.spoke} seen, {one.heard_on} of them where an earlier "
        f"one had stood in; their channels never got it {one.alone} times, later {one.before} times, earlier "
        f"{one.after} times; {one.needless} posts that nobody needed."
    )


def _promised(one: Promised) -> str:
    return f"{' '.join(one.place)} {one.code}, alert {one.sequence} of {one.thread}: {one.state} {one.reason}".strip()


def _seen(one: Seen) -> str:
    return f"{' '.join(one.place)} {one.code}, begun {one.began:.3f}{', marked' if one.marked else ''}"
