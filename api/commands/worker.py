"""``ortsruf worker``: carries released alerts to their channels."""

from __future__ import annotations

import logging
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from alerts.channels import targets
from alerts.delivery.engine import QUEUES
from alerts.delivery.worker import WorkerOptions, run
from api.database import database
from api.settings import Settings


def worker(
    lanes: Annotated[
        str, typer.Option(help="Lanes to serve, separated by commas; `confirm` reads accepted posts back.")
    ] = ",".join(QUEUES),
) -> None:
    """Send what is due until Ctrl-C. Ends with an error when the database is lost: let a supervisor restart it."""
    queues = tuple(lane.strip() for lane in lanes.split(",") if lane.strip())
    unknown = [lane for lane in queues if lane not in QUEUES]
    if unknown or not queues:
        raise typer.BadParameter(f"unknown lane {', '.join(unknown)}; there are {', '.join(QUEUES)}")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    settings = Settings()
    with database(settings) as urls:
        options = WorkerOptions(
            database_url=urls.worker,
            secret_keys=settings.keys(),
            queues=queues,
            private_targets=settings.private_targets,
            spared=targets.of_url(settings.sandbox_url),
        )
        uvloop.run(run(options, ready=lambda: _say(queues)))


def _say(queues: tuple[str, ...]) -> None:
    Console(stderr=True, highlight=False).print(f"worker: {', '.join(queues)}")
