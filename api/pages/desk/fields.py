"""The template's fields at the top of the text step: asked once, put into the texts of all languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import Content, Info, Zone
from alerts.domain.templates import Field, Filler, Template, refilled
from alerts.domain.templates import values as field_values
from api.pages.desk import languages, pieces
from api.pages.desk.seat import AtDesk, Seat

router = APIRouter()

PREFIX = "field_"
"""Names of the form's inputs: ``field_fundort``."""

_TEXT = re.compile(r"(event|headline|description|instruction)_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_ZONE = re.compile(r"zone([1-9])_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_LONGEST = 2_000
Places = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One field on the form with its value; ``unsaid`` in words, where a text does not say it."""

    field: Field
    value: str
    unsaid: str


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, texts only."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.post("/desk/alerts/{alert_id}/fields")
def fill(seat: AtDesk, alert_id: UUID, form: Annotated[dict[str, str], Depends(form_of)]) -> Response:
    """The texts as they stand on the form with its fields filled in anew; nothing is saved. ``before`` is JSON: what
    they were filled with. Raises InvalidError."""
    alert = seat.read(alert_id)
    content = alert.content
    template = pieces.template_of(seat.session, content)
    if template is None or content.ends_thread:
        return JSONResponse({"texts": {}, "values": {}, "unsaid": {}})
    before = _before(form, content)
    after = values_of(template, form, content)
    changes = _Change(template, before, after, partial(languages.places, alert), bool(content.zones))
    texts = {name: changes.named(name, text) for name, text in form.items()}
    changed = {name: text for name, text in texts.items() if text is not None and text != form[name]}
    said: dict[str, list[str]] = {}
    for name, text in texts.items():
        if text is not None:
            said.setdefault(name.partition("_")[2], []).append(text)
    unsaid = field_values.unsaid(template, after, {language: "\n".join(all_) for language, all_ in said.items()})
    said_in = {key: _named(seat, codes) for key, codes in unsaid.items()}
    return JSONResponse({"texts": changed, "values": after, "unsaid": said_in})


def taken(seat: Seat, before: Content, content: Content, form: Mapping[str, str], places: Places) -> Content:
    """The content with the form's field values, and its texts filled in anew where one changed. Raises InvalidError."""
    template = pieces.template_of(seat.session, before)
    if template is None or content.ends_thread or not any(name.startswith(PREFIX) for name in form):
        return content
    after = values_of(template, form, before)
    if after == before.fields:
        return content
    change = _Change(template, before.fields, after, places, bool(content.zones))
    return replace(
        content,
        fields=after,
        infos=tuple(change.info(info) for info in content.infos),
        zones=tuple(change.zone(zone) for zone in content.zones),
    )


def asked(seat: Seat, template: Template | None, content: Content) -> tuple[Asked, ...]:
    """The fields that the template's texts need here, with what was filled in."""
    if template is None or content.ends_thread:
        return ()
    texts = {
        info.language: "\n".join((info.event, info.headline, info.description, info.instruction))
        for info in content.infos
    }
    unsaid = field_values.unsaid(template, content.fields, texts)
    return tuple(
        Asked(field=one, value=content.fields.get(one.key, ""), unsaid=_named(seat, unsaid.get(one.key, [])))
        for one in template.asked(len(content.zones))
    )


def values_of(template: Template, form: Mapping[str, str], content: Content) -> dict[str, str]:
    """The values on the form over those kept, empty ones left out. Raises InvalidError for one that is none."""
    typed = {
        one.key: field_values.normal(one, form[PREFIX + one.key]) for one in template.fields if PREFIX + one.key in form
    }
    found = field_values.faults(template.fields, typed)
    if found:
        raise InvalidError(found)
    return {key: value for key, value in {**content.fields, **typed}.items() if value}


class _Change:
    """Texts filled with other values than before."""

    def __init__(
        self, template: Template, before: Mapping[str, str], after: Mapping[str, str], places: Places, zoned: bool
    ) -> None:
        self.template, self.before, self.after = template, before, after
        self.places, self.zoned = places, zoned

    def named(self, name: str, text: str) -> str | None:
        """A text of the form by its name; None if the name is of no text."""
        if (match := _TEXT.fullmatch(name)) is not None:
            return self.part(match[1], text, match[2])
        if (match := _ZONE.fullmatch(name)) is not None:
            return self.instruction(int(match[1]), text, match[2])
        return None

    def info(self, info: Info) -> Info:
        """The texts of one language."""
        parts = {name: self.part(name, getattr(info, name), info.language) for name in _PARTS}
        return replace(info, **parts)

    def zone(self, zone: Zone) -> Zone:
        """The instructions of one zone."""
        said = {code: self.instruction(zone.order, text, code) for code, text in zone.instruction.items()}
        return replace(zone, instruction=said)

    def part(self, name: str, text: str, language: str) -> str:
        """One text of a language, which the template may not have: then only the values are exchanged."""
        own = self.template.texts.get(language)
        if own is None:
            return self._again("", text, language)
        inner = name == "headline" and self.zoned and own.inner_headline
        return self._again(inner or getattr(own, name), text, language)

    def instruction(self, order: int, text: str, language: str) -> str:
        """One zone's instruction."""
        usual = self.template.zone(order)
        return self._again(usual.instruction.get(language, "") if usual else "", text, language)

    def _again(self, template: str, text: str, language: str) -> str:
        if not template or not text.strip():
            return text
        fillers = (
            Filler(self.template.fields, values, self.places(language), language)
            for values in (self.before, self.after)
        )
        return refilled(template, text.replace("\r\n", "\n"), *fillers)


_PARTS = ("event", "headline", "description", "instruction")


def _before(form: Mapping[str, str], content: Content) -> dict[str, str]:
    sent = form.get("before")
    if sent is None:
        return content.fields
    try:
        if len(sent) > _LONGEST * 4:
            raise ValueError(sent)
        read: Any = json.loads(sent)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        fault = Fault(place="before", de="ein JSON-Objekt mit Texten angeben", en="give a JSON object of texts")
        raise InvalidError([fault])
    return read


def _named(seat: Seat, codes: list[str]) -> str:
    if not codes:
        return ""
    names = {"de": seat._("Deutsch"), "en": seat._("Englisch"), "de-easy": seat._("Leichte Sprache")}
    named = ", ".join(names.get(code, code) for code in codes)
    return seat._("steht nicht im Text: {languages}").format(languages=named)
