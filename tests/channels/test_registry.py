"""Every kind has a connector, and its traits are the ones it works with."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from alerts.channels import registry
from alerts.channels.base import Health, Outcome
from alerts.domain.limits import KINDS
from alerts.domain.model.codes import ChannelKind


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_traits_are_the_connectors_own(play: Any, kind: ChannelKind) -> None:
    async def scene(stage: Any) -> None:
        shape = ChannelKind.WHATSAPP if kind is ChannelKind.WHATSAPP_MANUAL else kind
        access = stage.access(shape)
        opened = registry.open(type(access)(**{**vars(access), "kind": kind}), stage.http)
        assert opened.traits == registry.traits(kind)
        assert opened.traits.kind is kind
        assert opened.traits.max_text in (None, KINDS[kind].characters)
        await opened.aclose()

    play(scene)


def test_a_manual_post_waits_for_a_person(post_to: Any) -> None:
    async def scene() -> None:
        by_hand = registry._OPENERS[ChannelKind.WHATSAPP_MANUAL](None, None)  # type: ignore[arg-type]
        assert (await by_hand.send(post_to("Warnungen Moabit"))).outcome is Outcome.AWAITS_PERSON
        assert (await by_hand.read_back(post_to("Warnungen Moabit"))).found is None
        assert await by_hand.followers("Warnungen Moabit") is None
        assert await by_hand.health() == Health(ok=True)

    asyncio.run(scene())
    assert registry.traits(ChannelKind.WHATSAPP_MANUAL).manual
