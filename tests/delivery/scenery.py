"""An authority with accounts, channels and released alerts, written straight into a test's database."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, text

from alerts.access.secrets import SecretBox
from alerts.delivery import outbox
from alerts.domain.model.codes import ChannelKind, Lane, Role
from alerts.domain.model.delivery import NewDelivery
from alerts.domain.model.person import Person
from alerts.store import switches
from alerts.store.session import Store
from alerts.store.tables.alerts import alert, thread
from alerts.store.tables.channels import account, channel
from alerts.store.tables.people import authority, person

KEY = bytes(range(32))
WAHA_KEY = "waha-key-7c1d"


class Scenery:
    """What a delivery needs to exist. Rows go in as the owner role, releases as the app role."""

    def __init__(self, owner: Store, app: Store) -> None:
        self.owner = owner
        self.app = app
        self.authority = uuid4()
        self.person = uuid4()
        self._add(
            authority,
            id=self.authority,
            slug=f"mitte-{self.authority.hex[:6]}",
            name="Bezirk Mitte",
            short_name="Mitte",
            sender=f"{self.authority.hex}@mitte.example",
            alerting_level="ortsteil",
        )
        self._add(
            person,
            id=self.person,
            authority_id=self.authority,
            name="A. Muster",
            login=self.person.hex,
            password_hash="-",
            roles=["operator"],
        )

    @property
    def engine(self) -> Engine:
        return self.owner.engine

    def account(self, kind: ChannelKind = ChannelKind.WHATSAPP, **changed: Any) -> UUID:
        row = {
            "id": uuid4(),
            "authority_id": self.authority,
            "kind": kind.value,
            "name": f"Konto {uuid4().hex[:6]}",
            "settings": {"session": "mitte"},
            "per_second": 10_000.0,
            "burst": 10_000,
            "tokens": 10_000.0,
            **changed,
        }
        secret = row.pop("secret", WAHA_KEY)
        row["secret"] = SecretBox([KEY]).seal(row["id"], secret)
        self._add(account, **row)
        return row["id"]

    def channel(self, kind: ChannelKind = ChannelKind.WHATSAPP, **changed: Any) -> UUID:
        row = {
            "id": uuid4(),
            "authority_id": self.authority,
            "kind": kind.value,
            "name": f"Kanal {uuid4().hex[:8]}",
            "address": f"{uuid4().int % 10**15}@newsletter",
            **changed,
        }
        self._add(channel, **row)
        return row["id"]

    def channels(self, addresses: Sequence[str]) -> list[tuple[UUID, str]]:
        """A WhatsApp channel for every address, in one go."""
        rows = [
            {
                "id": uuid4(),
                "authority_id": self.authority,
                "kind": ChannelKind.WHATSAPP.value,
                "name": f"Kanal {address}",
                "address": address,
            }
            for address in addresses
        ]
        with self.engine.begin() as connection:
            connection.execute(insert(channel), rows)
        return [(row["id"], row["address"]) for row in rows]

    def thread(self) -> UUID:
        row = uuid4()
        self._add(thread, id=row, authority_id=self.authority, drill=False)
        return row

    def alert(self, of: UUID, sequence: int = 1) -> UUID:
        row = uuid4()
        self._add(
            alert,
            id=row,
            authority_id=self.authority,
            thread_id=of,
            sequence=sequence,
            state="released",
            msg_type="Alert" if sequence == 1 else "Update",
            status="Actual",
            author_id=self.person,
        )
        return row

    def someone(self) -> Person:
        return Person(
            id=self.person,
            authority=self.authority,
            authority_name="Bezirk Mitte",
            name="A. Muster",
            unit="",
            login=self.person.hex,
            roles=frozenset({Role.OPERATOR}),
        )

    def deliveries(
        self, account_id: UUID, channels: Sequence[tuple[UUID, str]], *, of: UUID, sequence: int = 1, **changed: Any
    ) -> list[NewDelivery]:
        """One delivery of a new alert of the thread for every (channel, address)."""
        new_alert = self.alert(of, sequence)
        code = uuid4().hex[:8].upper()
        values: dict[str, Any] = {
            "kind": ChannelKind.WHATSAPP,
            "lane": Lane.EMERGENCY,
            "text": f"Bombenfund in Moabit. Code {code}",
            "not_after": datetime.now(UTC) + timedelta(hours=1),
            **changed,
        }
        return [
            NewDelivery(
                authority=self.authority,
                alert=new_alert,
                thread=of,
                sequence=sequence,
                channel=channel_id,
                account=account_id,
                address=address,
                code=code,
                link=f"https://warnung.mitte.example/v/{code}",
                **values,
            )
            for channel_id, address in channels
        ]

    def release(self, rows: Sequence[NewDelivery]) -> None:
        with self.app.transaction(self.authority) as session:
            outbox.release(session, rows, known_stop=switches.newest(session, self.authority))

    def states(self, rows: Sequence[NewDelivery]) -> dict[str, int]:
        found = self.query("SELECT state, count(*) FROM delivery WHERE id = ANY(:ids) GROUP BY state", ids=_ids(rows))
        return dict(tuple(row) for row in found)

    def state(self, row: NewDelivery) -> str:
        return self.query("SELECT state FROM delivery WHERE id = :id", id=row.id)[0][0]

    def reason(self, row: NewDelivery) -> str:
        return self.query("SELECT reason FROM delivery WHERE id = :id", id=row.id)[0][0]

    def query(self, sql: str, **parameters: Any) -> list[Any]:
        with self.engine.begin() as connection:
            return list(connection.execute(text(sql), parameters))

    def change(self, sql: str, **parameters: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(sql), parameters)

    def _add(self, table: Any, **row: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(table), [row])


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def _ids(rows: Sequence[NewDelivery]) -> list[UUID]:
    return [row.id for row in rows]
