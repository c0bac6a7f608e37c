"""What goes wrong at the gateways, by seed: every way of failing that a kind of gateway has, each now and then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

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
