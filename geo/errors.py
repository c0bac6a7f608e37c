"""The root of every refusal in Ortsruf, and the refusals of geometry."""

from __future__ import annotations

from typing import Any, ClassVar


class OrtsrufError(Exception):
    """Something was refused. The message says what, where, and what to do next.

    Subclasses set ``code`` (stable, for machines) and ``de`` / ``en`` (templates for people, filled from
    ``context``). ``place`` names the spot of the fault, for example ``ring 0, vertex 17 (13.4, 52.5)``.
    """

    code: ClassVar[str] = "refused"
    de: ClassVar[str] = "Das geht so nicht."
    en: ClassVar[str] = "This was refused."

    def __init__(self, *, place: str | None = None, **context: Any) -> None:
        self.place = place
        self.context = context
        super().__init__(self.text("en"))

    def text(self, language: str = "de") -> str:
        """The message for a person, in German (default) or English, ending with the place if there is one."""
        template = self.en if language == "en" else self.de
        message = template.format(**self.context)
        return f"{message} ({self.place})" if self.place else message


class ShapeRefusedError(OrtsrufError):
    """A geometry that a person sent was refused; it is never repaired."""

    code = "shape-refused"
    de = "Die Fläche wurde abgelehnt."
    en = "The shape was refused."
