"""``ortsruf demo``: everything on this machine, and one alert sent through the whole chain."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from alerts.store import migrate as migrations
from api import stage
from api.calls import Caller
from api.database import database
from api.scene import SHIFTS, Ports, Scene
from api.settings import Settings
from api.showpiece import Outcome, send
from api.supervisor import Supervisor, ending_on_signals

SANDBOX_PORT = 8090


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop after the alert; the last line is JSON.")] = False,
    host: Annotated[str | None, typer.Option(help="Address the server listens on; ORTSRUF_HOST if not given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of the server; ORTSRUF_PORT if not given.")] = None,
    sandbox_port: Annotated[int, typer.Option(help="Port of the stand-in gateway; mail on the next.")] = SANDBOX_PORT,
) -> None:
    """Start database, server, worker and sandbox, seed four authorities, send one real alert, serve until Ctrl-C."""
    settings = Settings()
    ports = Ports(host=host or settings.host, server=port or settings.port, sandbox=sandbox_port)
    console = Console(stderr=True, highlight=False)
    ports.check_free()
    with ending_on_signals(), database(settings) as urls, Supervisor(settings.home / "log") as supervisor:
        if settings.urls is not None:
            migrations.upgrade(urls)
        scene = stage.fill(settings, urls, ports)
        stage.start(settings, urls, ports, supervisor)
        console.print(f"The server answers at {ports.server_url}. Sending an alert …")
        stage.start_workers(settings, urls, ports, supervisor)
        server = Caller(base_url=ports.server_url)
        operator, approver = (server.signed_in(login, scene.password) for login in SHIFTS)
        outcome = send(operator, approver, supervisor)
        _tell(console, scene, ports, outcome)
        if not once:
            _serve(console, ports, supervisor)
    if once:
        typer.echo(json.dumps(outcome.as_json()))


def _serve(console: Console, ports: Ports, supervisor: Supervisor) -> None:
    """Keep everything running until Ctrl-C."""
    console.print("\nCtrl-C ends everything.")
    try:
        while True:
            _attend_until_restart(supervisor, "sandbox")
            stage.set_up_gateway(ports, supervisor)
    except KeyboardInterrupt:
        console.print("Ending …")


def _attend_until_restart(supervisor: Supervisor, name: str) -> None:
    before = supervisor.restarts()[name]
    supervisor.attend(lambda: supervisor.restarts()[name] != before)


def _tell(console: Console, scene: Scene, ports: Ports, outcome: Outcome) -> None:
    """What happened, where to look, and who to be."""
    console.print(
        f"\n[bold]{outcome.title}[/bold]: {outcome.channels} channels in {outcome.seconds:.2f} s, "
        f"{outcome.accepted} accepted, {outcome.confirmed} confirmed; about {outcome.people} people live there.\n"
    )
    url = ports.server_url
    where = Table(box=None, show_header=False, padding=(0, 2))
    for path, what in (
        ("/desk", "the desk: draw, write, submit, approve"),
        ("/phones", "every channel as a phone shows it"),
        ("/office", "an office and its channels"),
        ("/analyst", "who can be reached where"),
        ("/", "what citizens see"),
        (f"/v/{outcome.code}", "is this alert real?"),
    ):
        where.add_row(f"{url}{path}", what)
    console.print(where)
    console.print(f"\nPeople (password [bold]{scene.password}[/bold]): {', '.join(scene.logins)}")
    console.print("API keys of the first authority:")
    for role, key in scene.keys.items():
        console.print(f"  {role:<14} {key}", soft_wrap=True)
