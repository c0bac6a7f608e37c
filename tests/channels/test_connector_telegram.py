"""Our Telegram connector against the sandbox."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alerts.channels import registry, telegram
from alerts.channels.base import Connector, Health, Outcome
from alerts.domain.model.codes import ChannelKind

CHAT = "-1001000000101"
TOKEN = "4711:AAEE-sandbox-token"
QUICK = replace(telegram.TRAITS, send_timeout=0.5)


def connector(stage: Any, **changed: Any) -> Connector:
    return telegram.TelegramConnector(stage.access(ChannelKind.TELEGRAM, **changed), stage.http, QUICK)


def test_a_message_id_confirms(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        bot = registry.open(stage.access(ChannelKind.TELEGRAM), stage.http)
        result = await bot.send(post_to(CHAT))
        assert (result.outcome, result.gateway_id) == (Outcome.ACCEPTED, "1")
        assert bot.traits.confirms
        assert (await bot.read_back(post_to(CHAT))).found is None
        assert await stage.texts() == [post_to(CHAT).text]

    play(scene)


@pytest.mark.parametrize(
    ("fault", "outcome", "applied"),
    [
        ({"kind": "reset-before"}, Outcome.UNKNOWN, 0),
        ({"kind": "reset-after"}, Outcome.UNKNOWN, 1),
        ({"kind": "error-after"}, Outcome.UNKNOWN, 1),
        ({"kind": "empty"}, Outcome.UNKNOWN, 0),
        ({"kind": "hang"}, Outcome.UNKNOWN, 0),
        ({"kind": "throttle", "retry_after": 5}, Outcome.THROTTLED, 0),
        ({"kind": "status", "status": 400}, Outcome.REFUSED, 0),
        ({"kind": "status", "status": 403}, Outcome.REFUSED, 0),
        ({"kind": "status", "status": 502}, Outcome.UNKNOWN, 0),
    ],
)
def test_only_what_is_proven_is_claimed(
    play: Any, post_to: Any, fault: dict[str, Any], outcome: Outcome, applied: int
) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault(**fault, count=1)
        result = await connector(stage).send(post_to(CHAT))
        assert result.outcome is outcome
        assert result.retry_after == (5.0 if outcome is Outcome.THROTTLED else None)
        assert len(await stage.posts()) == applied

    play(scene)


def test_pacing_comes_back_as_a_throttle_with_its_seconds(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", f"bots/{TOKEN}", {"paced": True})
        assert (await connector(stage).send(post_to(CHAT))).outcome is Outcome.ACCEPTED
        result = await connector(stage).send(post_to(CHAT))
        assert (result.outcome, result.retry_after) == (Outcome.THROTTLED, 1.0)

    play(scene)


@pytest.mark.parametrize(("secret", "address"), [("1:wrong-token", CHAT), ("nonsense", CHAT), (TOKEN, "-1")])
def test_a_wrong_token_or_chat_is_refused_and_the_token_never_shown(
    play: Any, post_to: Any, secret: str, address: str
) -> None:
    async def scene(stage: Any) -> None:
        result = await connector(stage, secret=secret).send(post_to(address))
        assert result.outcome is Outcome.REFUSED
        assert secret not in result.reason + result.answer

    play(scene)


def test_a_token_is_not_shown_even_when_nobody_answers(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        nobody = connector(stage, base_url="http://127.0.0.1:9")
        result = await nobody.send(post_to(CHAT))
        assert result.outcome is Outcome.NOT_SENT
        assert TOKEN not in result.reason + result.answer
        assert TOKEN not in (await nobody.health()).detail

    play(scene)


def test_members_and_health(play: Any) -> None:
    async def scene(stage: Any) -> None:
        assert await connector(stage).followers(CHAT) == 64
        assert await connector(stage).followers("@moabit_warnt") == 64
        assert await connector(stage).followers("-1") is None
        assert await connector(stage).health() == Health(ok=True)
        assert (await connector(stage, secret="1:wrong-token").health()).ok is False

    play(scene)
