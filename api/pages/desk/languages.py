"""The languages of a text: a tab each, complete or not; what the fixed phrases say for all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import EASY_GERMAN, Content, Info
from alerts.domain.phrases import BOOKS, LANGUAGES, phrases_in
from alerts.domain.rendering.fixed import fixed_action, fixed_line, hazard_name
from alerts.domain.templates import Template
from alerts.domain.wording import LANGUAGE_NAMES
from alerts.services import desk
from alerts.services.views import AlertView
from api.pages.desk import pieces, writing
from api.pages.desk.seat import AtDesk, address

router = APIRouter()

FIRST = ("de", "en")
"""The languages that always have a tab."""

Chosen = Annotated[str, Form(max_length=20)]
Version = Annotated[int, Form(ge=1, lt=10**9)]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One language's tab: ``code`` is our key, ``tag`` what HTML calls it, ``complete`` whether nothing is missing."""

    code: str
    name: str
    info: Info | None
    complete: bool

    @property
    def tag(self) -> str:
        """The language tag for HTML."""
        return html_tag(self.code)

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from the right."""
        return phrases_in(self.code).right_to_left


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """A language that nobody has written, and what the fixed phrases say in it."""

    code: str
    name: str
    line: str

    @property
    def tag(self) -> str:
        """The language tag for HTML."""
        return html_tag(self.code)


@router.post("/desk/alerts/{alert_id}/language")
def add(seat: AtDesk, alert_id: UUID, language: Chosen, version: Version) -> Response:
    """Begin a text in one more language: with the template's, else with the fixed phrases. Raises StaleVersionError."""
    alert = seat.read(alert_id)
    content = with_language(alert, _known(language), pieces.template_of(seat.session, alert.content))
    if content != alert.content:
        desk.edit(seat.session, seat.person, alert_id, version, content)
    return RedirectResponse(f"{address(alert, 'text')}#f-headline_{language}", 303)


@router.post("/desk/alerts/{alert_id}/language/remove")
def remove(seat: AtDesk, alert_id: UUID, language: Chosen, version: Version) -> Response:
    """Take a language away, in texts and zones. Raises StaleVersionError, InvalidError."""
    alert = seat.read(alert_id)
    if _known(language) == "de":
        fault = Fault(place="language", de="Deutsch bleibt immer", en="German always stays")
        raise InvalidError([fault])
    content = without_language(alert.content, language)
    if content != alert.content:
        desk.edit(seat.session, seat.person, alert_id, version, content)
    return RedirectResponse(f"{address(alert, 'text')}#f-headline_de", 303)


def with_language(alert: AlertView, language: str, template: Template | None) -> Content:
    """The content with a text in the language; one that is there stays as it is."""
    content = alert.content
    if content.info(language) is not None:
        return content
    begun = None
    if template is not None and language in template.texts and not content.ends_thread:
        proposed = pieces.infos_of(template, lambda code: places(alert, code), content)
        begun = next(info for info in proposed if info.language == language)
    return replace(content, infos=writing.ordered((*content.infos, begun or _from_phrases(alert, language))))


def without_language(content: Content, language: str) -> Content:
    """The content without a language, in its texts and in its zones."""
    gone = content.info(language)
    zones = tuple(
        replace(zone, instruction={code: text for code, text in zone.instruction.items() if code != language})
        for zone in content.zones
    )
    return replace(content, infos=tuple(info for info in content.infos if info is not gone), zones=zones)


def tabs(content: Content, language: str) -> tuple[Tab, ...]:
    """German, English, and every other language that is written."""
    codes = [code for code in LANGUAGES if code in FIRST or content.info(code) is not None]
    return tuple(
        Tab(
            code=code,
            name=_name(code, language),
            info=content.info(code),
            complete=is_complete(content, code),
        )
        for code in codes
    )


def is_complete(content: Content, code: str) -> bool:
    """Whether nothing is missing in a language: first line and instruction, each zone's too."""
    info = content.info(code)
    if info is None or not info.event.strip() or not info.headline.strip():
        return False
    if content.ends_thread:
        return True
    zones = [zone.instruction.get(code, "").strip() for zone in content.zones]
    return all(zones) and bool(info.instruction.strip() or zones)


def fixed(alert: AlertView, content: Content, language: str) -> tuple[Fixed, ...]:
    """What the fixed phrases say in the languages that nobody has written."""
    return tuple(
        Fixed(code=code, name=_name(code, language), line=fixed_line(content, places(alert, code), code))
        for code in _unwritten(content)
    )


def places(alert: AlertView, language: str) -> str:
    """The affected districts in words of a language, most people first."""
    matches = alert.preview.plan.affected if alert.preview else ()
    names = [match.name for match in sorted(matches, key=lambda match: -match.people)]
    return phrases_in(language).place(alert.content.area_name, names, 3)


def html_tag(code: str) -> str:
    """Our key as BCP 47 has it."""
    return "de-simple" if code == EASY_GERMAN else code


def _unwritten(content: Content) -> Iterator[str]:
    return (code for code in LANGUAGES if content.info(code) is None and code not in FIRST)


def _from_phrases(alert: AlertView, language: str) -> Info:
    bare = replace(alert.content, infos=())
    book = BOOKS[language]
    return Info(
        language=language,
        event=hazard_name(bare, language, book),
        headline=fixed_line(bare, places(alert, language), language),
        instruction="" if bare.ends_thread else fixed_action(bare, language),
    )


def _name(code: str, language: str) -> str:
    return LANGUAGE_NAMES[code][1 if language == "en" else 0]


def _known(language: str) -> str:
    if language not in BOOKS:
        listed = ", ".join(BOOKS)
        raise InvalidError([Fault(place="language", de=f"eine davon angeben: {listed}", en=f"give one of: {listed}")])
    return language
