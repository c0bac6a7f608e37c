"""A running sandbox, its control interface driven by a plain HTTP client, and accounts that point at it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from alerts.channels.base import Access, Post
from alerts.channels.sandbox.server import Bound, Sandbox
from alerts.domain.model.codes import ChannelKind

WAHA_KEY = "waha-key-7c1d"
BOT_TOKEN = "4711:AAEE-sandbox-token"
HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MOABIT = "120363000000000101@newsletter"
CHAT = "-1001000000101"


@dataclass(frozen=True)
class Stage:
    """What a test plays on."""

    bound: Bound
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return self.bound.url

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.url}/_sandbox/{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.content_type == "application/json" else None

    async def set_up(self) -> None:
        world = {
            "sessions": [{"name": "mitte", "key": WAHA_KEY}],
            "bots": [{"token": BOT_TOKEN, "username": "mitte_bot"}],
            "hooks": [{"name": "stadtdisplay", "secret": HOOK_SECRET}],
            "channels": [
                {
                    "gateway": "whatsapp",
                    "id": MOABIT,
                    "name": "Warnungen Moabit",
                    "followers": 812,
                    "invite": "https://whatsapp.example/channel/moabit101",
                    "accounts": ["mitte"],
                },
                {"gateway": "telegram", "id": CHAT, "name": "Moabit", "username": "moabit_warnt", "followers": 64},
            ],
        }
        await self.control("POST", "world", world)

    async def fault(self, kind: str, **more: Any) -> None:
        await self.control("POST", "faults", {"kind": kind, **more})

    async def posts(self) -> list[dict[str, Any]]:
        return (await self.control("GET", "posts"))["posts"]

    async def texts(self) -> list[str]:
        return [post["text"] for post in await self.posts()]

    def access(self, kind: ChannelKind, **changed: Any) -> Access:
        values: dict[ChannelKind, dict[str, Any]] = {
            ChannelKind.WHATSAPP: {"base_url": self.url, "secret": WAHA_KEY, "settings": {"session": "mitte"}},
            ChannelKind.TELEGRAM: {"base_url": self.url, "secret": BOT_TOKEN},
            ChannelKind.WEBHOOK: {"base_url": self.url, "secret": HOOK_SECRET},
            ChannelKind.EMAIL: {
                "base_url": f"smtp://127.0.0.1:{self.bound.smtp_port}",
                "secret": "",
                "settings": {"sender": "warnung@mitte.example", "sender_name": "Bezirk Mitte"},
            },
        }
        return Access(account=uuid4(), kind=kind, **{**values[kind], **changed})


Scene = Callable[[Stage], Awaitable[None]]


@pytest.fixture
def play() -> Callable[[Scene], None]:
    """Runs a scene on a fresh sandbox with its world set up."""

    async def perform(scene: Scene) -> None:
        async with Sandbox() as bound, aiohttp.ClientSession() as http:
            stage = Stage(bound, http)
            await stage.set_up()
            await asyncio.wait_for(scene(stage), 30)

    return lambda scene: asyncio.run(perform(scene))


@pytest.fixture
def post_to() -> Callable[..., Post]:
    """Makes a post for an address."""

    def make(address: str, text: str = "Bombenfund in Moabit. Code 7F3A-92QK", key: UUID | None = None) -> Post:
        return Post(
            key=key or uuid4(),
            address=address,
            text=text,
            subject="Bombenfund in Moabit",
            code="7F3A-92QK",
            link="https://warnung.mitte.example/v/7F3A-92QK",
            payload={"identifier": "urn:x:1"},
        )

    return make
