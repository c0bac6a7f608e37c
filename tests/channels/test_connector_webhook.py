"""Our webhook connector against the sandbox's receiver, whose signatures the standard's own library checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alerts.channels import registry, webhook
from alerts.channels.base import Connector, Health, Outcome
from alerts.domain.model.codes import ChannelKind

QUICK = replace(webhook.TRAITS, send_timeout=0.5)


def connector(stage: Any, **changed: Any) -> Connector:
    return webhook.WebhookConnector(stage.access(ChannelKind.WEBHOOK, **changed), stage.http, QUICK)


def test_a_call_is_signed_and_its_repeat_recognised(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        hook = registry.open(stage.access(ChannelKind.WEBHOOK), stage.http)
        post = post_to(f"{stage.url}/hooks/stadtdisplay")
        for _ in range(2):
            result = await hook.send(post)
            assert (result.outcome, result.gateway_id) == (Outcome.ACCEPTED, str(post.key))
        (only,) = await stage.posts()
        data = only["extra"]["body"]["data"]
        assert (data["code"], data["text"], data["alert"]) == (post.code, post.text, {"identifier": "urn:x:1"})
        (state,) = await stage.control("GET", "hooks")
        assert state["calls"] == {str(post.key): 2}

    play(scene)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "reset-before"}, Outcome.UNKNOWN),
        ({"kind": "reset-after"}, Outcome.UNKNOWN),
        ({"kind": "error-before"}, Outcome.UNKNOWN),
        ({"kind": "hang"}, Outcome.UNKNOWN),
        ({"kind": "throttle", "retry_after": 4}, Outcome.THROTTLED),
        ({"kind": "status", "status": 410}, Outcome.REFUSED),
        ({"kind": "status", "status": 400}, Outcome.REFUSED),
        ({"kind": "status", "status": 301}, Outcome.UNKNOWN),
        ({"kind": "empty"}, Outcome.ACCEPTED),
    ],
)
def test_what_the_receiver_says_is_what_is_claimed(
    play: Any, post_to: Any, fault: dict[str, Any], outcome: Outcome
) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault(**fault, scope="hook", count=1)
        result = await connector(stage).send(post_to(f"{stage.url}/hooks/stadtdisplay"))
        assert result.outcome is outcome
        assert result.retry_after == (4.0 if outcome is Outcome.THROTTLED else None)

    play(scene)


def test_a_wrong_signing_secret_is_refused_by_the_receiver(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        wrong = connector(stage, secret="whsec_d3Jvbmctc2VjcmV0LXdyb25nLXNlY3JldA==")
        assert (await wrong.send(post_to(f"{stage.url}/hooks/stadtdisplay"))).outcome is Outcome.REFUSED
        assert (await stage.control("GET", "hooks"))[0]["rejected"] == 1
        assert await stage.posts() == []

    play(scene)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!"])
def test_a_secret_that_is_none_is_refused_without_raising(play: Any, post_to: Any, secret: str) -> None:
    async def scene(stage: Any) -> None:
        broken = connector(stage, secret=secret)
        assert (await broken.send(post_to(f"{stage.url}/hooks/stadtdisplay"))).outcome is Outcome.REFUSED
        assert (await broken.health()).ok is False

    play(scene)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/hooks/stadtdisplay",
        "http://169.254.169.254/latest",
        "http://user:pw@{host}/hooks/stadtdisplay",
        "file:///etc/passwd",
        "//{host}/hooks/stadtdisplay",
        "nonsense",
        "",
    ],
)
def test_an_address_elsewhere_is_never_called(play: Any, post_to: Any, address: str) -> None:
    async def scene(stage: Any) -> None:
        host = stage.url.removeprefix("http://")
        assert (await connector(stage).send(post_to(address.format(host=host)))).outcome is Outcome.REFUSED

    play(scene)


def test_plain_http_beyond_this_machine_is_never_called(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        outside = connector(stage, base_url="http://display.example")
        assert (await outside.send(post_to("http://display.example/x"))).outcome is Outcome.REFUSED

    play(scene)


def test_health_asks_whether_anybody_is_there(play: Any) -> None:
    async def scene(stage: Any) -> None:
        assert await connector(stage).health() == Health(ok=True)
        assert (await connector(stage, base_url="http://127.0.0.1:9").health()).ok is False

    play(scene)
