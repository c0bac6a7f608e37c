"""What the map page decides about a content: occasion, severity, area, width, slivers, inner zones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import AreaRequest, Content, Info, Zone
from alerts.domain.model.codes import Severity, Status, Width
from alerts.domain.templates import TEMPLATES, Template

_FIELDS = frozenset({"area", "severity", "template", "width", "sliver_choices", "zones", "mode", "version"})


def template_of(content: Content) -> Template | None:
    """The template that a content began with, by its hazard."""
    return next((template for template in TEMPLATES.values() if template.hazard == content.hazard), None)


def begun(data: Mapping[str, Any], now: datetime) -> Content:
    """A first content from what the map page sent. Raises InvalidError."""
    status = Status.EXERCISE if data.get("mode") == "drill" else Status.ACTUAL
    return merged(Content(status=status), data, now)


def merged(content: Content, data: Mapping[str, Any], now: datetime) -> Content:
    """The content with what the map page sent put in; nothing else of it changes. Raises InvalidError."""
    check(data)
    if (template := TEMPLATES.get(data.get("template") or "")) and template.hazard != content.hazard:
        content = with_template(content, template, now)
    wish = wish_of(data)
    return replace(
        content,
        area=wish.area,
        zones=_zones(data.get("zones") or [], content.zones),
        width=wish.width,
        sliver_choices=wish.sliver_choices,
        severity=wish.severity,
    )


def wish_of(data: Mapping[str, Any]) -> Content:
    """Area, severity, width and sliver choices alone, judged as the codec judges them. Raises InvalidError."""
    names = ("area", "severity", "width", "sliver_choices")
    return codec.content_from_json({name: data[name] for name in names if data.get(name) is not None})


def severity_of(data: Mapping[str, Any]) -> Severity | None:
    """The chosen severity, if any was chosen."""
    return wish_of(data).severity if data.get("severity") else None


def width_of(data: Mapping[str, Any]) -> Width | None:
    """The chosen width, or None to take what is proposed."""
    return wish_of(data).width if data.get("width") else None


def zone_areas(data: Mapping[str, Any]) -> tuple[AreaRequest, ...]:
    """The zones' areas as drawn."""
    return tuple(zone.area for zone in _zones(data.get("zones") or [], ()))


def with_template(content: Content, template: Template, now: datetime) -> Content:
    """The content as its occasion proposes it; texts are filled in when the text step is opened."""
    return replace(
        content,
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


def infos_of(template: Template, places: Callable[[str], str], *, zoned: bool) -> tuple[Info, ...]:
    """The template's texts with the places put in; ``places`` names them in a language, ``zoned``: an inner zone is
    drawn."""
    return tuple(
        Info(
            language=language,
            event=text.event,
            headline=((zoned and text.inner_headline) or text.headline).replace("{places}", places(language)),
            description=text.description.replace("{places}", places(language)),
            instruction=text.instruction.replace("{places}", places(language)),
        )
        for language, text in template.texts.items()
    )


def _full_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _zones(sent: list[Any], before: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """The zones as drawn, each keeping what was written for its place in the order."""
    written = {zone.order: zone for zone in before}
    drawn = codec.content_from_json({"zones": [_bare(zone) for zone in sent]}).zones
    return tuple(replace(written.get(zone.order, zone), area=zone.area) for zone in drawn)


def _bare(zone: object) -> object:
    return {key: zone[key] for key in ("order", "name", "area") if key in zone} if isinstance(zone, dict) else zone


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
