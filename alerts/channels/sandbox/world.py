"""What the stand-in gateway holds: sessions, bots, hooks, channels, and everything that was posted."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from alerts.channels.sandbox.faults import Faults
from geo.errors import OrtsrufError

Thing = TypeVar("Thing", "Session", "Bot", "Hook", "Channel")

WHATSAPP, TELEGRAM, EMAIL, WEBHOOK = "whatsapp", "telegram", "email", "webhook"
GATEWAYS = (WHATSAPP, TELEGRAM, EMAIL, WEBHOOK)
KEPT_POSTS = 500_000
KEPT_PER_CHANNEL = 500


class WorldRefusedError(OrtsrufError):
    """A description of a session, bot, hook or channel makes no sense."""

    code = "world-refused"
    de = "Das lässt sich im Sandkasten nicht anlegen: {detail}."
    en = "The sandbox cannot set this up: {detail}."


@dataclass(slots=True, kw_only=True)
class Session:
    """A WAHA session. ``drops_repeats`` says whether a repeat with the same id is swallowed.

    Nothing public promises that WhatsApp swallows one, so the default is that a repeat shows as a second post.
    """

    name: str
    key: str = ""
    status: str = "WORKING"
    drops_repeats: bool = False


@dataclass(slots=True, kw_only=True)
class Bot:
    """A Telegram bot; ``paced`` switches the limits of 1 post a second and chat, 30 a second and bot."""

    token: str
    username: str = "ortsruf_bot"
    name: str = "Ortsruf"
    paced: bool = False
    recent: deque[float] = field(default_factory=deque, repr=False)
    by_chat: dict[str, float] = field(default_factory=dict, repr=False)


@dataclass(slots=True, kw_only=True)
class Hook:
    """A webhook receiver; ``calls`` counts accepted calls by webhook-id, ``gone`` answers 410."""

    name: str
    secret: str
    gone: bool = False
    calls: dict[str, int] = field(default_factory=dict, repr=False)
    rejected: int = 0


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel as its followers know it. ``accounts`` are the sessions or bots that may post; empty: every one."""

    gateway: str
    id: str
    name: str = ""
    description: str = ""
    followers: int = 0
    invite: str = ""
    username: str = ""
    role: str = "OWNER"
    accounts: tuple[str, ...] = ()
    count: int = 0
    posts: deque[Post] = field(default_factory=lambda: deque(maxlen=KEPT_PER_CHANNEL), repr=False)

    def admits(self, account: str) -> bool:
        """Whether the session or bot may post here."""
        return not self.accounts or account in self.accounts

    def as_json(self, posts: int = 20) -> dict[str, Any]:
        """The channel with its newest posts, oldest first."""
        newest = list(self.posts)[-posts:] if posts else []
        return {
            "gateway": self.gateway,
            "id": self.id,
            "name": self.name or self.id,
            "description": self.description,
            "followers": self.followers,
            "invite": self.invite,
            "username": self.username,
            "accounts": list(self.accounts),
            "count": self.count,
            "posts": [post.as_json() for post in newest],
        }


