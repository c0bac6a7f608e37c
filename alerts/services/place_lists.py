"""Lists of places as people paste them: names, keys, codes, one a line or separated by commas.

Never guessed: what fits exactly is taken, what nearly fits is offered, what fits several is asked about, and what fits
nothing is told, each with its line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from alerts.domain.errors import Fault, InvalidError
from alerts.store.folding import folded
from alerts.store.place_names import PlaceName

MOST_ENTRIES = 5_000
"""Entries of one list; a Land has at most 2,300 Gemeinden."""
MOST_SPELLINGS = 100
"""Entries for which likely spellings are looked up; the others are only told."""
LONGEST_ENTRY = 200
OFFERED = 5
"""Places offered for one entry at most."""

_ALIKE = 0.75
"""From which likeness (0 to 1) a name may be what was meant: one wrong or swapped letter in four, two in eight."""
_GATHERED = 25
"""Names whose likeness is measured for one entry, those with most trigrams in common."""

_LINES = re.compile(r"\r\n|\r|\n")
_SEPARATORS = re.compile(r"[,;\t|]")
_BULLET = re.compile(r"^\s*(?:[-–—•*·>]+|\d{1,3}[.)](?=\s))\s*")
_KEY = re.compile(r"[a-z]+:[a-z0-9-]+:[0-9A-Za-z]+")
_CODE = re.compile(r"(\d(?:[\d ]*\d)?)(?![\d/])\b[\s:–-]*(.*)", re.DOTALL)
_TITLES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("stadt", "hansestadt", "fontanestadt", "gemeinde", "flecken", "ortschaft"), frozenset({"gemeinde"})
    ),
    **dict.fromkeys(("landkreis", "kreis", "lk"), frozenset({"kreis"})),
    "kreisfreie stadt": frozenset({"kreis", "gemeinde"}),
    **dict.fromkeys(("ortsteil", "ot"), frozenset({"ortsteil", "stadtteil"})),
    "stadtteil": frozenset({"stadtteil", "ortsteil"}),
    "stadtbezirk": frozenset({"stadtbezirk"}),
    "bezirk": frozenset({"bezirk", "stadtbezirk"}),
    "land": frozenset({"land"}),
}
"""What stands before a name, or after it behind a comma, and the levels that it allows."""


class Standing(StrEnum):
    """What became of an entry."""

    TAKEN = "taken"
    NEAR = "near"
    """Misspelt, or part of a name: likely places are offered."""
    AMBIGUOUS = "ambiguous"
    DIFFERS = "differs"
    """A code and a name that do not belong together."""
    OUTSIDE = "outside"
    """Known, but not within the jurisdiction."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One place as it was written; lines count from 1."""

    line: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry and what it means: ``taken`` places, or those ``offered``."""

    entry: Entry
    standing: Standing
    taken: tuple[PlaceName, ...] = ()
    offered: tuple[PlaceName, ...] = ()

    @property
    def is_other_word(self) -> bool:
        """Whether it was taken by an alias: the reader should see what for."""
        return any(folded(self.entry.text) == place.other_words for place in self.taken)


class Names:
    """Every district by what it may be called, from the standpoint of one jurisdiction with its alerting level."""

    def __init__(self, places: Sequence[PlaceName], alerting_level: str) -> None:
        self.places = places
        self.alerting_level = alerting_level
        self.by_key = {place.key: place for place in places}
        self.by_words: dict[str, list[PlaceName]] = defaultdict(list)
        self.by_code: dict[str, list[PlaceName]] = defaultdict(list)
        self.by_union: dict[str, list[PlaceName]] = defaultdict(list)
        for place in places:
            for words in {place.words, place.other_words} - {""}:
                self.by_words[words].append(place)
            for code in _codes(place):
                self.by_code[code].append(place)
            if place.level == "gemeinde" and len(place.code) == 12:
                self.by_union[place.code[:9]].append(place)

    @cached_property
    def trigrams(self) -> dict[str, list[int]]:
        """Where each trigram of names and aliases occurs, by the place's number."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            for trigram in _trigrams(f"{place.words} {place.other_words}"):
                found[trigram].append(number)
        return found

    def ground(self, place: PlaceName) -> frozenset[str]:
        """The own leaves that a place stands for."""
        return frozenset(self.leaves.get(place.key, ()))

    @cached_property
    def leaves(self) -> dict[str, list[str]]:
        """The own districts of the alerting level, by each key of their lineage."""
        found: dict[str, list[str]] = defaultdict(list)
        for place in self.places:
            if place.own and place.level == self.alerting_level:
                for above in place.lineage:
                    found[above].append(place.key)
        return found

    def knows(self, text: str) -> bool:
        """Whether this is somebody's whole name or alias."""
        return folded(text) in self.by_words


