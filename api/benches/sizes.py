"""How much each measurement does."""

from __future__ import annotations

from dataclasses import dataclass

from api.benches.figures import ROUNDS


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """As measured in earnest; tests make everything small."""

    rounds: int = ROUNDS
    """Rounds of ours and of the yardstick, in turn."""
    deliveries: int = 10_000
    """Posts of one round, where it is about the rate; posts that an emergency has to overtake."""
    alerts: int = 40
    """Alerts that are approved one after the other."""
    others: int = 200
    """Posts that must not notice a hung account."""
    history: int = 5_000_000
    """Finished deliveries."""
    claims: int = 40
    """Claims of one round; their median counts."""
    first: int = 1_000
    """Deliveries after which a worker's memory is read first."""
    last: int = 100_000
    """Deliveries after which a worker's memory is read again."""
