"""The demo's stage: its database filled, its processes running, its stand-in gateway told what there is."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from alerts.access.secrets import SecretBox
from alerts.delivery.engine import QUEUES
from alerts.domain.model.codes import Lane
from alerts.services import admin
from alerts.services.demo.gateways import Gateway
from alerts.services.demo.seeding import is_seeded, seed
from alerts.services.demo.world import world
from alerts.store.session import Store, database_now
from alerts.store.urls import Urls
from api.calls import Caller
from api.database import environment
from api.settings import Settings
from api.supervisor import Supervisor
from geo.errors import OrtsrufError

PASSWORD = "ortsruf-demo"  # noqa: S105 - everybody may know it, and it opens nothing but a demo
SHIFTS = ("mitte.a", "mitte.b")
"""Who writes the demo's alert, and who approves it."""
LOADING_TIMEOUT = 300.0
"""Seconds a statement may take while districts are loaded."""
START_TIMEOUT = 60.0
"""Seconds until the processes must answer."""
LOOPBACK = "127.0.0.1"
EMERGENCY = Lane.EMERGENCY.value
"""The lane that has a worker to itself, so that nothing else delays it."""
OTHERS = ",".join(queue for queue in QUEUES if queue != EMERGENCY)


class PortTakenError(OrtsrufError):
    """Somebody else listens on a port that the demo needs."""

    code = "port-taken"
    de = "Port {port} ist belegt. Beenden Sie, was dort läuft, oder wählen Sie mit {option} einen anderen."
    en = "Port {port} is taken. Stop what listens there, or choose another with {option}."


class OtherDemoError(OrtsrufError):
    """The database holds a demo that was set up elsewhere or for another gateway."""

    code = "other-demo"
    de = "Diese Datenbank enthält schon eine Demo ({reason}). Wählen Sie mit ORTSRUF_HOME einen anderen Ort."
    en = "This database already holds a demo ({reason}). Choose another place with ORTSRUF_HOME."


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where the demo listens. The sandbox takes mail on the port after its own."""

    host: str
    server: int
    sandbox: int

    @property
    def gateway(self) -> Gateway:
        """The stand-in gateway as the demo's accounts know it."""
        return Gateway(url=f"http://{LOOPBACK}:{self.sandbox}", smtp_url=f"smtp://{LOOPBACK}:{self.sandbox + 1}")

    def check_free(self) -> None:
        """Raise PortTakenError if somebody listens on one of them."""
        wanted = [
            (self.host, self.server, "--port"),
            (LOOPBACK, self.sandbox, "--sandbox-port"),
            (LOOPBACK, self.sandbox + 1, "--sandbox-port"),
        ]
        for host, port, option in wanted:
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError as error:
                    raise PortTakenError(port=port, option=option) from error


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What somebody needs to play: people with one password, an API key per role, and where the gateway is."""

    password: str
    logins: tuple[str, ...]
    keys: Mapping[str, str]
    gateway_url: str

    @classmethod
    def read(cls, file: Path) -> Scene | None:
        """The scene kept in the state folder, if there is one."""
        if not file.exists():
            return None
        kept = json.loads(file.read_text())
        return cls(**{**kept, "logins": tuple(kept["logins"])})

    def keep(self, file: Path) -> None:
        """Write the scene where only we can read it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self), indent=1))


def fill(settings: Settings, urls: Urls, ports: Ports) -> Scene:
    """Load the shipped districts and seed the demo where that has not been done, and return what it holds."""
    file = settings.home / "demo.json"
    store = Store(urls.worker, pool_size=1, statement_timeout=LOADING_TIMEOUT)
    try:
        with store.transaction(None) as session:
            admin.load_shipped(session)
        with store.transaction(None) as session:
            if is_seeded(session):
                return _kept(file, ports)
            seeded = seed(
                session,
                box=SecretBox(settings.keys()),
                gateway=ports.gateway,
                password=PASSWORD,
                today=database_now(session).date(),
            )
            scene = Scene(
                password=PASSWORD,
                logins=seeded.logins,
                keys={role.value: key for role, key in seeded.keys.items()},
                gateway_url=ports.gateway.url,
            )
            scene.keep(file)
            return scene
    finally:
        store.dispose()


def start(settings: Settings, urls: Urls, ports: Ports, supervisor: Supervisor) -> None:
    """Start sandbox, server and worker, and wait until all of them work."""
    variables = {
        **environment(urls),
        "ORTSRUF_HOME": str(settings.home.absolute()),
        "ORTSRUF_PUBLIC_URL": public_url(settings, ports),
        "ORTSRUF_SANDBOX_URL": ports.gateway.url,
        "ORTSRUF_HOST": ports.host,
        "ORTSRUF_PORT": str(ports.server),
    }
    journal = settings.home.absolute() / "sandbox.journal"
    supervisor.start("sandbox", ["sandbox", "--port", str(ports.sandbox), "--journal", str(journal)], variables)
    supervisor.start("server", ["serve"], variables)
    supervisor.start("worker-emergency", ["worker", "--lanes", EMERGENCY], variables)
    supervisor.start("worker", ["worker", "--lanes", OTHERS], variables)
    server = Caller(base_url=server_url(ports))
    set_up_gateway(ports, supervisor)
    supervisor.attend(lambda: server.answers("/readyz"), seconds=START_TIMEOUT, what="server")


def set_up_gateway(ports: Ports, supervisor: Supervisor) -> None:
    """Tell the stand-in gateway its sessions, bots and channels, once it answers; needed again after a restart."""
    gateway = Caller(base_url=ports.gateway.url)
    supervisor.attend(lambda: gateway.answers("/_sandbox/health"), seconds=START_TIMEOUT, what="sandbox")
    gateway.post("/_sandbox/world", world(ports.gateway))


def server_url(ports: Ports) -> str:
    """Where the server answers on this machine."""
    host = LOOPBACK if ports.host in ("0.0.0.0", "::") else ports.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{ports.server}"


def public_url(settings: Settings, ports: Ports) -> str:
    """The address in posts: the one that is set, else the server's own."""
    return settings.public_url if "public_url" in settings.model_fields_set else server_url(ports)


def _kept(file: Path, ports: Ports) -> Scene:
    scene = Scene.read(file)
    if scene is None:
        raise OtherDemoError(reason=f"{file} is not here")
    if scene.gateway_url != ports.gateway.url:
        raise OtherDemoError(reason=f"its sandbox is {scene.gateway_url}")
    return scene
