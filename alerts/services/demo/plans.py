"""Saved areas of the demo: what an authority would have drawn beforehand. Places are real, the plans are invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from alerts.domain.model.alert import AreaRequest, Circle, Zone
from alerts.domain.model.saved_area import SavedContent, SavedKind
from alerts.store import saved_areas
from alerts.store.session import Session

Corners = Sequence[tuple[float, float]]
"""Longitude and latitude, the ring not closed."""

EXAMPLE = "Planungsbeispiel der Demo, erfunden."


def create(session: Session, authority: UUID, slug: str) -> int:
    """Keep an authority's plans; how many there are."""
    for plan in PLANS[slug]:
        saved_areas.create(session, authority, None, plan)
    return len(PLANS[slug])


def _polygon(outer: Corners, *holes: Corners) -> dict[str, Any]:
    rings = [[[*corner] for corner in (*ring, ring[0])] for ring in (outer, *holes)]
    return {"type": "Polygon", "coordinates": rings}


def _round(lat: float, lon: float, radius_m: float) -> AreaRequest:
    return AreaRequest(circle=Circle(lat=lat, lon=lon, radius_m=radius_m))


def _zones(lat: float, lon: float, inner_m: float, outer_m: float, instruction: str) -> tuple[Zone, ...]:
    return (
        Zone(order=1, name="Sperrkreis", area=_round(lat, lon, inner_m), instruction={"de": instruction}),
        Zone(order=2, name="Warnbereich", area=_round(lat, lon, outer_m)),
    )


_LEAVE = "Verlassen Sie sofort das Gebiet, quer zum Wind."

