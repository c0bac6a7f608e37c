"""Stored credentials: AES-256-GCM, bound to the row they belong to, with keys that can be rotated.

A sealed secret is one byte of version, four bytes naming the key, twelve bytes of nonce, then the ciphertext with its
tag. The row's id is associated data: a secret copied into another row cannot be opened there.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alerts.domain.errors import SecretUnreadableError

VERSION = 1
KEY_BYTES = 32
_NAME = slice(1, 5)
_NONCE = slice(5, 17)
_CIPHER = slice(17, None)
_SHORTEST = 17 + 16


class SecretBox:
    """Seals with the first key and opens with any. Keys are 32 bytes each; ``ValueError`` if one is not."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"at least one key, each of {KEY_BYTES} bytes")
        self._current = _name(keys[0])
        self._ciphers = {_name(key): AESGCM(key) for key in reversed(keys)}
        self._markers = [hashlib.sha256(b"ortsruf marks" + key).digest() for key in keys]

    def seal(self, row: UUID, secret: str) -> bytes:
        """Encrypt a secret for a row."""
        nonce = os.urandom(12)
        cipher = self._ciphers[self._current]
        return bytes([VERSION]) + self._current + nonce + cipher.encrypt(nonce, secret.encode(), row.bytes)

    def open(self, row: UUID, sealed: bytes) -> str:
        """Decrypt a row's secret.

        Raises :class:`SecretUnreadableError` if no key at hand fits, the row is another one, or a byte was changed.
        """
        cipher = self._ciphers.get(sealed[_NAME])
        if cipher is None or len(sealed) < _SHORTEST or sealed[0] != VERSION:
            raise SecretUnreadableError()
        try:
            return cipher.decrypt(sealed[_NONCE], sealed[_CIPHER], row.bytes).decode()
        except InvalidTag as error:
            raise SecretUnreadableError() from error

    def is_current(self, sealed: bytes) -> bool:
        """Whether the first key sealed it; if not, :meth:`rotate` it before the old key goes."""
        return sealed[_NAME] == self._current

    def rotate(self, row: UUID, sealed: bytes) -> bytes:
        """Seal anew with the first key. Raises :class:`SecretUnreadableError` as :meth:`open` does."""
        return sealed if self.is_current(sealed) else self.seal(row, self.open(row, sealed))

    def mark(self, purpose: str, *rows: UUID) -> str:
        """A proof that holders of the keys made, for these rows and this purpose: 128 bits in hexadecimal."""
        return _mark(self._markers[0], purpose, rows)

    def is_mark(self, given: str, purpose: str, *rows: UUID) -> bool:
        """Whether ``given`` was made so with any of the keys."""
        shown = given.lower().encode("utf-8", "replace")
        return any(hmac.compare_digest(_mark(key, purpose, rows).encode(), shown) for key in self._markers)


def _mark(key: bytes, purpose: str, rows: Sequence[UUID]) -> str:
    message = purpose.encode() + b"\n" + b"".join(row.bytes for row in rows)
    return hmac.digest(key, message, "sha256")[:16].hex()


def _name(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:4]
