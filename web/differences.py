"""What changed between two texts, word by word, for reading side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

_WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
_MOST = 4000
"""Words of one text that are compared; a longer text that changed is marked as a whole."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words in a row; ``changed``: they stand on one side only."""

    text: str
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Both texts in pieces."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not any(piece.changed for piece in (*self.before, *self.after))


def sides(before: str, after: str) -> Sides:
    """Two texts in pieces, what changed told apart."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST:
        changed = before != after
        return Sides(before=(Piece(text=before, changed=changed),), after=(Piece(text=after, changed=changed),))
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return Sides(
        before=tuple(_pieces((old[a:b], tag) for tag, a, b, _, _ in steps)),
        after=tuple(_pieces((new[c:d], tag) for tag, _, _, c, d in steps)),
    )


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Both texts as HTML: what stands only in the first is ``<del>``, what stands only in the second ``<ins>``."""
    found = sides(before, after)
    return _html(found.before, "del"), _html(found.after, "ins")


def _html(pieces: Iterable[Piece], tag: str) -> Markup:
    runs = (
        Markup("<{0}>{1}</{0}>").format(tag, one.text) if one.changed else Markup("{}").format(one.text)
        for one in pieces
    )
    return Markup("").join(runs)


def _pieces(runs: Iterator[tuple[list[str], str]]) -> Iterator[Piece]:
    return (Piece(text="".join(run), changed=tag != "equal") for run, tag in runs if run)
