"""What can go wrong at a gateway, on purpose and repeatably."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from geo.errors import OrtsrufError


class FaultKind(StrEnum):
    """What happens to a request instead of, or around, its normal handling."""

    RESET_BEFORE = "reset-before"
    """The connection is reset, nothing was applied."""
    RESET_AFTER = "reset-after"
    """The post is applied, then the connection is reset without an answer."""
    LATE = "late"
    """The connection is reset at once; the post is applied ``delay`` seconds later."""
    ERROR_BEFORE = "error-before"
    """A server error, nothing was applied."""
    ERROR_AFTER = "error-after"
    """The post is applied, the answer is a server error."""
    EMPTY = "empty"
    """WAHA's 201 with an empty body: the post is lost. Other gateways: success with an empty body, not applied."""
    EMPTY_APPLIED = "empty-applied"
    """The same answer, but the post was applied."""
    THROTTLE = "throttle"
    """429 (SMTP: 451), nothing was applied; with ``retry_after`` as the hint, or without one."""
    HANG = "hang"
    """No answer until the client gives up, nothing was applied."""
    HANG_AFTER = "hang-after"
    """The post is applied, then no answer until the client gives up."""
    SLOW = "slow"
    """Everything as usual, ``delay`` seconds later."""
    STATUS = "status"
    """The answer has the given ``status``, nothing was applied."""


class Scope(StrEnum):
    """To what a fault applies; ``name`` then says to which one."""

    ALL = "all"
    SESSION = "session"
    BOT = "bot"
    CHANNEL = "channel"
    HOOK = "hook"
    MAIL = "mail"


class FaultRefusedError(OrtsrufError):
    """A description of a fault makes no sense."""

    code = "fault-refused"
    de = "Diese Störung ist nicht beschreibbar: {detail}."
    en = "This fault cannot be described: {detail}."


_FIELDS = {"kind", "scope", "name", "on", "probability", "seed", "count", "delay", "retry_after", "status"}


@dataclass
class Fault:
    """One fault in force. ``count`` limits how often it strikes, None means always; ``delay`` in seconds.

    ``on`` is "send" or "read". The same ``seed`` strikes the same requests of a sequence.
    """

    id: int
    kind: FaultKind
    scope: Scope = Scope.ALL
    name: str = ""
    on: str = "send"
    probability: float = 1.0
    seed: int = 0
    count: int | None = None
    delay: float = 1.0
    retry_after: float | None = None
    status: int = 500
    used: int = 0
    _dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 (repeatable on purpose, guards nothing)

    def concerns(self, on: str, keys: Iterable[tuple[Scope, str]]) -> bool:
        """Whether the fault is meant for a request of this sort to any of these."""
        if on != self.on:
            return False
        return self.scope is Scope.ALL or any(s is self.scope and self.name in ("", n) for s, n in keys)

    def strikes(self) -> bool:
        """Throw the dice; counts the hit."""
        if self.count is not None and self.used >= self.count:
            return False
        if self._dice.random() >= self.probability:
            return False
        self.used += 1
        return True

    def as_json(self) -> dict[str, Any]:
        """The fault as the control interface shows it."""
        shown = {name: getattr(self, name) for name in sorted(_FIELDS)}
        return {"id": self.id, "used": self.used, **shown}


class Faults:
    """The faults in force: those that name somebody first, then as they were made; the first that strikes decides."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._faults: dict[int, Fault] = {}

    def add(self, described: Mapping[str, Any]) -> Fault:
        """Put a fault in force. Raises :class:`FaultRefusedError` naming what makes no sense."""
        unknown = set(described) - _FIELDS
        if unknown:
            raise FaultRefusedError(detail=f"unknown fields {', '.join(sorted(unknown))}")
        given = dict(described)
        try:
            given["kind"] = FaultKind(given["kind"])
            given["scope"] = Scope(given.get("scope", Scope.ALL))
        except (KeyError, ValueError) as error:
            raise FaultRefusedError(detail=str(error)) from error
        fault = Fault(id=next(self._numbers), **given)
        self._faults[fault.id] = fault
        self._faults = dict(sorted(self._faults.items(), key=lambda one: (not one[1].name, one[0])))
        return fault

    def remove(self, number: int) -> bool:
        """Lift one fault; says whether it was there."""
        return self._faults.pop(number, None) is not None

    def clear(self) -> None:
        """Lift all."""
        self._faults.clear()

    def listing(self) -> list[dict[str, Any]]:
        """All faults with how often each struck."""
        return [fault.as_json() for fault in self._faults.values()]

    @property
    def any(self) -> bool:
        """Whether any fault is in force, spent ones included."""
        return bool(self._faults)

    def pick(self, on: str, *keys: tuple[Scope, str]) -> Fault | None:
        """The fault that strikes this request, if any."""
        if not self._faults:
            return None
        return next((f for f in self._faults.values() if f.concerns(on, keys) and f.strikes()), None)