def read(text: str, names: Names) -> tuple[Found, ...]:
    """Every entry of a list with what it means, in order. Raises InvalidError for a list that is too long."""
    entries = parsed(text, names)
    spellings = 0
    found: list[Found] = []
    for entry in entries:
        meant = meaning(entry, names, spell=spellings < MOST_SPELLINGS)
        spellings += meant.standing in (Standing.NEAR, Standing.UNKNOWN)
        found.append(meant)
    return tuple(found)


def parsed(text: str, names: Names) -> tuple[Entry, ...]:
    """The entries of a list; every line with a word or a number on it has at least one. Raises InvalidError."""
    entries = [
        Entry(line=number, text=piece)
        for number, line in enumerate(_LINES.split(text), start=1)
        for piece in _pieces(line, names)
    ]
    if len(entries) > MOST_ENTRIES:
        fault = Fault(
            place=f"line {entries[MOST_ENTRIES].line}",
            de=f"höchstens {MOST_ENTRIES} Einträge, gekommen sind {len(entries)}",
            en=f"at most {MOST_ENTRIES} entries, but {len(entries)} were sent",
        )
        raise InvalidError([fault])
    return tuple(entries)


def rest(found: Iterable[Found]) -> str:
    """What was not taken, line by line, as it may stay in the box."""
    lines: dict[int, list[str]] = defaultdict(list)
    for one in found:
        if one.standing is not Standing.TAKEN:
            lines[one.entry.line].append(one.entry.text)
    return "\n".join(", ".join(pieces) for pieces in lines.values())


def meaning(entry: Entry, names: Names, *, spell: bool = True) -> Found:
    """What one entry means. Without ``spell`` no likely spellings are looked up."""
    text = entry.text
    if _KEY.fullmatch(text):
        return _decided(entry, [names.by_key[text]] if text in names.by_key else [], names)
    code = _CODE.fullmatch(text)
    if code and (hits := _by_code(code[1].replace(" ", ""), names)):
        return _coded(entry, hits, code[2].strip(), names)
    words, levels = _untitled(text)
    hits = list(names.by_words.get(folded(text), ())) or [
        place for place in names.by_words.get(words, ()) if not levels or place.level in levels
    ]
    decided = _decided(entry, hits, names)
    if decided.standing is not Standing.UNKNOWN or not spell:
        return decided
    offered = _likely(code[1].replace(" ", "") if code else "", words, names)
    return Found(entry=entry, standing=Standing.NEAR if offered else Standing.UNKNOWN, offered=offered)


def _codes(place: PlaceName) -> set[str]:
    """A district's code as it is written here and there: as it is, as ARS, as AGS."""
    codes = {place.code, place.ars} - {""}
    if place.level == "gemeinde" and len(place.code) == 12:
        codes.add(place.code[:5] + place.code[9:])
    if place.level == "kreis" and len(place.code) == 5:
        codes |= {f"{place.code}000", f"{place.code}0000000"}
    return codes


def _pieces(line: str, names: Names) -> Iterator[str]:
    """The entries of one line. A comma may belong to a name ("Neuruppin, Stadt"): then the line stays whole."""
    bare = _cleaned(line)
    if not _is_said(bare):
        return
    if names.knows(bare) or names.knows(_untitled(bare)[0]):
        yield bare
        return
    pieces = [piece for piece in map(_cleaned, _SEPARATORS.split(bare)) if _is_said(piece)]
    for number, piece in enumerate(pieces):
        if number and folded(piece) in _TITLES:
            continue
        follows = pieces[number + 1] if number + 1 < len(pieces) else ""
        yield f"{piece}, {follows}" if folded(follows) in _TITLES else piece


