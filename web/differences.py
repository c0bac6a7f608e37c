"""What changed between two texts, word by word, for reading side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from markupsafe import Markup

_WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
_MOST = 4000
"""Words of one text that are compared; a longer text that changed is marked as a whole."""


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Both texts as HTML: what stands only in the first is ``<del>``, what stands only in the second ``<ins>``."""
    if before == after:
        return Markup("{}").format(before), Markup("{}").format(after)
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST:
        return _run(before, "del", changed=True), _run(after, "ins", changed=True)
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return (
        _joined(_run("".join(old[a:b]), "del", changed=tag != "equal") for tag, a, b, _, _ in steps),
        _joined(_run("".join(new[c:d]), "ins", changed=tag != "equal") for tag, _, _, c, d in steps),
    )


def _run(text: str, tag: str, *, changed: bool) -> Markup:
    if not text:
        return Markup("")
    return Markup("<{0}>{1}</{0}>").format(tag, text) if changed else Markup("{}").format(text)


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)
