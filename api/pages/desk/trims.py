"""Cutting what is on the map at the edge of the jurisdiction, with a word about what was cut."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response

from alerts.domain.model import codec
from alerts.services.desk import trimming
from alerts.services.desk.trimming import Trimmed
from api.pages.desk import pieces
from api.pages.desk.seat import AtDesk, Seat
from web import words

router = APIRouter()

MOST_NAMES = 6


@router.post("/desk/trim")
def trim(seat: AtDesk, data: dict[str, Any] = Body()) -> Response:
    """Area and zones without what lies outside, nothing saved. Raises InvalidError if nothing would be left."""
    done = trimming.trim(seat.session, seat.person, pieces.begun(data, seat.now))
    content = codec.content_to_json(done.content)
    return JSONResponse({"area": content["area"], "zones": content["zones"], "said": _said(seat, done)})


def _said(seat: Seat, done: Trimmed) -> str:
    if not done.outside:
        return seat._("Nichts liegt außerhalb Ihrer Zuständigkeit.")
    names = [match.name for match in done.outside]
    more = len(names) - MOST_NAMES
    listed = ", ".join(names[:MOST_NAMES]) + (seat._(" und {n} weitere").format(n=more) if more > 0 else "")
    return seat._("Abgeschnitten: {area}, rund {people} Menschen ({names}).").format(
        area=words.area(done.cut_km2, seat.language), people=words.estimate(done.people, seat.language), names=listed
    )
