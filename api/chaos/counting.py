"""What became of every post, judged by what the receiver took; pure, so that a test can see each verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from alerts.domain.model.codes import DeliveryState

_OPEN = frozenset(
    {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.WAITING, DeliveryState.UNKNOWN, DeliveryState.HELD}
)
_MAY_HAVE_SPOKEN = frozenset(
    {
        DeliveryState.SENDING,
        DeliveryState.UNKNOWN,
        DeliveryState.ACCEPTED,
        DeliveryState.CONFIRMED,
        DeliveryState.DEAD,
    }
)
MISSING = "missing"
"""State of a post whose release was answered with 200 and of which the database knows nothing."""

Place = tuple[str, str]
"""A channel at the receiver: gateway and address there."""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """One released post: which alert of which thread, where to, until when, and what we believe became of it.

    ``not_after`` in seconds since 1970. ``can_settle``: the channel can be read back, or a repeat does no harm.
    ``by_hand``: a person posts it, and nobody does here.
    """

    place: Place
    code: str
    thread: str
    sequence: int
    not_after: float
    state: str
    reason: str = ""
    can_settle: bool = True
    by_hand: bool = False
    stands_for: frozenset[Place] = frozenset()
    """The channels for which this one stands by: it should be seen only where it stands in. Empty: its own post."""
    called: bool = False
    """A stand-by that was sent out."""
    needlessly: bool = False
    """When it was sent out, all its channels had had what they need for a while."""
    closes: bool = False
    """It says that the alert is over for the channel: what follows in the thread is not for it."""

    @property
    def stands_by(self) -> bool:
        """Whether it is a stand-by's."""
        return bool(self.stands_for)

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
class StandingIn:
    """How often a stand-by channel spoke, and what became of the channels that it spoke for, pair by pair."""

    called: int = 0
    spoke: int = 0
    alone: int = 0
    """The channel never got its post."""
    before: int = 0
    """The channel got it too, later."""
    after: int = 0
    """The channel had got it already, and we could not know, or the stand-by had stood in earlier in the thread."""
    needless: int = 0
    """Posts of a stand-by that nobody needed: counted as duplicated."""
    heard_on: int = 0
    """Posts by which a stand-by that had stood in heard how it went on."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The posts at fault, by kind of fault."""

    lost: Sequence[Promised] = ()
    """Should be there and is not: nor is its stand-by, which stood in earlier or would have had to now."""
    duplicated: Sequence[Seen] = ()
    """Is there a second time without saying so, or was promised by nobody: also by a stand-by that nobody needed."""
    repeated: Sequence[Seen] = ()
    """Is there a second time, says so, and nobody could have known better."""
    expired_sent: Sequence[Seen] = ()
    """Its request began after its alert had expired."""
    out_of_order: Sequence[Seen] = ()
    """Its request began after that of a newer alert of its thread."""
    unresolved: Sequence[Promised] = ()
    """Still open, or left for a person to decide; a post by hand whose stand-by has spoken is not in doubt."""
    standing_in: StandingIn = StandingIn()
    """What stand-by channels did; no fault."""

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, as far as channels allow."""
        broken = (self.lost, self.duplicated, self.expired_sent, self.out_of_order)
        return not any(broken) and not any(one.can_settle for one in self.unresolved)

    def as_json(self) -> dict[str, int]:
        """How many of each."""
        return {one.name: len(getattr(self, one.name)) for one in fields(self) if one.name != "standing_in"}


def count(promised: Iterable[Promised], seen: Iterable[Seen]) -> Verdict:
    """Judge what was promised by what was seen."""
    rows = list(promised)
    by_code = {(row.place, row.code): row for row in rows}
    shown: dict[_Post, list[Seen]] = defaultdict(list)
    for one in sorted(seen, key=lambda post: post.began):
        shown[one.place, one.code].append(one)
    known = {key: posts for key, posts in shown.items() if key in by_code}
    stray = [post for key, posts in shown.items() if key not in by_code for post in posts]
    again = [(by_code[key], post) for key, posts in known.items() for post in _second_ones(posts)]
    cover = _Cover(rows, known)
    needless = [post for row in rows if cover.was_needless(row) for post in known.get((row.place, row.code), ())]
    return Verdict(
        lost=[*_lost(rows, known, cover), *_not_told_on(rows, known)],
        duplicated=stray + [post for row, post in again if not post.marked or row.can_settle] + needless,
        repeated=[post for row, post in again if post.marked and not row.can_settle],
        expired_sent=[post for key, posts in known.items() for post in posts if post.began > by_code[key].not_after],
        out_of_order=list(_out_of_order(by_code, known)),
        unresolved=[row for row in rows if row.is_open and not (row.by_hand and cover.told(row))],
        standing_in=_standing_in(rows, known, cover),
    )


_Post = tuple[Place, str]
"""A channel and the code of an alert."""


class _Cover:
    """Which stand-by posts there are for a post, and what they did."""

    def __init__(self, rows: Sequence[Promised], shown: Mapping[_Post, Sequence[Seen]]) -> None:
        self._shown = shown
        self._standbys: dict[_Post, list[Promised]] = defaultdict(list)
        self._may_have_spoken: dict[tuple[Place, str], int] = {}
        self._told_last: dict[tuple[Place, str], int] = {}
        for row in rows:
            if (row.place, row.code) in shown:
                told = (row.place, row.thread)
                self._told_last[told] = max(row.sequence, self._told_last.get(told, row.sequence))
            for place in row.stands_for:
                self._standbys[place, row.code].append(row)
            if row.stands_by and (row.state in _MAY_HAVE_SPOKEN or (row.place, row.code) in shown):
                key = (row.place, row.thread)
                self._may_have_spoken[key] = min(row.sequence, self._may_have_spoken.get(key, row.sequence))

    def of(self, row: Promised) -> Sequence[Promised]:
        """The stand-by posts for a post."""
        return self._standbys.get((row.place, row.code), ())

    def spoke(self, row: Promised) -> bool:
        """Whether followers of a stand-by see what this post says."""
        return any((one.place, one.code) in self._shown for one in self.of(row))

    def told(self, row: Promised) -> bool:
        """Whether followers of a stand-by see what this post says, or something newer of the thread instead."""
        return self.spoke(row) or any(self._told_newer(one) for one in self.of(row))

    def excuses(self, row: Promised, *, newest: bool) -> bool:
        """Whether a stand-by has not come to its end, came too late for it, or had something newer to tell.

        ``newest``: nothing newer is meant for the channel, so that only what the stand-by told could be that.
        """
        return any(
            (one.is_open and one.state != DeliveryState.HELD)
            or one.state == DeliveryState.EXPIRED
            or (one.state == DeliveryState.SUPERSEDED and (not newest or self._told_newer(one)))
            for one in self.of(row)
        )

    def _told_newer(self, row: Promised) -> bool:
        return self._told_last.get((row.place, row.thread), 0) > row.sequence

    def hears_on(self, row: Promised) -> bool:
        """Whether a stand-by may have told people an earlier alert of the thread."""
        return self._may_have_spoken.get((row.place, row.thread), row.sequence) < row.sequence

    def was_needless(self, row: Promised) -> bool:
        """Whether a stand-by was sent out though nobody needed it."""
        return row.needlessly and not self.hears_on(row)


def _second_ones(posts: Sequence[Seen]) -> Sequence[Seen]:
    """All but the one that had to come: an unmarked one if there is any."""
    by_mark = sorted(posts, key=lambda post: post.marked)
    return by_mark[1:]


def _lost(rows: Sequence[Promised], shown: Mapping[_Post, Sequence[Seen]], cover: _Cover) -> Iterable[Promised]:
    newest = _newest(rows)
    for row in rows:
        if (row.place, row.code) in shown or row.state == DeliveryState.EXPIRED:
            continue
        is_newest = row.sequence == newest[row.place, row.thread]
        overtaken = row.state == DeliveryState.SUPERSEDED and not is_newest
        covered = cover.spoke(row) or cover.excuses(row, newest=is_newest)
        excused = row.stands_by or overtaken or covered or (row.is_open and not cover.of(row))
        if row.state == DeliveryState.CONFIRMED or not excused:
            yield row


def _newest(rows: Sequence[Promised]) -> dict[tuple[Place, str], int]:
    """The last alert of each thread on each channel, by its place in the thread."""
    newest: dict[tuple[Place, str], int] = {}
    for row in rows:
        key = (row.place, row.thread)
        newest[key] = max(newest.get(key, 0), row.sequence)
    return newest


def _not_told_on(rows: Sequence[Promised], shown: Mapping[_Post, Sequence[Seen]]) -> Iterable[Promised]:
    """Who heard an alert from a stand-by and not how it ended: the last that is meant for the channel is missing there.

    That is the thread's last alert, unless the channel was told before it that the alert is over for it.
    """
    last: dict[str, Promised] = {}
    heard: dict[tuple[Place, str], Promised] = {}
    there: dict[tuple[Place, str], Promised] = {}
    for row in sorted(rows, key=lambda one: one.sequence):
        last[row.thread] = row
        there[row.place, row.thread] = row
        if row.stands_by and (row.place, row.code) in shown:
            heard[row.place, row.thread] = row
    for key, row in heard.items():
        owed, end = there[key], last[row.thread]
        if owed.sequence < end.sequence and not owed.closes:
            yield replace(row, code=end.code, sequence=end.sequence, state=MISSING, reason=f"after {row.sequence}")
        elif (owed.place, owed.code) not in shown and owed.stands_by and not _is_excused(owed):
            yield owed


def _is_excused(row: Promised) -> bool:
    """Whether it expired, or is among the unresolved."""
    return row.state == DeliveryState.EXPIRED or (row.is_open and row.state != DeliveryState.HELD)


def _standing_in(rows: Sequence[Promised], shown: Mapping[_Post, Sequence[Seen]], cover: _Cover) -> StandingIn:
    spoke = [row for row in rows if row.stands_by and (row.place, row.code) in shown]
    pairs = [(shown[row.place, row.code][0], shown.get((place, row.code))) for row in spoke for place in row.stands_for]
    return StandingIn(
        called=sum(row.called for row in rows),
        spoke=len(spoke),
        alone=sum(first is None for _, first in pairs),
        before=sum(first is not None and first[0].began > standby.began for standby, first in pairs),
        after=sum(first is not None and first[0].began <= standby.began for standby, first in pairs),
        needless=sum(cover.was_needless(row) for row in spoke),
        heard_on=sum(cover.hears_on(row) for row in spoke),
    )


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
