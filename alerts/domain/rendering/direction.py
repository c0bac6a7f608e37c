"""Arabic: what is written from left to right inside it is isolated, so that no phone shuffles names and codes."""

from __future__ import annotations

_ISOLATE, _END, _RIGHT_TO_LEFT = "\u2068", "\u2069", "\u200f"


def isolated(text: str, *, right_to_left: bool) -> str:
    """A name, number or time inside a right-to-left sentence, set apart by Unicode's FSI and PDI."""
    return f"{_ISOLATE}{text}{_END}" if right_to_left and text else text


def opened(line: str, *, right_to_left: bool) -> str:
    """A line that shall run from right to left though it may begin with a Latin word: RLM goes in front."""
    return f"{_RIGHT_TO_LEFT}{line}" if right_to_left else line
