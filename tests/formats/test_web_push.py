"""Web Push messages against the example of RFC 8291 and the signature of RFC 8292."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from alerts.access import vapid
from alerts.formats import web_push

# RFC 8291, section 5.
MESSAGE = b"When I grow up, I want to be a watermelon"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_rfc_comes_out_byte_by_byte() -> None:
    sender = ec.derive_private_key(int.from_bytes(vapid.decoded(SENDER), "big"), ec.SECP256R1())
    made = web_push.sealed(
        MESSAGE, vapid.decoded(BROWSER), vapid.decoded(AUTH), sender=sender, salt=vapid.decoded(SALT)
    )
    assert BODY == vapid.encoded(made)


def test_every_message_has_keys_of_its_own() -> None:
    first, second = (web_push.sealed(MESSAGE, vapid.decoded(BROWSER), vapid.decoded(AUTH)) for _ in range(2))
    assert len(first) == len(second)
    assert set() == {first[:16], first[21:86]} & {second[:16], second[21:86]}


@pytest.mark.parametrize(
    ("message", "browser", "auth"),
    [
        (b"x" * (web_push.LONGEST + 1), vapid.decoded(BROWSER), vapid.decoded(AUTH)),
        (MESSAGE, b"\x04" + b"\x01" * 64, vapid.decoded(AUTH)),
        (MESSAGE, vapid.decoded(BROWSER)[:-1], vapid.decoded(AUTH)),
        (MESSAGE, vapid.decoded(BROWSER), b"short"),
    ],
)
def test_what_no_browser_could_read_is_refused(message: bytes, browser: bytes, auth: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        web_push.sealed(message, browser, auth)


def test_we_sign_for_one_push_service_and_half_a_day() -> None:
    public, private = vapid.make()
    now = datetime(2026, 11, 24, 22, 1, tzinfo=UTC)
    header = vapid.authorization(private, "https://push.example:8443/a/b?c=d", "mailto:warnung@mitte.example", now)
    token, key = header.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    expected = {"aud": "https://push.example:8443", "exp": int(now.timestamp()) + 43200}
    assert {**expected, "sub": "mailto:warnung@mitte.example"} == json.loads(vapid.decoded(claims))
    assert {"typ": "JWT", "alg": "ES256"} == json.loads(vapid.decoded(head))
    assert public == key
    raw = vapid.decoded(signature)
    whole = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    web_push.public_key(vapid.decoded(key)).verify(whole, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
