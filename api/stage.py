"""The demo's stage: its database filled, its processes running, its stand-in gateway told what there is."""

from __future__ import annotations

import subprocess
import sys
import time

from alerts.delivery.engine import QUEUES
from alerts.domain.model.codes import Lane
from alerts.services.demo.seeding import is_seeded
from alerts.services.demo.weather import bring_weather
from alerts.services.demo.world import world
from alerts.store.session import Store
from alerts.store.urls import Urls
from api.calls import Caller
from api.database import environment
from api.scene import OtherDemoError, Ports, Scene, districts_checksum
from api.settings import Settings
from api.supervisor import Supervisor, own_environment
from geo.errors import OrtsrufError

START_TIMEOUT = 60.0
"""Seconds until the processes must answer."""
EMERGENCY = Lane.EMERGENCY.value
"""The lane that has a worker to itself, so that nothing else delays it."""
OTHERS = ",".join(queue for queue in QUEUES if queue != EMERGENCY)


class SeedFailedError(OrtsrufError):
    """The database could not be filled; what went wrong stands above, said by the command itself."""

    code = "seed-failed"
    de = "Bezirke und Demo-Personen kamen nicht in die Datenbank, siehe oben (python -m {command})."
    en = "Districts and the demo's people did not get into the database, see above (python -m {command})."


def is_filled(settings: Settings, urls: Urls, ports: Ports) -> bool:
    """Whether the database holds the demo with all shipped districts. Raises OtherDemoError."""
    store = Store(urls.worker, pool_size=1)
    try:
        with store.transaction(None) as session:
            seeded = is_seeded(session)
    finally:
        store.dispose()
    scene = Scene.read(settings)
    if seeded and scene is None:
        raise OtherDemoError(reason=f"its keys are not in {settings.home}")
    if not seeded or scene is None:
        return False
    scene.check_fits(ports)
    return scene.districts == districts_checksum()


def fill(settings: Settings, urls: Urls, ports: Ports) -> Scene:
    """The demo's scene, after ``ortsruf seed`` has made it where it is not there yet."""
    if not is_filled(settings, urls, ports):
        command = [sys.executable, "-m", "api", "seed", "--sandbox-port", str(ports.sandbox)]
        variables = {**environment(urls), "ORTSRUF_HOME": str(settings.home.absolute())}
        environ = {**own_environment(), **variables}
        if subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False).returncode != 0:  # noqa: S603
            raise SeedFailedError(command=" ".join(command[2:]))
    scene = Scene.read(settings)
    if scene is None:
        raise OtherDemoError(reason=f"nothing was kept in {settings.home}")
    _bring_weather(urls)
    return scene


def _bring_weather(urls: Urls) -> None:
    """An alert that somebody else issued, so that the desk has one to stand beside."""
    store = Store(urls.worker, pool_size=1)
    try:
        with store.transaction(None) as session:
            bring_weather(session)
    finally:
        store.dispose()


def start(settings: Settings, urls: Urls, ports: Ports, supervisor: Supervisor) -> None:
    """Start sandbox and server, and wait until both answer."""
    variables = _variables(settings, urls, ports)
    journal = settings.home.absolute() / "sandbox.journal"
    supervisor.start("server", ["serve"], variables)
    supervisor.start("sandbox", ["sandbox", "--port", str(ports.sandbox), "--journal", str(journal)], variables)
    set_up_gateway(ports, supervisor)
    server = Caller(base_url=ports.server_url)
    supervisor.attend(lambda: server.answers("/readyz"), seconds=START_TIMEOUT, what="server")


def start_workers(settings: Settings, urls: Urls, ports: Ports, supervisor: Supervisor) -> None:
    """Start the workers, and wait until one shows that it lives."""
    variables = _variables(settings, urls, ports)
    supervisor.start("worker-emergency", ["worker", "--lanes", EMERGENCY], variables)
    supervisor.start("worker", ["worker", "--lanes", OTHERS], variables)
    started = time.monotonic()
    server = Caller(base_url=ports.server_url)

    def lives() -> bool:
        age = server.get("/readyz")["worker_heartbeat_seconds"]
        return age is not None and age < time.monotonic() - started

    supervisor.attend(lives, seconds=START_TIMEOUT, what="worker")


def _variables(settings: Settings, urls: Urls, ports: Ports) -> dict[str, str]:
    return {
        **environment(urls),
        "ORTSRUF_HOME": str(settings.home.absolute()),
        "ORTSRUF_PUBLIC_URL": public_url(settings, ports),
        "ORTSRUF_SANDBOX_URL": ports.gateway.url,
        "ORTSRUF_PRIVATE_TARGETS": "1",
        "ORTSRUF_HOST": ports.host,
        "ORTSRUF_PORT": str(ports.server),
    }


def set_up_gateway(ports: Ports, supervisor: Supervisor) -> None:
    """Tell the stand-in gateway its sessions, bots and channels, once it answers; needed again after a restart."""
    gateway = Caller(base_url=ports.gateway.url)
    supervisor.attend(lambda: gateway.answers("/_sandbox/health"), seconds=START_TIMEOUT, what="sandbox")
    gateway.post("/_sandbox/world", world(ports.gateway))


def public_url(settings: Settings, ports: Ports) -> str:
    """The address in posts: the one that is set, else the server's own."""
    return settings.public_url if "public_url" in settings.model_fields_set else ports.server_url
