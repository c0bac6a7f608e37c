"""Our WAHA connector against the sandbox, with everything that can go wrong."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from typing import Any

import pytest

from alerts.channels import registry, waha
from alerts.channels.base import Connector, Health, Outcome, ReadBack
from alerts.domain.model.codes import ChannelKind

MOABIT = "120363000000000101@newsletter"
QUICK = replace(waha.TRAITS, send_timeout=0.5)


def connector(stage: Any, **changed: Any) -> Connector:
    return waha.WahaConnector(stage.access(ChannelKind.WHATSAPP, **changed), stage.http, QUICK)


def test_a_post_is_accepted_named_and_read_back(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        whatsapp = registry.open(stage.access(ChannelKind.WHATSAPP), stage.http)
        post = post_to(MOABIT)
        assert await whatsapp.read_back(post) == ReadBack(found=False)
        result = await whatsapp.send(post)
        assert result.outcome is Outcome.ACCEPTED
        assert result.gateway_id == f"true_{MOABIT}_{waha.message_id(post)}"
        back = await whatsapp.read_back(post)
        assert ReadBack(found=True, gateway_id=result.gateway_id, posted=back.posted) == back
        assert back.posted is not None
        assert abs(back.posted - time.time()) < 5
        assert await stage.texts() == [post.text]

    play(scene)


def test_a_post_that_stands_in_its_channel_twice_is_counted(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        whatsapp, post = connector(stage), post_to(MOABIT)
        await whatsapp.send(post)
        await whatsapp.send(post)
        assert 2 == (await whatsapp.read_back(post)).copies

    play(scene)


def test_a_post_that_another_hand_made_is_found_by_its_code(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        by_hand = post_to(MOABIT, text="Von Hand: Bombenfund. 7F3A-92QK")
        assert (await connector(stage).send(by_hand)).outcome is Outcome.ACCEPTED
        look = await connector(stage).read_back(post_to(MOABIT))
        assert look.found is True

    play(scene)


@pytest.mark.parametrize(
    ("fault", "outcome", "applied"),
    [
        ({"kind": "reset-before"}, Outcome.UNKNOWN, False),
        ({"kind": "reset-after"}, Outcome.UNKNOWN, True),
        ({"kind": "error-before"}, Outcome.UNKNOWN, False),
        ({"kind": "error-after"}, Outcome.UNKNOWN, True),
        ({"kind": "empty"}, Outcome.UNKNOWN, False),
        ({"kind": "empty-applied"}, Outcome.UNKNOWN, True),
        ({"kind": "hang"}, Outcome.UNKNOWN, False),
        ({"kind": "hang-after"}, Outcome.UNKNOWN, True),
        ({"kind": "slow", "delay": 0.1}, Outcome.ACCEPTED, True),
        ({"kind": "throttle"}, Outcome.THROTTLED, False),
        ({"kind": "status", "status": 400}, Outcome.REFUSED, False),
        ({"kind": "status", "status": 403}, Outcome.REFUSED, False),
        ({"kind": "status", "status": 404}, Outcome.REFUSED, False),
        ({"kind": "status", "status": 422}, Outcome.REFUSED, False),
        ({"kind": "status", "status": 408}, Outcome.UNKNOWN, False),
        ({"kind": "status", "status": 502}, Outcome.UNKNOWN, False),
        ({"kind": "status", "status": 302}, Outcome.UNKNOWN, False),
    ],
)
def test_only_what_is_proven_is_claimed(
    play: Any, post_to: Any, fault: dict[str, Any], outcome: Outcome, applied: bool
) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault(**fault, count=1)
        post = post_to(MOABIT)
        result = await connector(stage).send(post)
        assert result.outcome is outcome
        assert bool(result.reason) == (outcome is not Outcome.ACCEPTED)
        assert (await connector(stage).read_back(post)).found is applied

    play(scene)


def test_a_late_application_shows_up_after_the_outcome_was_unknown(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault("late", delay=0.3, count=1)
        post = post_to(MOABIT)
        assert (await connector(stage).send(post)).outcome is Outcome.UNKNOWN
        assert (await connector(stage).read_back(post)).found is False
        while not (await connector(stage).read_back(post)).found:
            pass
        assert await stage.texts() == [post.text]

    play(scene)


@pytest.mark.parametrize(("hint", "expected"), [(7, 7.0), (None, None)])
def test_a_throttle_passes_its_hint_on(play: Any, post_to: Any, hint: int | None, expected: float | None) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault("throttle", count=1, retry_after=hint)
        result = await connector(stage).send(post_to(MOABIT))
        assert (result.outcome, result.retry_after) == (Outcome.THROTTLED, expected)

    play(scene)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("STOPPED", Outcome.REFUSED),
        ("FAILED", Outcome.REFUSED),
        ("SCAN_QR_CODE", Outcome.REFUSED),
        ("STARTING", Outcome.NOT_SENT),
    ],
)
def test_a_session_that_is_down_needs_a_person_and_one_that_starts_only_time(
    play: Any, post_to: Any, status: str, outcome: Outcome
) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", "sessions/mitte", {"status": status})
        assert (await connector(stage).send(post_to(MOABIT))).outcome is outcome
        assert await connector(stage).health() == Health(ok=False, detail=status)

    play(scene)


def test_a_refused_connection_proves_that_nothing_was_sent(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nobody = connector(stage, base_url=f"http://127.0.0.1:{taken.getsockname()[1]}")
            assert (await nobody.send(post_to(MOABIT))).outcome is Outcome.NOT_SENT
            assert (await nobody.read_back(post_to(MOABIT))).found is None
            assert await nobody.followers(MOABIT) is None
            assert (await nobody.health()).ok is False

    play(scene)


@pytest.mark.parametrize("address", ["not a url", "ftp://x", "http://", ""])
def test_an_address_that_is_none_is_refused_without_raising(play: Any, post_to: Any, address: str) -> None:
    async def scene(stage: Any) -> None:
        result = await connector(stage, base_url=address).send(post_to(MOABIT))
        assert result.outcome in (Outcome.REFUSED, Outcome.NOT_SENT)

    play(scene)


def test_a_wrong_key_is_refused_and_never_repeated_to_people(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        result = await connector(stage, secret="wrong-key-55").send(post_to(MOABIT))
        assert result.outcome is Outcome.REFUSED
        assert "wrong-key-55" not in result.reason + result.answer

    play(scene)


def test_a_text_that_is_too_long_is_refused_before_it_leaves(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        assert (await connector(stage).send(post_to(MOABIT, text="x" * 4097))).outcome is Outcome.REFUSED
        assert (await connector(stage).send(post_to(MOABIT, text="😀" * 2049))).outcome is Outcome.REFUSED
        assert await stage.posts() == []
        assert (await connector(stage).send(post_to(MOABIT, text="x" * 4096))).outcome is Outcome.ACCEPTED

    play(scene)


def test_followers_and_health_are_asked_of_the_gateway(play: Any) -> None:
    async def scene(stage: Any) -> None:
        assert await connector(stage).followers(MOABIT) == 812
        assert await connector(stage).followers("9@newsletter") is None
        assert await connector(stage).health() == Health(ok=True)
        assert (await connector(stage, secret="x").health()).ok is False

    play(scene)


@pytest.mark.parametrize("kind", ["reset-before", "hang", "error-before", "empty", "throttle"])
def test_a_look_that_fails_says_nothing(play: Any, post_to: Any, kind: str) -> None:
    async def scene(stage: Any) -> None:
        post = post_to(MOABIT)
        await connector(stage).send(post)
        await stage.fault(kind, on="read")
        assert (await connector(stage).read_back(post)).found is None
        assert await connector(stage).followers(MOABIT) is None

    play(scene)