@dataclass(slots=True)
class Post:
    """One post as it arrived; ``repeat`` if the same id was there before.

    ``at`` is when it was applied, ``began`` when its request came in, both in seconds since 1970: a late application
    puts time between them.
    """

    number: int
    gateway: str
    account: str
    channel: str
    channel_name: str
    id: str
    text: str
    at: float
    began: float
    subject: str = ""
    repeat: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The post as the control interface and the live stream show it."""
        return {name: getattr(self, name) for name in _POST_FIELDS}


_POST_FIELDS = tuple(f.name for f in fields(Post))


def _given(kind: type, described: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    known = {f.name for f in fields(kind)} - hidden
    unknown = set(described) - known
    if unknown:
        raise WorldRefusedError(detail=f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return dict(described)


class World:
    """Everything the sandbox knows, in memory. ``on_change`` and ``on_post`` tell the journal and the live stream."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.on_post: list[Callable[[Post], None]] = []
        self.on_change: list[Callable[[str, dict[str, Any]], None]] = []
        self._empty()

    def _empty(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.bots: dict[str, Bot] = {}
        self.hooks: dict[str, Hook] = {}
        self.channels: dict[str, dict[str, Channel]] = {gateway: {} for gateway in GATEWAYS}
        self.posts: deque[Post] = deque(maxlen=KEPT_POSTS)
        self._ids: dict[tuple[str, str], int] = {}
        self.number = 0

    def put_session(self, described: Mapping[str, Any]) -> Session:
        """Make or change a WAHA session; what is not given stays as it was."""
        given = _given(Session, described, frozenset())
        return self._put("session", self.sessions, str(given.get("name", "")), Session, given)

    def put_bot(self, described: Mapping[str, Any]) -> Bot:
        """Make or change a Telegram bot."""
        given = _given(Bot, described, frozenset({"recent", "by_chat"}))
        return self._put("bot", self.bots, str(given.get("token", "")), Bot, given)

    def put_hook(self, described: Mapping[str, Any]) -> Hook:
        """Make or change a webhook receiver."""
        given = _given(Hook, described, frozenset({"calls", "rejected"}))
        return self._put("hook", self.hooks, str(given.get("name", "")), Hook, given)

    def put_channel(self, described: Mapping[str, Any]) -> Channel:
        """Make or change a channel of one of :data:`GATEWAYS`."""
        given = _given(Channel, described, frozenset({"count", "posts"}))
        gateway = given.get("gateway", WHATSAPP)
        if gateway not in GATEWAYS:
            raise WorldRefusedError(detail=f"gateway must be one of {', '.join(GATEWAYS)}")
        given = {**given, "gateway": gateway, "accounts": tuple(given.get("accounts", ()))}
        if "accounts" not in described:
            del given["accounts"]
        return self._put("channel", self.channels[gateway], str(given.get("id", "")), Channel, given)

    def _put(self, what: str, where: dict[str, Thing], key: str, kind: type[Thing], given: dict[str, Any]) -> Thing:
        if not key:
            raise WorldRefusedError(detail=f"a {what} needs its name, token or id")
        thing = where.get(key)
        if thing is None:
            try:
                thing = where[key] = kind(**given)
            except TypeError as error:
                raise WorldRefusedError(detail=str(error)) from error
        else:
            for name, value in given.items():
                setattr(thing, name, value)
        for tell in self.on_change:
            tell(what, given)
        return thing

    def chat(self, address: str) -> Channel | None:
        """A Telegram channel by its numeric id or its @username."""
        chats = self.channels[TELEGRAM]
        found = chats.get(address)
        if found is None and address.startswith("@"):
            found = next((c for c in chats.values() if c.username.lower() == address[1:].lower()), None)
        return found

    def apply(
        self,
        channel: Channel,
        account: str,
        identifier: str,
        text: str,
        *,
        subject: str = "",
        extra: dict[str, Any] | None = None,
        at: float | None = None,
        began: float | None = None,
        dropping_repeats: bool = False,
    ) -> Post | None:
        """Put a post into its channel and tell everybody who listens; None if it is a repeat that is swallowed.

        ``began`` is when the request came in, ``at`` when it takes effect; both are now where they are not given.
        """
        key = (channel.id, identifier)
        times = self._ids.get(key, 0) + 1
        self._ids[key] = times
        if times > 1 and dropping_repeats:
            return None
        self.number += 1
        at = time.time() if at is None else at
        post = Post(
            self.number,
            channel.gateway,
            account,
            channel.id,
            channel.name or channel.id,
            identifier,
            text,
            at,
            at if began is None else began,
            subject,
            times > 1,
            extra or {},
        )
        channel.count += 1
        channel.posts.append(post)
        self.posts.append(post)
        for tell in self.on_post:
            tell(post)
        return post

    def repeats(self) -> int:
        """How many posts, shown or swallowed, came with an id that was there before."""
        return sum(times - 1 for times in self._ids.values())

    def since(self, number: int) -> Iterator[Post]:
        """Posts after a number, oldest first."""
        return (post for post in self.posts if post.number > number)

    def forget_posts(self) -> None:
        """Empty the channels; sessions, bots, hooks and channels stay."""
        self.posts.clear()
        self._ids.clear()
        for channels in self.channels.values():
            for channel in channels.values():
                channel.posts.clear()
                channel.count = 0
        for hook in self.hooks.values():
            hook.calls.clear()
            hook.rejected = 0
        for tell in self.on_change:
            tell("forget", {})

    def reset(self) -> None:
        """Begin again with nothing."""
        self.faults.clear()
        self._empty()
        for tell in self.on_change:
            tell("reset", {})
