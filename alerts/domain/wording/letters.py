"""Letters that only look like others, and signs that nobody sees: how a forged text passes for a true one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from alerts.domain.wording.finding import Draft, Finding, Written

_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = (
    # Cyrillic and Greek letters that look like Latin ones.
    "аa сc еe іi јj оo рp ѕs хx уy һh ԁd ԛq ԝw ӏl АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX УY "
    "αa οo ρp νv ιi ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX"
)
_TWINS = {pair[0]: pair[1] for pair in _PAIRS.split()}
_CYRILLIC_TWINS = {latin: sign for sign, latin in _TWINS.items() if "CYRILLIC" in unicodedata.name(sign)}
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Scripts whose letters pass for each other; an Arabic "and" before a Latin name is only grammar."""
_CYRILLIC = frozenset({"ru", "uk"})
_RIGHT_TO_LEFT = frozenset({"ar"})
_DIRECTION = frozenset("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")


def lookalikes(draft: Draft) -> Iterator[Finding]:
    """Words of mixed scripts, words that are Latin to the eye only, decorated letters, invisible signs."""
    for one in draft.texts:
        for match in _WORD.finditer(one.text):
            if (found := _word(one, match)) is not None:
                yield found
        yield from _invisible(one)


def _word(one: Written, match: re.Match[str]) -> Finding | None:
    word = match.group()
    if word.isascii():
        return None
    plain = unicodedata.normalize("NFKC", word)
    if plain != word and plain.isascii():
        return _found(one, match, plain)
    scripts = {_script(sign) for sign in word} & _ALIKE
    cyrillic = one.language in _CYRILLIC
    if not scripts or (len(scripts) == 1 and (cyrillic or not scripts & {"CYRILLIC", "GREEK"})):
        return None
    twins = _CYRILLIC_TWINS if cyrillic else _TWINS
    same = "".join(twins.get(sign, sign) for sign in word)
    one_script = len({_script(sign) for sign in same}) == 1
    if len(scripts) == 1:
        return _found(one, match, same) if all(sign in _TWINS for sign in word) and len(word) > 1 else None
    return _found(one, match, same if one_script else None)


def _found(one: Written, match: re.Match[str], plain: str | None) -> Finding:
    word = match.group()
    return one.found(
        "lookalike",
        f"„{word}“ enthält Buchstaben einer anderen Schrift",
        f"“{word}” holds letters of another script",
        match.span(),
        blocks=True,
        proposal=plain,
    )


def _invisible(one: Written) -> Iterator[Finding]:
    start = -1
    for number, sign in enumerate([*one.text, ""]):
        hidden = bool(sign) and unicodedata.category(sign) in ("Cf", "Co", "Cn") and not _belongs(sign, one)
        if hidden and start < 0:
            start = number
        elif not hidden and start >= 0:
            yield one.found(
                "invisible",
                "unsichtbares Zeichen",
                "an invisible character",
                (start, number),
                blocks=True,
                proposal="",
            )
            start = -1


def _belongs(sign: str, one: Written) -> bool:
    """Arabic needs its marks of direction; the joiner of an emoji goes with the emoji's own finding."""
    if sign == "\u200d" and any(ord(other) >= 0x1F000 for other in one.text):
        return True
    return one.language in _RIGHT_TO_LEFT and sign in _DIRECTION


def _script(sign: str) -> str:
    if unicodedata.category(sign)[0] != "L":
        return ""
    name = unicodedata.name(sign, "").split(" ", 1)[0]
    return "" if name in ("MODIFIER", "FEMININE", "MASCULINE", "MICRO") else name
