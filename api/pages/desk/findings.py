"""The checks of the words as rows of a page: colour, words, the way to the place, a proposal for one click."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.domain import limits, wording
from alerts.domain.model.alert import Content
from alerts.services.desk import words as desk_words
from alerts.services.views import AlertView
from api.pages.desk.seat import Seat, address

_RANKS = {"fail": 0, "warn": 1, "ok": 2}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row. ``tone``: fail (blocks), warn or ok. ``field`` is the form's field; ``start`` and ``end`` count UTF-16
    units as browsers do, ``said`` are the words meant, ``proposal`` what to put there."""

    tone: str
    words: str
    field: str = ""
    said: str = ""
    start: int = 0
    end: int = 0
    proposal: str | None = None

    @property
    def rank(self) -> int:
        """What blocks comes first, what is right last."""
        return _RANKS[self.tone]


def rows(seat: Seat, alert: AlertView) -> list[Row]:
    """What the checks find in a draft's words, then what is right with them."""
    content = alert.content
    plan = alert.preview.plan if alert.preview else None
    found = desk_words.findings(seat.session, seat.person.authority, content, plan, public_url=seat.public_url)
    pick = 1 if seat.language == "en" else 0
    good = [Row(tone="ok", words=said[pick]) for said in wording.right(content, found)]
    return [*(_row(finding, content, english=bool(pick)) for finding in found), *good]


def open_findings(seat: Seat, alert: AlertView) -> list[tuple[Row, str]]:
    """What the checks find, each with the address of its field: for the step "Prüfen"."""
    page = address(alert, "text")
    return [(row, f"{page}#f-{row.field}" if row.field else page) for row in rows(seat, alert) if row.tone != "ok"]


def field_of(place: str, content: Content) -> str:
    """The form's field for a place in the content, empty where there is none."""
    head, _, rest = place.partition(".")
    name, _, number = head.rstrip("]").partition("[")
    if not number:
        return {"hotline": f"hotline_{rest}"}.get(head, head)
    if name == "infos":
        return f"{rest or 'headline'}_{form_language(content.infos[int(number)].language)}"
    if name == "zones":
        zone = content.zones[int(number)]
        return f"zone{zone.order}_{rest.removeprefix('instruction.')}"
    return f"help{number}_{rest or 'name'}"


def _row(finding: wording.Finding, content: Content, *, english: bool) -> Row:
    text = _text_at(finding.place, content)
    return Row(
        tone="fail" if finding.blocks else "warn",
        words=finding.en if english else finding.de,
        field=field_of(finding.place, content),
        said=text[finding.start : finding.end],
        start=limits.measure(text[: finding.start]),
        end=limits.measure(text[: finding.end]),
        proposal=finding.proposal,
    )


def _text_at(place: str, content: Content) -> str:
    head, _, rest = place.partition(".")
    name, _, number = head.rstrip("]").partition("[")
    if name == "infos":
        text: str = getattr(content.infos[int(number)], rest)
        return text
    if name == "zones":
        return content.zones[int(number)].instruction.get(rest.removeprefix("instruction."), "")
    if name == "help_places":
        said: str = getattr(content.help_places[int(number)], rest)
        return said
    if name == "hotline":
        return content.hotline.number if content.hotline else ""
    return {"area_name": content.area_name, "contact": content.contact}.get(name, "")


def form_language(language: str) -> str:
    """The language as the form's fields name it."""
    return language if language in wording.LANGUAGE_NAMES else language.split("-")[0]
