"""Webhooks go to public addresses only, whatever a name says, unless the installation allows more."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from alerts.channels import targets, webhook
from alerts.channels.base import Outcome, SendResult
from alerts.channels.reasons import Reason
from alerts.channels.targets import Target
from alerts.domain.model.codes import ChannelKind


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "::ffff:9.9.9.9"])
def test_public_addresses(address: str) -> None:
    assert targets.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::",
        "2001:0:a00:1::1", "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not(address: str) -> None:
    assert not targets.is_public(address)


async def _call(stage: Any, post: Any, *, private: bool = False, spared: tuple[Target, ...] = ()) -> SendResult:
    base = post.address.rsplit("/hooks/", 1)[0]
    async with aiohttp.ClientSession(connector=targets.connector(private=private, spared=spared)) as http:
        hook = webhook.WebhookConnector(stage.access(ChannelKind.WEBHOOK, base_url=base), http)
        return await hook.send(post)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_what_is_not_public_is_not_called_and_it_is_said_why(play: Any, post_to: Any, host: str) -> None:
    async def scene(stage: Any) -> None:
        result = await _call(stage, post_to(f"http://{host}:{urlsplit(stage.url).port}/hooks/stadtdisplay"))
        assert (result.outcome, result.reason, result.answer) == (Outcome.REFUSED, Reason.NOT_PUBLIC, "")
        assert await stage.posts() == []

    play(scene)


def test_what_the_installation_allows_is_called(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        port = urlsplit(stage.url).port
        spared = targets.of_url(f"http://localhost:{port}")
        results = [
            await _call(stage, post_to(f"{stage.url}/hooks/stadtdisplay"), private=True),
            await _call(stage, post_to(f"http://localhost:{port}/hooks/stadtdisplay"), spared=spared),
        ]
        assert [result.outcome for result in results] == [Outcome.ACCEPTED, Outcome.ACCEPTED]

    play(scene)
