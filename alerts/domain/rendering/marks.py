"""Words in front of a first line: drill, repeat, update, all-clear, "Nur Moabit"."""

from __future__ import annotations

from alerts.domain.phrases import phrases_in

_DRILL = "ÜBUNG"


def marked(marks: list[str], line: str) -> str:
    """A line with its marks in front, each with a colon."""
    return ": ".join([*marks, line])


def mark_repeat(text: str, language: str) -> str:
    """A post that may be there already, marked as a repeat; the drill's mark stays first.

    Every rendered text leaves room for this mark within its kind's limit (``repeat_room``).
    """
    phrases = phrases_in(language)
    mark = f"{phrases.repeat}: "
    head, rest = "", text
    for drill in (f"{phrases.drill}: ", f"{_DRILL}: "):
        if text.startswith(drill):
            head, rest = drill, text.removeprefix(drill)
            break
    return text if rest.startswith(mark) else f"{head}{mark}{rest}"


def repeat_room(language: str) -> int:
    """Characters that ``mark_repeat`` adds at most."""
    return len(phrases_in(language).repeat) + 2
