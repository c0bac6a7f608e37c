"""Templates: the catalogue that every authority begins with, a file a family, and how their texts are filled in.

Event codes are those of MoWaS that we can show (see ``phrases.HAZARDS``); None where we know of none.
"""

from __future__ import annotations

from alerts.domain.templates.everyday import EVERYDAY
from alerts.domain.templates.filling import Filler, clock, refilled
from alerts.domain.templates.fire import FIRE
from alerts.domain.templates.health import HEALTH
from alerts.domain.templates.own import OwnTemplate, TemplateRevision, keyed, parts_of
from alerts.domain.templates.police import POLICE
from alerts.domain.templates.supply import SUPPLY
from alerts.domain.templates.template import (
    MARK,
    PLACES,
    Choice,
    Family,
    Field,
    FieldKind,
    Template,
    TemplateText,
    TemplateZone,
    open_marks,
    said,
)
from alerts.domain.templates.water import WATER
from alerts.domain.templates.weather import WEATHER

TEMPLATES: dict[str, Template] = {
    template.key: template for template in (*POLICE, *FIRE, *WEATHER, *WATER, *SUPPLY, *HEALTH, *EVERYDAY)
}
"""The catalogue by key, in the order in which it is offered."""

BY_HAZARD: dict[str, Template] = {template.hazard: template for template in reversed(TEMPLATES.values())}
"""The first template of each hazard: what an alert began with that names no template."""

__all__ = [
    "BY_HAZARD",
    "MARK",
    "PLACES",
    "TEMPLATES",
    "Choice",
    "Family",
    "Field",
    "FieldKind",
    "Filler",
    "OwnTemplate",
    "Template",
    "TemplateRevision",
    "TemplateText",
    "TemplateZone",
    "clock",
    "keyed",
    "open_marks",
    "parts_of",
    "refilled",
    "said",
]
