"""Stored credentials open for their row and key only, and outlive a change of keys."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.access.secrets import SecretBox
from alerts.domain.errors import SecretUnreadableError

OLD, NEW, FOREIGN = (bytes([n]) * 32 for n in (1, 2, 3))


@given(secret=st.text(st.characters(codec="utf-8")), row=st.uuids())
def test_what_is_sealed_opens(secret: str, row: object) -> None:
    box = SecretBox([NEW])
    sealed = box.seal(row, secret)  # type: ignore[arg-type]
    assert box.open(row, sealed) == secret  # type: ignore[arg-type]
    assert secret.encode() not in sealed or len(secret) < 3


def test_the_same_secret_never_looks_the_same() -> None:
    box, row = SecretBox([NEW]), uuid4()
    assert box.seal(row, "x") != box.seal(row, "x")


def test_another_row_cannot_open_it() -> None:
    box = SecretBox([NEW])
    sealed = box.seal(uuid4(), "geheim")
    with pytest.raises(SecretUnreadableError):
        box.open(uuid4(), sealed)


@pytest.mark.parametrize("place", [0, 1, 5, 17, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    box, row = SecretBox([NEW]), uuid4()
    sealed = bytearray(box.seal(row, "geheim"))
    sealed[place] ^= 1
    with pytest.raises(SecretUnreadableError):
        box.open(row, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"plain text", bytes(33)])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SecretUnreadableError):
        SecretBox([NEW]).open(uuid4(), sealed)


def test_keys_rotate_without_losing_a_secret() -> None:
    row = uuid4()
    sealed = SecretBox([OLD]).seal(row, "geheim")
    both = SecretBox([NEW, OLD])
    assert both.open(row, sealed) == "geheim"
    assert not both.is_current(sealed)
    rotated = both.rotate(row, sealed)
    assert both.is_current(rotated)
    assert both.rotate(row, rotated) == rotated
    assert SecretBox([NEW]).open(row, rotated) == "geheim"
    with pytest.raises(SecretUnreadableError):
        SecretBox([NEW]).open(row, sealed)
    with pytest.raises(SecretUnreadableError):
        SecretBox([FOREIGN]).open(row, rotated)


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b"short"]])
def test_keys_that_are_none_are_refused_at_the_start(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SecretBox(keys)
