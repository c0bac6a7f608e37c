"""The code of an alert: eight characters that people read out, type in and search for, like 7F3A-92QK.

Seven characters carry 35 random bits, the eighth is a check character: every single mistyped character and every
swap of two neighbours is noticed. The alphabet has no I, L, O and U (Crockford's base 32), so that nothing looks like
a digit; I and L are read as 1, O as 0.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

RANDOM_BYTES = 5
"""How many random bytes ``make`` wants; 35 of their 40 bits are used."""

_LENGTH = 8
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def make(random: bytes) -> str:
    """A code from ``RANDOM_BYTES`` random bytes. Raises ValueError for another number of bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"an alert code is made from {RANDOM_BYTES} bytes, not {len(random)}")
    number = int.from_bytes(random, "big") >> 5
    values = [number >> shift & 31 for shift in range(30, -1, -5)]
    return shown("".join(ALPHABET[value] for value in [*values, _check(values)]))


def normal(typed: str) -> str | None:
    """A code as it is stored, from what a person typed (small letters, blanks, look-alikes), or None if it is none."""
    letters = "".join(character for character in typed.upper() if character.isalnum()).translate(_LOOK_ALIKES)
    if len(letters) != _LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    values = [ALPHABET.index(letter) for letter in letters]
    return shown(letters) if values[-1] == _check(values[:-1]) else None


def is_valid(typed: str) -> bool:
    """Whether what was typed is a well-formed code with a right check character; it need not exist."""
    return normal(typed) is not None


def shown(letters: str) -> str:
    """Eight letters in two groups."""
    return f"{letters[:4]}-{letters[4:]}"


def _check(values: list[int]) -> int:
    """A weighted sum in the field of 32 elements: weights differ and none is 0, hence any one change and any swap
    of two different neighbours changes it."""
    total = 0
    for value in values:
        total = _double(total) ^ value
    return _double(total)


def _double(value: int) -> int:
    """Times x in GF(2)[x] / (x^5 + x^2 + 1)."""
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 32 else shifted
