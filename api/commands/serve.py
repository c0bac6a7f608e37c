"""``ortsruf serve``: the server."""

from __future__ import annotations

import os
from typing import Annotated

import typer
import uvicorn

from api.database import database, environment
from api.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; ORTSRUF_HOST if not given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; ORTSRUF_PORT if not given.")] = None,
    processes: Annotated[int, typer.Option(min=1, help="How many server processes share the port.")] = 1,
) -> None:
    """Serve the pages and the API until Ctrl-C."""
    settings = Settings()
    with database(settings) as urls:
        os.environ.update(environment(urls))
        uvicorn.run(
            "api.app:build",
            factory=True,
            host=host or settings.host,
            port=port or settings.port,
            workers=processes if processes > 1 else None,
            log_level="warning",
            server_header=False,
        )
