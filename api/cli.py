"""The command ``ortsruf``: puts together what stands in api.commands.

Only the module of the command that was called is imported, so that a server never pays for reading boundary files.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import typer
from rich.console import Console

from geo.errors import OrtsrufError

COMMANDS = {
    "demo": "api.commands.demo:demo",
    "serve": "api.commands.serve:serve",
    "worker": "api.commands.worker:worker",
    "sandbox": "api.commands.sandbox:sandbox",
    "migrate": "api.commands.migrate:migrate",
    "districts": "api.commands.districts:districts",
    "domains": "api.commands.domains:domains",
    "seed": "api.commands.seed:seed_demo",
    "stop": "api.commands.stop:stop",
    "resume": "api.commands.stop:resume",
    "receipts": "api.commands.receipts:receipts",
    "doctor": "api.commands.doctor:doctor",
    "bench": "api.commands.bench:bench",
    "chaos": "api.commands.chaos:chaos",
}
"""Command -> the function, or the Typer application with commands of its own, that it runs."""


def build(words: Sequence[str]) -> typer.Typer:
    """The command line for these words: only the command they begin with, or all of them for help."""
    app = typer.Typer(name="ortsruf", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(_help)
    for name in [word for word in words[:1] if word in COMMANDS] or COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        what = getattr(importlib.import_module(module), attribute)
        if isinstance(what, typer.Typer):
            app.add_typer(what, name=name)
        else:
            app.command(name)(what)
    return app


def main() -> None:
    """Run a command; a refusal is told in a sentence, without a stack trace."""
    try:
        build(sys.argv[1:])(prog_name="ortsruf")
    except OrtsrufError as error:
        Console(stderr=True, highlight=False, markup=False).print(f"ortsruf: {error}")
        sys.exit(1)


def _help() -> None:
    """Geo-targeted alerts for German public authorities, neighbourhood by neighbourhood."""
