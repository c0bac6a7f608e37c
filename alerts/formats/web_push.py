"""A Web Push message, sealed for one browser: aes128gcm (RFC 8188) with the keys of RFC 8291.

Only the browser can read it; the push service in between sees its length. The primitives are those of ``cryptography``.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LONGEST = 3993
"""Bytes of a message: every push service takes a body of 4096 with its header."""
POINT_BYTES, AUTH_BYTES, SALT_BYTES = 65, 16, 16
_RECORD = 4096
_LAST = b"\x02"


def sealed(
    message: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push. ``p256dh`` and ``auth`` come from the browser; ``sender`` and ``salt`` are made anew for
    every message and given only to repeat a known one.

    Raises ValueError for keys that are none and for a message that is too long.
    """
    if len(message) > LONGEST:
        raise ValueError(f"at most {LONGEST} bytes")
    if len(auth) != AUTH_BYTES:
        raise ValueError(f"a secret of {AUTH_BYTES} bytes")
    browser = public_key(p256dh)
    own = sender or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(SALT_BYTES)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), browser)
    seed = _derived(shared, auth, b"WebPush: info\0" + p256dh + point, 32)
    key = _derived(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(seed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, message + _LAST, None)


def public_key(p256dh: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's key. Raises ValueError where it is no point of the curve."""
    if len(p256dh) != POINT_BYTES:
        raise ValueError(f"a key of {POINT_BYTES} bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
