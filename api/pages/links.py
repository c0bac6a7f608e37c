"""Addresses of citizens' pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses that keep the language a reader chose by ``?lang=``."""

    language: str
    chosen: bool
    path: str
    query: tuple[tuple[str, str], ...]

    def to(self, path: str, **query: str) -> str:
        """A page of ours."""
        given = {**query, **({"lang": self.language} if self.chosen else {})}
        return f"{path}?{urlencode(given)}" if given else path

    def same(self, language: str) -> str:
        """This page in another language."""
        kept = [(name, value) for name, value in self.query if name != "lang"]
        return f"{self.path}?{urlencode([*kept, ('lang', language)])}"
