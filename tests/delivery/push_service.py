"""A push service and the browsers behind it: checks who sends, opens what came, as RFC 8291, 8188 and 8292 have it.

It shares no code with what it tests: keys are derived with HMAC by hand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass
class Subscriber:
    """One browser that has subscribed."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: uuid4().bytes)
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses to answer next; 201 once they are used up."""

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": _text(self.point), "auth": _text(self.secret)}

    def open(self, body: bytes) -> dict[str, Any]:
        """Decrypt; raises where a bit is wrong."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        assert len(body) <= 4096
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        seed = _expand(_mac(self.secret, shared), b"WebPush: info\0" + self.point + sender, 32)
        extracted = _mac(salt, seed)
        key = _expand(extracted, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _expand(extracted, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        message, _, padding = plain.rpartition(b"\x02")
        assert padding.strip(b"\0") == b""
        opened: dict[str, Any] = json.loads(message)
        return opened


class PushService:
    """Takes pushes for its subscribers over HTTP."""

    def __init__(self) -> None:
        self.subscribers: dict[str, Subscriber] = {}
        self.url = ""

    def subscriber(self) -> Subscriber:
        """A new browser."""
        path = f"/push/{uuid4().hex}"
        self.subscribers[path] = Subscriber(endpoint=f"{self.url}{path}")
        return self.subscribers[path]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """What a push service answers: 404 to strangers, 401 without a good signature, 201."""
        subscriber = self.subscribers.get(path)
        if subscriber is None:
            return 404
        if subscriber.answers:
            return subscriber.answers.pop(0)
        if not self._is_signed(headers.get("authorization", "")):
            return 401
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return 400
        subscriber.got.append(subscriber.open(body))
        subscriber.headers.append(headers)
        return 201

    def _is_signed(self, header: str) -> bool:
        token, _, key = header.removeprefix("vapid t=").partition(", k=")
        signed, _, signature = token.rpartition(".")
        raw = _bytes(signature)
        whole = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        public.verify(whole, signed.encode(), ec.ECDSA(hashes.SHA256()))
        claims = json.loads(_bytes(signed.split(".")[1]))
        in_time = 0 < claims["exp"] - time.time() <= 86_400
        return bool(claims["aud"] == self.url and claims["sub"].startswith("mailto:") and in_time)


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs while the block does."""
    service = PushService()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            status = service.take(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    return _mac(key, info + b"\x01")[:length]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
