"""What every language must be able to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.domain.model.codes import ResponseType


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The fixed phrases of one language. Braces are filled in; labels stand in front of a colon."""

    language: str
    right_to_left: bool = False
    weekdays: tuple[str, str, str, str, str, str, str]
    """Monday first."""
    clock: str
    """A time of day, ``{time}`` like 14:44."""
    comma: str = ", "
    """Between the names of a list."""
    joined: str
    """Between its last two, blanks included."""
    more_places: str
    """``{count}`` further places that are not named."""
    drill: str
    """Begins every drill's text; "ÜBUNG" in all languages, with the word of the language."""
    drill_note: str
    repeat: str
    update: str
    correction: str
    """Begins every post of a correction."""
    all_clear: str
    all_clear_note: str
    cancelled: str
    cancelled_note: str
    only: str
    """``{places}``: begins a post on a channel that others read too."""
    left: str
    """``{left}`` and ``{what}``: an update no longer holds there."""
    left_note: str
    still: str
    """``{places}`` that stay affected."""
    rest: str
    """What is left of the area outside its zones."""
    instruction_elsewhere: str
    """Stands for an instruction that the channel has no room for; ``{link}``."""
    more: str
    """``{link}`` to the whole text."""
    where: str
    sent: str
    valid: str
    sender: str
    hotline: str
    """``{number}``."""
    no_replies: str
    check: str
    """``{code}``: how to tell that it is real; the link follows in the next line."""
    untranslated: str
    """The text follows in German."""
    warning: str
    """The hazard where nothing is known of it."""
    actions: Mapping[ResponseType, str]
    """One sentence each, for all response types but AllClear."""

    def listed(self, names: Sequence[str], most: int) -> str:
        """Names in a row: "Moabit, Wedding und Mitte"; from ``most`` + 1 on the rest is counted."""
        shown = list(names) if len(names) <= most + 1 else list(names[:most])
        if len(names) > len(shown):
            shown.append(self.more_places.format(count=len(names) - len(shown)))
        if len(shown) < 2:
            return "".join(shown)
        return f"{self.comma.join(shown[:-1])}{self.joined}{shown[-1]}"

    def place(self, german: str, names: Sequence[str], most: int) -> str:
        """The place as the operator put it, in ``german``; in other languages the names of the districts, which read
        the same everywhere, unless there are none."""
        own = german.strip() if self.language.startswith("de") or not names else ""
        return own or self.listed(names, most)

    def action(self, responses: Sequence[ResponseType]) -> str:
        """What to do, in one sentence. Of several response types none is picked: who must leave and who must stay is
        said by the instruction only, so the sentence is to follow the emergency services."""
        telling = [response for response in responses if response in self.actions]
        if len(telling) > 1:
            return self.actions[ResponseType.EXECUTE]
        return self.actions[telling[0] if telling else ResponseType.MONITOR]
