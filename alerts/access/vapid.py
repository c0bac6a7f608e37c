"""How we name ourselves to push services: VAPID (RFC 8292), a key pair of the installation, a signed word per call."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

GOOD_FOR = timedelta(hours=12)
"""How long a signed word holds; push services refuse more than a day."""
_CURVE = ec.SECP256R1()


def make() -> tuple[str, str]:
    """A new key pair: the public half as browsers want it, the private half for :func:`authorization`; base64url."""
    key = ec.generate_private_key(_CURVE)
    return encoded(point(key.public_key())), encoded(key.private_numbers().private_value.to_bytes(32, "big"))


def authorization(private: str, endpoint: str, subject: str, now: datetime) -> str:
    """The ``Authorization`` header for one push address. ``subject`` is a mailto: or https: address of ours."""
    key = ec.derive_private_key(int.from_bytes(decoded(private), "big"), _CURVE)
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + GOOD_FOR).timestamp()), "sub": subject}
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={encoded(point(key.public_key()))}"


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Base64url with or without padding. Raises ValueError."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _json(value: object) -> str:
    return encoded(json.dumps(value, separators=(",", ":")).encode())
