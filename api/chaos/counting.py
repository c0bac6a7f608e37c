"""What became of every post, judged by what the receiver took; pure, so that a test can see each verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from alerts.domain.model.codes import DeliveryState

_OPEN = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.WAITING, DeliveryState.UNKNOWN})
MISSING = "missing"
"""State of a post whose release was answered with 200 and of which the database knows nothing."""

Place = tuple[str, str]
"""A channel at the receiver: gateway and address there."""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """One released post: which alert of which thread, where to, until when, and what we believe became of it.

    ``not_after`` in seconds since 1970. ``can_settle``: the channel can be read back, or a repeat does no harm.
    """

    place: Place
    code: str
    thread: str
    sequence: int
    not_after: float
    state: str
    reason: str = ""
    can_settle: bool = True
    needed: bool = True
    """Whether it should be seen at all: a channel that stands by is not, unless it stands in."""

    @property
    def is_open(self) -> bool:
        """Whether it has not come to an end."""
        return self.state in _OPEN


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One post that followers see; ``began`` is when its request came in, ``marked`` whether it says "repeated"."""

    place: Place
    code: str
    began: float
    marked: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The posts at fault, by kind of fault."""

    lost: Sequence[Promised] = ()
    """Should be there and is not."""
    duplicated: Sequence[Seen] = ()
    """Is there a second time without saying so, or was promised by nobody."""
    repeated: Sequence[Seen] = ()
    """Is there a second time, says so, and nobody could have known better."""
    expired_sent: Sequence[Seen] = ()
    """Its request began after its alert had expired."""
    out_of_order: Sequence[Seen] = ()
    """Its request began after that of a newer alert of its thread."""
    unresolved: Sequence[Promised] = ()
    """Still open, or left for a person to decide."""

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, as far as channels allow."""
        broken = (self.lost, self.duplicated, self.expired_sent, self.out_of_order)
        return not any(broken) and not any(one.can_settle for one in self.unresolved)

    def as_json(self) -> dict[str, int]:
        """How many of each."""
        return {one.name: len(getattr(self, one.name)) for one in fields(self)}


def count(promised: Iterable[Promised], seen: Iterable[Seen]) -> Verdict:
    """Judge what was promised by what was seen."""
    rows = list(promised)
    by_code = {(row.place, row.code): row for row in rows}
    shown: dict[tuple[Place, str], list[Seen]] = defaultdict(list)
    for one in sorted(seen, key=lambda post: post.began):
        shown[one.place, one.code].append(one)
    known = {key: posts for key, posts in shown.items() if key in by_code}
    stray = [post for key, posts in shown.items() if key not in by_code for post in posts]
    again = [(by_code[key], post) for key, posts in known.items() for post in _second_ones(posts)]
    return Verdict(
        lost=list(_lost(rows, known)),
        duplicated=stray + [post for row, post in again if not post.marked or row.can_settle],
        repeated=[post for row, post in again if post.marked and not row.can_settle],
        expired_sent=[post for key, posts in known.items() for post in posts if post.began > by_code[key].not_after],
        out_of_order=list(_out_of_order(by_code, known)),
        unresolved=[row for row in rows if row.is_open],
    )


def _second_ones(posts: Sequence[Seen]) -> Sequence[Seen]:
    """All but the one that had to come: an unmarked one if there is any."""
    by_mark = sorted(posts, key=lambda post: post.marked)
    return by_mark[1:]


def _lost(rows: Sequence[Promised], shown: Mapping[tuple[Place, str], Sequence[Seen]]) -> Iterable[Promised]:
    newest: dict[tuple[Place, str], int] = {}
    for row in rows:
        key = (row.place, row.thread)
        newest[key] = max(newest.get(key, 0), row.sequence)
    for row in rows:
        overtaken = row.state == DeliveryState.SUPERSEDED and row.sequence < newest[row.place, row.thread]
        excused = overtaken or row.state == DeliveryState.EXPIRED or row.is_open or not row.needed
        if (row.place, row.code) not in shown and not excused:
            yield row


def _out_of_order(
    by_code: Mapping[tuple[Place, str], Promised], shown: Mapping[tuple[Place, str], Sequence[Seen]]
) -> Iterable[Seen]:
    posts: dict[tuple[Place, str], list[tuple[int, Seen]]] = defaultdict(list)
    for key, copies in shown.items():
        row = by_code[key]
        posts[row.place, row.thread] += [(row.sequence, post) for post in copies]
    for thread in posts.values():
        thread.sort(key=lambda one: one[1].began)
        newest = 0
        for sequence, post in thread:
            if sequence < newest:
                yield post
            newest = max(newest, sequence)
