"""What goes wrong at the gateways, by seed: every way of failing that a kind of gateway has, each now and then.

On top of it weak accounts fail altogether for a while, are well again, and fail once more: a stand-by has to step in,
and the channel comes back while it does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any

from api.calls import Caller
from api.chaos.ground import WEAK_BOT, WEAK_SESSIONS, Ground, weak_session

SETTLES = 2.0
"""Seconds that a gateway applies late at most: half of what an unknown outcome rests."""

# Kind, share of the requests struck, further fields. A slow answer is the rule: there is always something to hit.
_SENDING: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("reset-before", 0.02, {}),
    ("reset-after", 0.02, {}),
    ("late", 0.01, {"delay": 0.4}),
    ("late", 0.01, {"delay": 1.1}),
    ("late", 0.01, {"delay": SETTLES}),
    ("error-after", 0.02, {}),
    ("throttle", 0.02, {}),
    ("throttle", 0.02, {"retry_after": 1.0}),
    ("hang", 0.008, {}),
    ("hang-after", 0.008, {}),
    ("slow", 0.20, {"delay": 3.0}),
    ("slow", 0.40, {"delay": 1.5}),
    ("slow", 0.30, {"delay": 0.5}),
)
_WAHA_ONLY: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("error-before", 0.01, {}),
    ("empty", 0.02, {}),
    ("empty-applied", 0.02, {}),
)
_READING: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("error-before", 0.04, {}),
    ("reset-before", 0.02, {}),
    ("slow", 0.2, {"delay": 0.3}),
)
_UNREADABLE = {"bot": 0.3, "mail": 0.3, "hook": 1.0}
"""How much of the trouble above a gateway gets that nobody can look into: each such case is a person's."""
# A mail relay's 5xx is its last word, applied or not; it has no way to be wrong about that.
_NOT_FOR_MAIL = frozenset({"error-after"})


def faults(seed: int) -> Iterator[dict[str, Any]]:
    """The descriptions for the sandbox's ``POST /_sandbox/faults``."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose

    def fault(kind: str, scope: str, probability: float, more: dict[str, Any], on: str = "send") -> dict[str, Any]:
        described = {"kind": kind, "scope": scope, "name": "", "on": on, "probability": probability}
        return {**described, "seed": dice.randrange(2**31), **more}

    for kind, share, more in (*_WAHA_ONLY, *_SENDING):
        yield fault(kind, "session", share, more)
    for kind, share, more in _READING:
        yield fault(kind, "session", share, more, on="read")
    for scope, part in _UNREADABLE.items():
        for kind, share, more in _SENDING:
            if scope != "mail" or kind not in _NOT_FOR_MAIL:
                yield fault(kind, scope, share if kind == "slow" else share * part, more)


Fault = Mapping[str, Any]

_ILL = (12.0, 45.0)
"""Seconds that a weak account fails altogether: some less than a stand-by of an emergency waits, some more."""
_WELL = (5.0, 20.0)
_HANG, _RESET, _READS_FAIL = {"kind": "hang"}, {"kind": "reset-before"}, {"kind": "error-before", "on": "read"}
_LOCKED, _TAKES_NOTHING = {"kind": "status", "status": 401}, {"kind": "throttle", "retry_after": 5.0}
# What may happen to each; nothing that leaves a doubt where nobody can look.
_WAYS: Mapping[str, Sequence[Sequence[Fault]]] = {
    "hung": ([_HANG], [_HANG, _READS_FAIL]),
    "locked": ([_LOCKED],),
    "broken": ([_RESET], [_RESET, _READS_FAIL]),
    "bot": ([_LOCKED], [_TAKES_NOTHING]),
    "mail": ([{"kind": "status", "status": 550}], [_TAKES_NOTHING]),
    "hook": ([_LOCKED], [_HANG], [_RESET]),
}


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A weak account is well for some seconds and then fails for others, with these faults."""

    well: float
    ill: float
    faults: Sequence[Fault]


def weak_ones(ground: Ground) -> dict[str, list[Fault]]:
    """Where the faults of each weak account strike: fields of their descriptions."""

    def places(weak: str, scope: str) -> list[Fault]:
        return [{"scope": scope, "name": spot.place[1]} for spot in ground.channels.values() if spot.weak == weak]

    return {
        **{name: [{"scope": "session", "name": weak_session(name)}] for name in WEAK_SESSIONS},
        "bot": [{"scope": "bot", "name": WEAK_BOT}],
        "mail": places("mail", "channel"),
        "hook": places("hook", "hook"),
    }


def spells(weak: str, places: Sequence[Fault], *, seed: int) -> Iterator[Spell]:
    """How it goes with one weak account, without end."""
    dice = random.Random(f"{seed} {weak}")  # noqa: S311 - repeatable on purpose
    while True:
        way = dice.choice(_WAYS[weak])
        yield Spell(
            well=dice.uniform(*_WELL),
            ill=dice.uniform(*_ILL),
            faults=[{**place, **fault} for fault in way for place in places],
        )


@dataclass(kw_only=True)
class Weather:
    """Plays the spells of all weak accounts until ``stopping``; whoever lifts all faults ends the last ones."""

    gateway: Caller
    weak: Mapping[str, Sequence[Fault]]
    seed: int
    stopping: Event
    spells: int = 0
    """How many have begun."""
    _until: dict[str, float] = field(default_factory=dict)
    _force: dict[str, list[int]] = field(default_factory=dict)

    def run(self) -> None:
        """Look four times a second whose turn it is."""
        plans = {name: spells(name, places, seed=self.seed) for name, places in self.weak.items()}
        due = {name: next(plan) for name, plan in plans.items()}
        self._until = {name: monotonic() + spell.well for name, spell in due.items()}
        while not self.stopping.wait(0.25):
            for name in [name for name, until in self._until.items() if monotonic() >= until]:
                if name in self._force:
                    self._lift(name)
                    due[name] = next(plans[name])
                    self._until[name] = monotonic() + due[name].well
                else:
                    self._strike(name, due[name])

    def _strike(self, name: str, spell: Spell) -> None:
        self._force[name] = [self.gateway.post("/_sandbox/faults", fault)["id"] for fault in spell.faults]
        self._until[name] = monotonic() + spell.ill
        self.spells += 1

    def _lift(self, name: str) -> None:
        for number in self._force.pop(name):
            self.gateway.delete(f"/_sandbox/faults/{number}")
