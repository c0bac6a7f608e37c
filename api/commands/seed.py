"""``ortsruf seed``: the shipped districts, and the demo's cast."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from alerts.access.secrets import SecretBox
from alerts.services import admin
from alerts.services.demo.seeding import is_seeded, seed
from alerts.store.session import Session, Store, database_now
from api.database import database
from api.scene import PASSWORD, Ports, Scene, districts_checksum
from api.settings import Settings

LOADING_TIMEOUT = 300.0
"""Seconds a statement may take while districts are loaded."""


def seed_demo(
    sandbox_port: Annotated[int, typer.Option(help="Where the stand-in gateway listens.")] = 8090,
) -> None:
    """Load the shipped districts and add the demo's authorities, people and channels. Does nothing twice."""
    settings = Settings()
    ports = Ports(host=settings.host, server=settings.port, sandbox=sandbox_port)
    console = Console(stderr=True, highlight=False)
    console.print("Loading districts, people and channels …")
    with database(settings) as urls:
        store = Store(urls.worker, pool_size=1, statement_timeout=LOADING_TIMEOUT)
        try:
            with store.transaction(None) as session:
                count = admin.load_shipped(session)
                console.print(f"{count} districts are new.")
            with store.transaction(None) as session:
                _scene(session, settings, ports).keep(settings)
        finally:
            store.dispose()


def _scene(session: Session, settings: Settings, ports: Ports) -> Scene:
    """The scene as it is kept, or as it was just made. Raises OtherDemoError."""
    kept = Scene.read(settings) if is_seeded(session) else None
    if kept is not None:
        kept.check_fits(ports)
        return replace(kept, districts=districts_checksum())
    seeded = seed(
        session,
        box=SecretBox(settings.keys()),
        gateway=ports.gateway,
        password=PASSWORD,
        today=database_now(session).date(),
    )
    return Scene(
        password=PASSWORD,
        logins=seeded.logins,
        keys={role.value: key for role, key in seeded.keys.items()},
        gateway_url=ports.gateway.url,
        districts=districts_checksum(),
    )
