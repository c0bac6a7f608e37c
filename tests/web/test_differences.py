"""Two texts side by side: what went and what came is marked, and nothing is lost or run as HTML."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from web.differences import marked


def test_the_changed_words_alone_are_marked() -> None:
    assert (
        Markup("Sperrkreis bis <del>16</del> Uhr verlassen"),
        Markup("Sperrkreis bis <ins>17</ins> Uhr verlassen"),
    ) == marked("Sperrkreis bis 16 Uhr verlassen", "Sperrkreis bis 17 Uhr verlassen")


def test_what_somebody_typed_is_never_html() -> None:
    left, right = marked("<b>alt</b>", "<script>neu</script>")
    assert (False, False) == ("<b>" in left, "<script>" in right)


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    assert (before, after) == tuple(_text(side) for side in marked(before, after))


def _text(side: Markup) -> str:
    return str(Markup(re.sub(r"</?(?:del|ins)>", "", side)).unescape())
