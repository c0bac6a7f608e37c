"""``ortsruf receipts``: delivery reports from the mail system of this machine, and the key for one elsewhere."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from alerts.access.secrets import SecretBox
from alerts.domain.errors import NotFoundError, WrongStateError
from alerts.formats.dsn import LONGEST, NotAReportError
from alerts.services import receipts as service
from alerts.store.errors import DatabaseBusyError, DatabaseUnavailableError
from alerts.store.session import Store
from api.database import database
from api.settings import Settings

NOT_FOR_US = 65
"""sysexits' EX_DATAERR: the mail system need not try again."""
COME_AGAIN = 75
"""sysexits' EX_TEMPFAIL: the mail system keeps the report and tries again."""

receipts = typer.Typer(no_args_is_help=True, help="What mail systems report about what they took.")


@receipts.command("dsn")
def dsn() -> None:
    """Take one delivery report from the standard input, for a pipe in the mail system's aliases.

    Ends with 65 for what is no report about a post of ours, with 75 where the mail system shall try again.
    """
    raw = sys.stdin.buffer.read(LONGEST)
    while sys.stdin.buffer.read(LONGEST):
        """A mail system whose pipe breaks takes that for a failure."""
    try:
        _say(_take(Settings(), raw))
    except (NotAReportError, NotFoundError) as error:
        _say(str(error))
        raise typer.Exit(NOT_FOR_US) from error
    except (WrongStateError, DatabaseBusyError, DatabaseUnavailableError) as error:
        _say(str(error))
        raise typer.Exit(COME_AGAIN) from error


@receipts.command("key")
def key(account: Annotated[UUID, typer.Argument(help="The mail account's id.")]) -> None:
    """Print the key with which a mail account's mail system hands in reports over HTTP, and can do nothing else."""
    settings = Settings()
    with database(settings) as urls:
        overview = Store(urls.worker, pool_size=1)
        try:
            typer.echo(service.key_for(overview, account, box=SecretBox(settings.keys())))
        finally:
            overview.dispose()


def _take(settings: Settings, raw: bytes) -> str:
    with database(settings) as urls:
        store, overview = Store(urls.app, pool_size=1), Store(urls.worker, pool_size=1)
        try:
            return service.report_on_this_machine(store, overview, raw, box=SecretBox(settings.keys()))
        finally:
            store.dispose()
            overview.dispose()


def _say(text: str) -> None:
    Console(stderr=True, highlight=False, markup=False).print(f"receipts: {text}")
