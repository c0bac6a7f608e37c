"""The command ``ortsruf``: puts together what stands in api.commands."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from api.commands.bench import bench
from api.commands.demo import demo
from api.commands.doctor import doctor
from api.commands.migrate import migrate
from api.commands.sandbox import sandbox
from api.commands.serve import serve
from api.commands.worker import worker
from geo.errors import OrtsrufError

app = typer.Typer(
    name="ortsruf",
    help="Geo-targeted alerts for German public authorities, neighbourhood by neighbourhood.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (demo, serve, worker, bench, migrate, doctor, sandbox):
    app.command()(command)


def main() -> None:
    """Run a command; a refusal is told in a sentence, without a stack trace."""
    try:
        app()
    except OrtsrufError as error:
        Console(stderr=True, highlight=False, markup=False).print(f"ortsruf: {error}")
        sys.exit(1)
