"""Two people who release over HTTP while the server is killed under them; each request is repeated until answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from api.calls import Caller, CallFailedError
from api.chaos.counting import MISSING, Promised
from api.chaos.ground import Ground, can_settle
from api.chaos.plot import Thread
from api.regarding import say_why

PATIENCE = 120.0
"""Seconds that a request is repeated before the run gives up."""
_PAUSE = 0.3
_ROUNDS = 8
"""So often a release is begun anew because another one came between."""
_REPEATED = frozenset({0, 429, 502, 503})
"""No answer, or one that says: nothing was saved, try again."""


class StepRefusedError(Exception):
    """The server refuses a step for good: an alert that expired before its release, mostly."""


@dataclass(kw_only=True)
class Desk:
    """Operator and approver. ``released`` are the posts of every release that was answered."""

    operator: Caller
    approver: Caller
    ground: Ground
    stopping: Event
    released: list[Promised] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def play(self, thread: Thread) -> None:
        """Alert, update and end of a thread; what is refused ends it early."""
        try:
            first = self._release("/api/v1/alerts", thread.alert())
            self._pause(thread.pauses[0])
            second = self._release(f"/api/v1/alerts/{first}/update", thread.update())
            self._pause(thread.pauses[1])
            self._release(f"/api/v1/alerts/{second}/{thread.ends_with}", {})
        except StepRefusedError as refusal:
            self.refused.append(str(refusal))

    def _release(self, path: str, content: dict[str, Any]) -> str:
        draft = self._once(self.operator, path, content)
        alert = f"/api/v1/alerts/{draft['id']}"
        gaps = [gap["key"] for gap in (draft["preview"] or {}).get("gaps", ())]
        count = len((draft["preview"] or {"districts": ()})["districts"])
        asked = {"acknowledged_gaps": gaps, "confirmed_districts": count}
        self.released += self._promised(self._agreed(alert, asked))
        return str(draft["id"])

    def _agreed(self, alert: str, asked: dict[str, Any]) -> Any:
        """Submit and approve. What others release meanwhile on the same ground is answered for, and it begins anew."""
        for left in reversed(range(_ROUNDS)):
            self._until_answered(lambda: say_why(self.operator, self.operator.get(alert), "Chaos"))
            try:
                submitted = self._once(self.operator, f"{alert}/submit", asked)
                return self._once(self.approver, f"{alert}/approve", {"hash": submitted["hash"]})
            except StepRefusedError as refusal:
                said = str(refusal)
                if left == 0 or not ("in-force-changed" in said or '"regards"' in said):
                    raise
                if "in-force-changed" in said:
                    self._once(self.operator, f"{alert}/return", {"reason": "Chaos"})
        raise AssertionError("the last round raises")

    def _until_answered(self, step: Callable[[], None]) -> None:
        """Take a step that may be taken twice until it is answered."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return step()
            except CallFailedError as failure:
                known = failure.context["status"] in (*_REPEATED, 412)
                if not known or time.monotonic() > deadline or self.stopping.is_set():
                    raise
            self._pause(_PAUSE)

    def _once(self, person: Caller, path: str, body: object) -> Any:
        """Post until there is an answer; its Idempotency-Key lets it happen once however often it is sent."""
        once = Caller(base_url=person.base_url, headers={**person.headers, "Idempotency-Key": uuid4().hex})
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return once.post(path, body)
            except CallFailedError as failure:
                status = failure.context["status"]
                if status not in _REPEATED or time.monotonic() > deadline or self.stopping.is_set():
                    if status in (409, 422):
                        raise StepRefusedError(str(failure)) from failure
                    raise
            self._pause(_PAUSE)

    def _promised(self, answer: dict[str, Any]) -> list[Promised]:
        spots = [self.ground.channels[UUID(text["channel"])] for text in answer["texts"]]
        return [
            Promised(
                place=spot.place,
                code=answer["code"],
                thread=answer["thread"],
                sequence=answer["sequence"],
                not_after=datetime.fromisoformat(answer["content"]["expires"]).timestamp(),
                state=MISSING,
                can_settle=can_settle(spot.kind),
            )
            for spot in spots
        ]

    def _pause(self, seconds: float) -> None:
        self.stopping.wait(seconds)


Turn = Callable[[], Thread | None]
"""Who asks for it gets the next thread, as soon as its time has come; None at the end."""


def keep_releasing(desk: Desk, next_thread: Turn) -> None:
    """Play thread after thread."""
    while not desk.stopping.is_set():
        thread = next_thread()
        if thread is None:
            return
        desk.play(thread)
