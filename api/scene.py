"""What the demo is played with: where it listens, who can be played, and where that is kept."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from alerts.services.demo.gateways import Gateway
from api.settings import Settings
from geo.errors import OrtsrufError

PASSWORD = "ortsruf-demo"  # noqa: S105 - everybody may know it, and it opens nothing but a demo
SHIFTS = ("mitte.a", "mitte.b")
"""Who writes the demo's alert, and who approves it."""
LOOPBACK = "127.0.0.1"


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

    @property
    def server_url(self) -> str:
        """Where the server answers on this machine."""
        host = LOOPBACK if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return f"http://{host}:{self.server}"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What somebody needs to play: people with one password, an API key per role, and where the gateway is.

    ``districts`` is the checksum of the list of shipped districts that were loaded.
    """

    password: str
    logins: tuple[str, ...]
    keys: Mapping[str, str]
    gateway_url: str
    districts: str = ""

    @classmethod
    def read(cls, settings: Settings) -> Scene | None:
        """The scene kept in the state folder, if there is one."""
        file = _file(settings)
        if not file.exists():
            return None
        kept = json.loads(file.read_text())
        return cls(**{**kept, "logins": tuple(kept["logins"])})

    def keep(self, settings: Settings) -> None:
        """Write the scene where only we can read it."""
        file = _file(settings)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self), indent=1))

    def check_fits(self, ports: Ports) -> None:
        """Raise OtherDemoError if the accounts lead to another gateway."""
        if self.gateway_url != ports.gateway.url:
            raise OtherDemoError(reason=f"its sandbox is {self.gateway_url}")


def districts_checksum() -> str:
    """The checksum of the list of shipped districts: another one means that there is something to load."""
    return hashlib.sha256((Path(__file__).parents[1] / "data/districts/index.json").read_bytes()).hexdigest()


def _file(settings: Settings) -> Path:
    return settings.home / "demo.json"
