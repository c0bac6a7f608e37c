"""Every German word on these pages has an English one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web import i18n

_ROOT = Path(__file__).parents[2]
_OURS = ("admin", "citizen", "office", "analyst", "phones")
_MESSAGE = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"\s*\)')


def _sources() -> list[Path]:
    templates = [path for name in _OURS for path in (_ROOT / "web" / "templates" / name).glob("*.html")]
    pages = ("analyst", "citizen", "citizen_maps", "duty", "fallbacks", "office", "office_nav", "phone", "shell")
    return [*templates, *(_ROOT / "api" / "pages" / f"{name}.py" for name in pages), _ROOT / "web" / "moments.py"]


@pytest.mark.parametrize("path", _sources(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_message_is_translated(path: Path) -> None:
    known = {str(message.id): str(message.string) for message in i18n.catalogue("en") if message.id}
    messages = _MESSAGE.findall(path.read_text(encoding="utf-8"))
    assert [message for message in messages if not known.get(message)] == []


@pytest.mark.parametrize("name", _OURS)
def test_translations_keep_the_places_for_values(name: str) -> None:
    text = (_ROOT / "web" / "locale" / "en" / f"{name}.po").read_text(encoding="utf-8")
    pairs = re.findall(r'msgid "([^"]+)"\nmsgstr "([^"]+)"', text)
    holes = re.compile(r"\{\w+\}")
    assert [german for german, english in pairs if set(holes.findall(german)) != set(holes.findall(english))] == []
