"""Codes that survive being read out and typed in."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.model import alert_code
from alerts.domain.model.tokens import OPEN_CODE, OPEN_SENT, sent_text
from tests.domain.strategies import STEADY

codes = st.binary(min_size=alert_code.RANDOM_BYTES, max_size=alert_code.RANDOM_BYTES).map(alert_code.make)


@STEADY
@given(codes)
def test_a_code_is_valid_in_any_writing(code: str) -> None:
    writings = (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("0", "O"))

    assert [code] * len(writings) == [alert_code.normal(writing) for writing in writings]


@STEADY
@given(codes, st.integers(0, 7), st.sampled_from(alert_code.ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    letters = code.replace("-", "")
    wrong = letters[:place] + other + letters[place + 1 :]

    assert (wrong == letters) is alert_code.is_valid(wrong)


@STEADY
@given(codes, st.integers(0, 6))
def test_two_neighbours_swapped_are_noticed(code: str, place: int) -> None:
    letters = code.replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]

    assert (swapped == letters) is alert_code.is_valid(swapped)


@pytest.mark.parametrize("typed", ["", "7F3A", "7F3A-92QKX", "U234-5678", "····-····", "7F3A 92Q!"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert alert_code.normal(typed) is None


def test_a_code_needs_its_random_bytes() -> None:
    with pytest.raises(ValueError, match="5 bytes, not 4"):
        alert_code.make(b"1234")


@STEADY
@given(codes)
def test_tokens_are_as_long_as_what_replaces_them(code: str) -> None:
    from_summer_to_winter = [f"2026-{month:02d}-05T03:07:00+00:00" for month in range(1, 13)]

    assert len(OPEN_CODE) == len(code)
    assert {len(OPEN_SENT)} == {len(sent_text(datetime.fromisoformat(text))) for text in from_summer_to_winter}