_MITTE = (
    SavedContent(
        name="Hochwasser Spree, Moabit",
        kind=SavedKind.FLOOD,
        aliases=("Spreeufer", "Holsteiner Ufer"),
        note=f"{EXAMPLE} Ufer vom Charlottenburger Verbindungskanal bis zur Moltkebrücke, ohne die hohe Straße.",
        instruction="Keller und Tiefgaragen nennen; Uferwege sind gesperrt.",
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon(
                [(13.3315, 52.521), (13.343, 52.5185), (13.357, 52.5205), (13.365, 52.5235), (13.345, 52.526)],
                [(13.343, 52.5215), (13.349, 52.5215), (13.349, 52.5235), (13.343, 52.5235)],
            )
        ),
    ),
    SavedContent(
        name="Westhafen, Umschlag",
        kind=SavedKind.PLANT,
        aliases=("Behala",),
        note=f"{EXAMPLE} Abstände für eine Freisetzung am Becken II.",
        instruction=_LEAVE,
        template="brand",
        area=_round(52.5365, 13.345, 800),
        zones=_zones(52.5365, 13.345, 250, 500, _LEAVE),
    ),
    SavedContent(
        name="Poststadion",
        kind=SavedKind.VENUE,
        note=f"{EXAMPLE} Räumung bei Unwetter.",
        template="unwetter",
        area=_round(52.5297, 13.3645, 450),
    ),
    SavedContent(
        name="Wasserversorgung Wedding und Gesundbrunnen",
        kind=SavedKind.WATER_SUPPLY,
        aliases=("Druckzone Nord",),
        note=EXAMPLE,
        instruction="Abkochen, bis die Entwarnung da ist; Wasserwagen unter „Hilfe vor Ort“ nennen.",
        template="trinkwasser",
        area=AreaRequest(districts=("ortsteil:berlin:0105", "ortsteil:berlin:0106")),
    ),
)
_STUTTGART = (
    SavedContent(
        name="Stadion im Neckarpark",
        kind=SavedKind.VENUE,
        aliases=("Cannstatter Wasen", "Arena"),
        note=f"{EXAMPLE} Stadion mit Wasen und Parkplätzen.",
        template="polizeieinsatz",
        area=_round(48.7923, 9.232, 900),
        zones=_zones(48.7923, 9.232, 300, 600, "Verlassen Sie das Stadion auf den angezeigten Wegen."),
    ),
    SavedContent(
        name="Hochwasser Neckar, Hedelfingen bis Münster",
        kind=SavedKind.FLOOD,
        aliases=("Neckarufer",),
        note=EXAMPLE,
        instruction="Uferstraßen und Hafen nennen.",
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon(
                [(9.247, 48.758), (9.262, 48.761), (9.243, 48.79), (9.224, 48.824), (9.207, 48.821), (9.225, 48.785)]
            )
        ),
    ),
    SavedContent(
        name="Neckarhafen, Tanklager",
        kind=SavedKind.PLANT,
        note=EXAMPLE,
        instruction=_LEAVE,
        template="brand",
        area=_round(48.7725, 9.2475, 1500),
        zones=_zones(48.7725, 9.2475, 400, 900, _LEAVE),
    ),
    SavedContent(
        name="Stromversorgung Stuttgart-West",
        kind=SavedKind.POWER_SUPPLY,
        note=EXAMPLE,
        template="stromausfall",
        area=AreaRequest(
            geometry=_polygon([(9.13, 48.772), (9.165, 48.768), (9.168, 48.782), (9.15, 48.79), (9.132, 48.785)])
        ),
    ),
)
_OPR = (
    SavedContent(
        name="Hochwasser Dosse 1, Wusterhausen",
        kind=SavedKind.FLOOD,
        aliases=("Dosse oben", "Dosseniederung 1"),
        note=f"{EXAMPLE} Die Altstadt liegt hoch und ist ausgespart.",
        instruction="Wer in der Altstadt wohnt, bleibt dort.",
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon(
                [(12.44, 52.868), (12.49, 52.872), (12.5, 52.93), (12.47, 52.945), (12.44, 52.92)],
                [(12.456, 52.888), (12.466, 52.888), (12.466, 52.896), (12.456, 52.896)],
            )
        ),
    ),
    SavedContent(
        name="Hochwasser Dosse 2, Neustadt",
        kind=SavedKind.FLOOD,
        aliases=("Dosse Mitte", "Dosseniederung 2"),
        note=EXAMPLE,
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon([(12.41, 52.83), (12.45, 52.83), (12.48, 52.87), (12.46, 52.895), (12.43, 52.88)])
        ),
    ),
    SavedContent(
        name="Hochwasser Dosse 3, Sieversdorf-Hohenofen",
        kind=SavedKind.FLOOD,
        aliases=("Dosse unten", "Dosseniederung 3"),
        note=EXAMPLE,
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon([(12.355, 52.809), (12.4, 52.809), (12.445, 52.832), (12.43, 52.85), (12.38, 52.83)])
        ),
    ),
    SavedContent(
        name="Spanplattenwerk Heiligengrabe",
        kind=SavedKind.PLANT,
        note=f"{EXAMPLE} Rauch bei einem Brand im Holzlager.",
        instruction="Fenster und Lüftung schließen.",
        template="brand",
        area=_round(53.135, 12.4, 3000),
        zones=_zones(53.135, 12.4, 600, 1500, _LEAVE),
    ),
    SavedContent(
        name="Wasserversorgung Neuruppin",
        kind=SavedKind.WATER_SUPPLY,
        aliases=("Wasserwerk Neuruppin",),
        note=EXAMPLE,
        template="trinkwasser",
        area=AreaRequest(
            districts=("gemeinde:ars:120680320320", "gemeinde:ars:120685807072", "gemeinde:ars:120685807306")
        ),
    ),
    SavedContent(
        name="Ruppiner Wald- und Seengebiet",
        kind=SavedKind.FOREST,
        note=EXAMPLE,
        template="brand",
        area=AreaRequest(
            geometry=_polygon([(12.78, 53.03), (12.88, 53.0), (12.92, 53.06), (12.9, 53.12), (12.8, 53.11)])
        ),
    ),
)
_HELMSTEDT = (
    SavedContent(
        name="Hochwasser Schunter, Süpplingenburg",
        kind=SavedKind.FLOOD,
        note=EXAMPLE,
        template="hochwasser",
        area=AreaRequest(
            geometry=_polygon([(10.885, 52.24), (10.925, 52.245), (10.93, 52.265), (10.9, 52.275), (10.88, 52.26)])
        ),
    ),
    SavedContent(
        name="Heizkraftwerk Buschhaus",
        kind=SavedKind.PLANT,
        aliases=("Buschhaus",),
        note=EXAMPLE,
        instruction="Fenster und Lüftung schließen.",
        template="brand",
        area=_round(52.172, 10.978, 2000),
        zones=_zones(52.172, 10.978, 500, 1000, _LEAVE),
    ),
    SavedContent(
        name="Wasserversorgung Königslutter und Lehre",
        kind=SavedKind.WATER_SUPPLY,
        note=EXAMPLE,
        template="trinkwasser",
        area=AreaRequest(districts=("gemeinde:ars:031540013013", "gemeinde:ars:031540014014")),
    ),
    SavedContent(
        name="Autobahn 2, Rennau bis Mariental",
        kind=SavedKind.TRANSPORT,
        aliases=("A 2",),
        note=f"{EXAMPLE} Unfall mit Gefahrgut.",
        template="brand",
        area=AreaRequest(
            geometry=_polygon([(10.89, 52.29), (10.94, 52.285), (10.985, 52.28), (10.985, 52.29), (10.94, 52.3)])
        ),
    ),
)

PLANS = {"mitte": _MITTE, "stuttgart": _STUTTGART, "opr": _OPR, "helmstedt": _HELMSTEDT}
