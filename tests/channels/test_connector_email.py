"""Our e-mail connector against a real SMTP server: the sandbox's sink, and aiosmtpd with its own handlers."""

from __future__ import annotations

import asyncio
import email
import email.policy
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from alerts.channels import registry
from alerts.channels.base import Access, Health, Outcome
from alerts.channels.email import TRAITS, EmailConnector, xtext
from alerts.domain.model.codes import ChannelKind

LIST = "moabit@listen.example"
KEY = UUID("6f1f0c1e-3c55-4b8a-9a60-0d5e5f1c7a11")
QUICK = replace(TRAITS, send_timeout=0.7)


def connector(stage: Any, **changed: Any) -> EmailConnector:
    return EmailConnector(stage.access(ChannelKind.EMAIL, **changed), QUICK)


def test_a_mail_arrives_with_its_text_and_the_headers_of_a_list(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        settings = {
            "sender": "warnung@mitte.example",
            "sender_name": "Bezirk Mitte, Lage",
            "list_id": "moabit.listen.example",
            "unsubscribe_url": "https://listen.example/abmelden/moabit",
            "unsubscribe_mailto": "abmelden@listen.example",
        }
        mail = registry.open(stage.access(ChannelKind.EMAIL, settings=settings), stage.http)
        text = "Bombenfund in Moabit – bitte Fenster schließen.\n\n.Punkt am Zeilenanfang\nCode 7F3A-92QK"
        result = await mail.send(post_to(LIST, text=text, key=KEY))
        assert (result.outcome, result.gateway_id) == (Outcome.ACCEPTED, f"{KEY}@mitte.example")
        (post,) = await stage.posts()
        assert (post["gateway"], post["channel"], post["text"]) == ("email", LIST, text)
        assert post["subject"] == "Bombenfund in Moabit"
        assert post["extra"]["headers"] == {
            "From": '"Bezirk Mitte, Lage" <warnung@mitte.example>',
            "To": LIST,
            "Message-ID": f"<{KEY}@mitte.example>",
            "List-Id": "<moabit.listen.example>",
            "List-Unsubscribe": "<https://listen.example/abmelden/moabit>, <mailto:abmelden@listen.example>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": "de",
        }

    play(scene)


def test_every_try_carries_the_same_message_id(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        for _ in range(2):
            await connector(stage).send(post_to(LIST, key=KEY))
        assert [(p["id"], p["repeat"]) for p in await stage.posts()] == [
            (f"<{KEY}@mitte.example>", False),
            (f"<{KEY}@mitte.example>", True),
        ]

    play(scene)


def test_a_subject_cannot_smuggle_headers_in(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        post = replace(post_to(LIST), subject="Bombe\r\nBcc: alle@listen.example\r\n\r\nText")
        assert (await connector(stage).send(post)).outcome is Outcome.ACCEPTED
        (arrived,) = await stage.posts()
        assert arrived["subject"] == "Bombe Bcc: alle@listen.example Text"
        assert arrived["channel"] == LIST

    play(scene)


@pytest.mark.parametrize(
    ("fault", "outcome", "applied"),
    [
        ({"kind": "reset-before"}, Outcome.UNKNOWN, 0),
        ({"kind": "reset-after"}, Outcome.UNKNOWN, 1),
        ({"kind": "hang"}, Outcome.UNKNOWN, 0),
        ({"kind": "throttle"}, Outcome.NOT_SENT, 0),
        ({"kind": "error-before"}, Outcome.REFUSED, 0),
        ({"kind": "status", "status": 452}, Outcome.NOT_SENT, 0),
        ({"kind": "status", "status": 550}, Outcome.REFUSED, 0),
        ({"kind": "slow", "delay": 0.1}, Outcome.ACCEPTED, 1),
    ],
)
def test_only_what_is_proven_is_claimed(
    play: Any, post_to: Any, fault: dict[str, Any], outcome: Outcome, applied: int
) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault(**fault, scope="mail", count=1)
        assert (await connector(stage).send(post_to(LIST))).outcome is outcome
        assert len(await stage.posts()) == applied

    play(scene)


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "x@y.example\r\nRCPT TO:<z@y.example>", "Ä <a@b.example>"])
def test_an_address_that_is_none_is_refused(play: Any, post_to: Any, address: str) -> None:
    async def scene(stage: Any) -> None:
        assert (await connector(stage).send(post_to(address))).outcome is Outcome.REFUSED
        assert await stage.posts() == []

    play(scene)


@pytest.mark.parametrize(
    "changed",
    [
        {"base_url": "http://127.0.0.1"},
        {"base_url": "smtp://:x"},
        {"base_url": ""},
        {"settings": {}},
        {"settings": {"sender": "nobody"}},
    ],
)
def test_an_account_without_its_settings_is_refused(play: Any, post_to: Any, changed: dict[str, Any]) -> None:
    async def scene(stage: Any) -> None:
        assert (await connector(stage, **changed).send(post_to(LIST))).outcome is Outcome.REFUSED
        assert (await connector(stage, **changed).health()).ok is False

    play(scene)


def test_health_and_a_relay_that_is_not_there(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        assert await connector(stage).health() == Health(ok=True)
        gone = connector(stage, base_url="smtp://127.0.0.1:9")
        assert (await gone.send(post_to(LIST))).outcome is Outcome.NOT_SENT
        assert (await gone.health()).ok is False

    play(scene)


class Relay:
    """aiosmtpd's handler of a relay with rules of its own."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("unknown"):
            return "550 5.1.1 no such list"
        if address.startswith("busy"):
            return "450 4.2.1 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.original_content))
        return "250 queued as 1"


def sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"mitte", b"geheim-77"), handled=False)


def at_a_relay(scene: Any, **options: Any) -> Relay:
    relay = Relay()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(relay, loop=loop, hostname="relay.invalid", **options), "127.0.0.1", 0
        )
        async with server:
            await asyncio.wait_for(scene(server.sockets[0].getsockname()[1]), 20)

    asyncio.run(run())
    return relay


def at(port: int, secret: str = "", user: str = "") -> EmailConnector:
    access = Access(
        account=KEY,
        kind=ChannelKind.EMAIL,
        base_url=f"smtp://127.0.0.1:{port}",
        secret=secret,
        settings={"sender": "warnung@mitte.example", "user": user},
    )
    return EmailConnector(access, QUICK)


def test_what_goes_over_the_wire_is_a_proper_message(post_to: Any) -> None:
    async def scene(port: int) -> None:
        result = await at(port).send(post_to(LIST, text="Straße gesperrt\n" + "lang " * 400))
        assert (result.outcome, result.answer) == (Outcome.ACCEPTED, "250 queued as 1")

    ((recipients, raw),) = at_a_relay(scene).taken
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert recipients == [LIST]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content().startswith("Straße gesperrt")
    assert message["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("address", "outcome"), [("unknown@l.example", Outcome.REFUSED), ("busy@l.example", Outcome.NOT_SENT)]
)
def test_a_refused_recipient_proves_that_nothing_was_sent(post_to: Any, address: str, outcome: Outcome) -> None:
    async def scene(port: int) -> None:
        assert (await at(port).send(post_to(address))).outcome is outcome

    assert at_a_relay(scene).taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_relay_that_wants_a_sign_in(post_to: Any) -> None:
    async def scene(port: int) -> None:
        assert (await at(port, "geheim-77", "mitte").send(post_to(LIST))).outcome is Outcome.ACCEPTED
        wrong = await at(port, "falsch-88", "mitte").send(post_to(LIST))
        assert wrong.outcome is Outcome.REFUSED
        assert "falsch-88" not in wrong.reason + wrong.answer
        assert (await at(port).send(post_to(LIST))).outcome is Outcome.REFUSED

    options = {"authenticator": sign_in, "auth_required": True, "auth_require_tls": False}
    assert len(at_a_relay(scene, **options).taken) == 1


def test_a_sign_in_that_the_relay_does_not_know_is_refused(post_to: Any) -> None:
    async def scene(port: int) -> None:
        assert (await at(port, "geheim-77", "mitte").send(post_to(LIST))).outcome is Outcome.REFUSED

    assert at_a_relay(scene).taken == []


def test_reports_are_asked_for_by_the_rules_of_the_protocol(play: Any, post_to: Any) -> None:
    async def scene(stage: Any) -> None:
        access = stage.access(ChannelKind.EMAIL)
        mail = EmailConnector(replace(access, mark=lambda key: f"mark{key.hex[:4]}"), QUICK)
        result = await mail.send(post_to("moabit+warnung@listen.example", key=KEY))
        assert (Outcome.ACCEPTED, f"{KEY.hex}.mark6f1f") == (result.outcome, result.gateway_id)
        (post,) = await stage.posts()
        assert {
            "id": f"{KEY.hex}.mark6f1f",
            "ret": "HDRS",
            "notify": "SUCCESS,FAILURE,DELAY",
            "orcpt": "rfc822;moabit+2Bwarnung@listen.example",
        } == post["extra"]["envelope"]

    play(scene)


def test_what_a_parameter_cannot_hold_is_written_in_hexadecimal() -> None:
    assert "a+2Bb+3Dc+20+C3+A4~!" == xtext("a+b=c ä~!")
