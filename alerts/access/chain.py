"""The audit chain: each entry's digest covers the one before, so that an edit or a removal shows."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

GENESIS = bytes(32)


def link(previous: bytes, entry: dict[str, Any]) -> bytes:
    """SHA-256 over the previous digest and the RFC 8785 form of the entry (JSON values only)."""
    return hashlib.sha256(previous + rfc8785.dumps(entry)).digest()
