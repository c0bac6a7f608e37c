"""What the map page decides about a content: occasion, severity, area, width, slivers, inner zones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import Content, Info, Zone
from alerts.domain.model.codes import Severity, Status, Width
from alerts.domain.templates import BY_HAZARD, Filler, Template
from alerts.services import templates
from alerts.store.session import Session

_DECIDED = ("area", "severity", "width", "sliver_choices", "whole_districts")
_FIELDS = frozenset({*_DECIDED, "template", "zones", "mode", "version"})
_OF_ZONE = ("order", "name", "area", "key", "instruction")
MOST_MARK = 40
"""Characters of the name that stays with a zone."""


def template_of(session: Session, content: Content) -> Template | None:
    """The template that a content began with, own ones included."""
    return templates.of(session, content)


def chosen(session: Session, data: Mapping[str, Any]) -> Template | None:
    """The template that the map page names, if there is one of that key. Raises InvalidError."""
    check(data)
    return templates.by_key(session, data.get("template") or "")


def begun(data: Mapping[str, Any], now: datetime, template: Template | None = None) -> Content:
    """A first content from what the map page sent. Raises InvalidError."""
    status = Status.EXERCISE if data.get("mode") == "drill" else Status.ACTUAL
    return merged(Content(status=status), data, now, template)


def merged(content: Content, data: Mapping[str, Any], now: datetime, template: Template | None = None) -> Content:
    """The content with what the map page sent put in, begun anew where ``template`` is another than it began with;
    nothing else of it changes. Raises InvalidError."""
    check(data)
    if template is not None and not _began_with(content, template):
        content = with_template(content, template, now)
    wish = wish_of(data)
    return replace(
        content,
        area=wish.area,
        zones=_zones(data.get("zones") or [], content.zones),
        width=wish.width,
        sliver_choices=wish.sliver_choices,
        severity=wish.severity,
        whole_districts=wish.whole_districts,
    )


def marked(content: Content) -> Content:
    """The content with a name on every zone that stays with it, whatever its order becomes."""
    return replace(content, zones=tuple(replace(zone, key=zone.mark) for zone in content.zones))


def wish_of(data: Mapping[str, Any]) -> Content:
    """What the map page decides but for the zones, judged as the codec judges it. Raises InvalidError."""
    return codec.content_from_json({name: data[name] for name in _DECIDED if data.get(name) is not None})


def severity_of(data: Mapping[str, Any]) -> Severity | None:
    """The chosen severity, if any was chosen."""
    return wish_of(data).severity if data.get("severity") else None


def width_of(data: Mapping[str, Any]) -> Width | None:
    """The chosen width, or None to take what is proposed."""
    return wish_of(data).width if data.get("width") else None


def zones_of(data: Mapping[str, Any]) -> tuple[Zone, ...]:
    """The zones as drawn. Raises InvalidError."""
    return _zones(data.get("zones") or [], ())


def with_template(content: Content, template: Template, now: datetime) -> Content:
    """The content as its occasion proposes it; texts are filled in when the text step is opened. What was filled into
    fields that the new template has too stays."""
    keys = {one.key for one in template.fields}
    return replace(
        content,
        template=template.key,
        fields={key: value for key, value in content.fields.items() if key in keys},
        hazard=template.hazard,
        event_code=template.event_code,
        category=template.category,
        severity=template.severity,
        urgency=template.urgency,
        certainty=template.certainty,
        response_types=template.response_types,
        expires=content.expires or _full_quarter(now + template.holds),
        infos=(),
    )


def infos_of(template: Template, places: Callable[[str], str], content: Content) -> tuple[Info, ...]:
    """The template's texts with the places and the content's field values put in; ``places`` names them in a
    language."""
    infos = []
    for language, text in template.texts.items():
        filler = Filler(template.fields, content.fields, places(language), language)
        headline = (content.zones and text.inner_headline) or text.headline
        infos.append(
            Info(
                language=language,
                event=filler.text(text.event),
                headline=filler.text(headline),
                description=filler.text(text.description),
                instruction=filler.text(text.instruction),
            )
        )
    return tuple(infos)


def zone_of(template: Template, zone: Zone, places: Callable[[str], str], content: Content) -> Zone:
    """A zone with the template's instruction for its place in the order, unless it has one already."""
    usual = template.zone(zone.order)
    if zone.instruction or usual is None:
        return zone
    instruction = {
        language: Filler(template.fields, content.fields, places(language), language).text(text)
        for language, text in usual.instruction.items()
    }
    return replace(zone, name=zone.name or usual.name, instruction=instruction)


def _began_with(content: Content, template: Template) -> bool:
    """An alert older than the template's key began with the first of its hazard."""
    if content.template or not content.hazard:
        return content.template == template.key
    return BY_HAZARD.get(content.hazard) == template


def _full_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _zones(sent: list[Any], before: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """The zones as drawn; one that was there keeps what was written for it, wherever it stands now.

    A zone that was deleted and comes back by undo brings its instruction along.
    """
    written = {zone.mark: zone.instruction for zone in before}
    bare = [_bare(zone) for zone in sent] if isinstance(sent, list) else sent
    drawn = codec.content_from_json({"zones": bare}).zones
    _check_marks(drawn)
    return tuple(replace(zone, instruction=written.get(zone.mark, zone.instruction)) for zone in drawn)


def _check_marks(zones: tuple[Zone, ...]) -> None:
    faults = [
        Fault(
            place=f"zones[{number}].key",
            de=f"ein eigenes Kennzeichen angeben, höchstens {MOST_MARK} Zeichen",
            en=f"give a mark of its own, at most {MOST_MARK} characters",
        )
        for number, zone in enumerate(zones)
        if len(zone.key) > MOST_MARK or zone.mark in {other.mark for other in zones[:number]}
    ]
    if faults:
        raise InvalidError(faults)


def _bare(zone: object) -> object:
    return {key: zone[key] for key in _OF_ZONE if key in zone} if isinstance(zone, dict) else zone


def check(data: Mapping[str, Any]) -> None:
    """Refuse fields that the map page does not know. Raises InvalidError."""
    template = data.get("template")
    if template is not None and not isinstance(template, str):
        raise InvalidError([Fault(place="template", de="aus der Liste wählen", en="choose from the list")])
    unknown = [
        Fault(place=str(name), de="unbekanntes Feld", en="unknown field")
        for name in sorted(set(data) - _FIELDS, key=str)
    ]
    if unknown:
        raise InvalidError(unknown)
