"""Two texts side by side: what went and what came is marked, and no letter is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.differences import Piece, sides


def test_the_changed_words_alone_are_marked() -> None:
    found = sides("Sperrkreis bis 16 Uhr", "Sperrkreis bis 17 Uhr")
    assert [Piece(text="16", changed=True)] == [piece for piece in found.before if piece.changed]
    assert [Piece(text="17", changed=True)] == [piece for piece in found.after if piece.changed]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    found = sides(before, after)
    assert (before, after) == tuple("".join(piece.text for piece in side) for side in (found.before, found.after))
