"""Single places on the map: which district a tap means, and where a typed place lies."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.outline import Outline
from alerts.services import places, wide_ground
from api.pages.desk.seat import AtDesk, Seat
from geo.position import LONGEST, position
from web import words

router = APIRouter()

MOST_HITS = 8

Degrees = Annotated[float, Body(ge=-180, le=180, allow_inf_nan=False)]


@router.post("/desk/pick")
def pick(seat: AtDesk, lon: Degrees, lat: Degrees) -> Response:
    """The leaf under a tap, by its full boundary; ``mine`` says whether it may be alerted."""
    spot = wide_ground.at(seat.session, seat.person, lon, lat)
    if spot is None:
        return JSONResponse({"key": None, "name": seat._("kein Ort"), "mine": False})
    return JSONResponse({"key": spot.key, "name": spot.name, "mine": spot.mine})


@router.post("/desk/locate")
def locate(seat: AtDesk, text: Annotated[str, Body(embed=True, max_length=LONGEST)]) -> Response:
    """Where a typed place lies: a pair of coordinates, or districts by name. Raises InvalidError, ShapeRefusedError."""
    typed = text.strip()
    found = position(typed) if typed else None
    if found is not None:
        name = seat._("{lat} Nord, {lon} Ost").format(lat=_degrees(seat, found.lat), lon=_degrees(seat, found.lon))
        return JSONResponse({"places": [{"name": name, "lat": found.lat, "lon": found.lon}]})
    hits = places.labelled(seat.session, seat.person, typed, limit=MOST_HITS)
    if not hits:
        raise InvalidError([_unknown()])
    return JSONResponse({"places": [_place(seat, hit) for hit in hits]})


def _place(seat: Seat, hit: Outline) -> dict[str, Any]:
    lon, lat = hit.label
    return {"name": f"{hit.name} ({words.level(hit.level, seat.language, 1)})", "lat": lat, "lon": lon}


def _degrees(seat: Seat, value: float) -> str:
    return words.number(value, seat.language, digits=4)


def _unknown() -> Fault:
    return Fault(
        place="text",
        de="Kein Ort dieses Namens und keine Koordinate; so schreiben: 52,53; 13,34",
        en="no place of that name and no coordinates; write them like this: 52.53, 13.34",
    )
