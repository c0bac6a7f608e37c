"""``ortsruf sandbox``: the stand-in gateway as a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from alerts.channels.sandbox.server import Bound, run


def sandbox(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the HTTP shapes; 0 takes free ports.")] = 8090,
    smtp_port: Annotated[
        int | None, typer.Option(help="Port of the mail sink; the HTTP port + 1 if not given.")
    ] = None,
    journal: Annotated[Path | None, typer.Option(help="File that keeps the posts over a restart.")] = None,
) -> None:
    """Run the stand-in gateway: WAHA's and Telegram's HTTP shapes, a mail sink and a webhook receiver."""
    uvloop.run(
        run(
            host=host,
            port=port,
            smtp_port=smtp_port if smtp_port is not None else port and port + 1,
            journal=journal,
            ready=_say,
        )
    )


def _say(bound: Bound) -> None:
    Console(stderr=True, highlight=False).print(f"Sandkasten: {bound.url}, Post: smtp://{bound.host}:{bound.smtp_port}")
