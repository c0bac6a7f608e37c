"""Bearer secrets: random, shown once, kept as digests only."""

from __future__ import annotations

import hashlib
import hmac
import secrets

KEY_PREFIX = "ort_"
"""An API key begins so, for people and for secret scanners."""


def new_session_token() -> str:
    """A session cookie's value: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """An API key: the prefix and 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def new_csrf() -> str:
    """The value that a session's forms must carry: 192 random bits."""
    return secrets.token_urlsafe(24)


def digest(kind: str, value: str) -> bytes:
    """SHA-256 of a login, session token, key or address; ``kind`` keeps them apart."""
    return hashlib.sha256(f"{kind}\n{value}".encode("utf-8", "replace")).digest()


def same(expected: str, given: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(expected.encode("utf-8", "replace"), given.encode("utf-8", "replace"))