def _is_said(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _cleaned(piece: str) -> str:
    bare = _BULLET.sub("", piece.strip().strip("\"'„“”»«"))
    return bare.strip(" .\u00a0\u200b\ufeff\"'„“”»«")[:LONGEST_ENTRY].strip()


def _untitled(text: str) -> tuple[str, frozenset[str]]:
    """A name without "Stadt" or "Landkreis" before or behind it, folded, and the levels that this allows."""
    words = folded(text)
    for title, levels in _TITLES.items():
        if words.startswith(f"{title} "):
            return words.removeprefix(f"{title} "), levels
        if "," in text and words.endswith(f" {title}"):
            return words.removesuffix(f" {title}"), levels
    return words, frozenset()


def _by_code(code: str, names: Names) -> list[PlaceName]:
    hits = names.by_code.get(code)
    if hits:
        return hits
    return names.by_union.get(code, []) or (names.by_union.get(code[:9], []) if code[9:] == "000" else [])


def _coded(entry: Entry, hits: list[PlaceName], called: str, names: Names) -> Found:
    """An entry that begins with a code; a name behind it must be that of the code."""
    own = [place for place in hits if place.own] or hits
    words = {folded(called), _untitled(called)[0]} - {""}
    if not words:
        together = len({place.code[:9] for place in own}) == 1 and len(own) > 1 and _is_union(entry.text)
        return _found(entry, own) if together and own[0].own else _decided(entry, hits, names)
    fitting = [place for place in own if words & {place.words, place.other_words}]
    if fitting:
        return _decided(entry, fitting, names)
    meant = [place for one in words for place in names.by_words.get(one, ()) if place.own]
    return Found(entry=entry, standing=Standing.DIFFERS, offered=_few([*own, *meant]))


def _is_union(text: str) -> bool:
    return len(text.replace(" ", "")) in (9, 12)


def _decided(entry: Entry, hits: Sequence[PlaceName], names: Names) -> Found:
    """Taken if exactly one place of the own ground is meant; otherwise who it may be."""
    if not hits:
        return Found(entry=entry, standing=Standing.UNKNOWN)
    own = [place for place in hits if place.own]
    if not own:
        return Found(entry=entry, standing=Standing.OUTSIDE, offered=_few(hits))
    if len(own) == 1:
        return _found(entry, own)
    grounds = {names.ground(place) for place in own}
    if len(grounds) == 1 and grounds != {frozenset()}:
        return _found(entry, [max(own, key=lambda place: len(place.lineage))])
    return Found(entry=entry, standing=Standing.AMBIGUOUS, offered=_few(own))


def _found(entry: Entry, places: Iterable[PlaceName]) -> Found:
    return Found(entry=entry, standing=Standing.TAKEN, taken=tuple(places))


def _few(places: Iterable[PlaceName]) -> tuple[PlaceName, ...]:
    return tuple({place.key: place for place in places}.values())[:OFFERED]


def _likely(code: str, words: str, names: Names) -> tuple[PlaceName, ...]:
    """What was probably meant, the own ground first, the likest first."""
    if code and not re.sub(r"\d", "", words).strip():
        lost = [place for place in names.by_code.get(f"0{code}", ()) if len(code) in (4, 7, 11)]
        return _few(sorted(lost, key=lambda place: not place.own))
    shared: dict[int, int] = defaultdict(int)
    for trigram in _trigrams(words):
        for number in names.trigrams.get(trigram, ()):
            shared[number] += 1
    own = [number for number in shared if names.places[number].own]
    best = sorted(own, key=lambda number: -shared[number])[:_GATHERED]
    best += sorted(shared.keys() - set(own), key=lambda number: (-shared[number], number))[:_GATHERED]
    liked = [(likeness(words, names.places[number]), names.places[number]) for number in best]
    good = sorted((one for one in liked if one[0] >= _ALIKE), key=lambda one: (not one[1].own, -one[0], one[1].key))
    if any(place.own for _, place in good):
        good = [one for one in good if one[1].own]
    return _few(place for _, place in good)


def likeness(words: str, place: PlaceName) -> float:
    """How like what was typed is to a district's name or alias (0 to 1); whole words of a name are most like."""
    return max(_alike(words, place.words), _alike(words, place.other_words))


def _alike(words: str, name: str) -> float:
    if not words or not name:
        return 0.0
    parts, wanted = name.split(), len(words.split())
    runs = (" ".join(parts[start : start + wanted]) for start in range(len(parts) - wanted + 1))
    return max(_ratio(words, name), *(0.97 * _ratio(words, run) for run in runs), 0.0)


def _ratio(one: str, other: str) -> float:
    """The likeness of two texts; 0 where their lengths or letters alone rule out that they are like enough."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def _trigrams(words: str) -> set[str]:
    padded = [f"  {word} " for word in words.split()]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}
