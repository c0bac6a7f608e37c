"""The ground under the map: own leaves, their edge, the neighbours. Browsers keep it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from alerts.domain.model.outline import Outline
from alerts.services import wide_ground
from alerts.services.ground import Ground, ground
from alerts.services.wide_ground import WideGround
from alerts.store.overview import Extent
from api.pages import pictures
from api.pages.desk.seat import AtDesk, Seat
from geo.steps import PER_DEGREE

router = APIRouter()

_KEEP = {"Cache-Control": "private, max-age=3600", "Vary": "Cookie, Accept-Encoding"}
_MEDIA_TYPE = "application/geo+json"
_MOST_KEPT = 4


class KeptBodies:
    """Zipped answers about wide grounds, the last few by their mark: to make one takes a second, to send it none."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def get(self, mark: str) -> bytes | None:
        """The body with this mark, if it is still there."""
        return self._bodies.get(mark)

    def put(self, mark: str, body: bytes) -> None:
        """Keep a body; the oldest goes."""
        self._bodies[mark] = body
        while len(self._bodies) > _MOST_KEPT:
            self._bodies.pop(next(iter(self._bodies)), None)


_KEPT = KeptBodies()


@router.get("/desk/ground.json")
def ground_json(seat: AtDesk) -> Response:
    """The person's ground and its neighbours as GeoJSON; thousands of leaves as steps (``geo.steps``)."""
    found = wide_ground.extent(seat.session, seat.person)
    if wide_ground.is_wide(found):
        return _wide_answer(seat, found)
    body = _text(_ground(ground(seat.session, seat.person))).encode()
    mark = f'"{sha256(body).hexdigest()[:20]}"'
    return _unchanged(mark) if _knows(seat, mark) else Response(body, media_type=_MEDIA_TYPE, headers=_headers(mark))


def _wide_answer(seat: Seat, found: Extent) -> Response:
    mark = f'"{sha256(repr(found).encode()).hexdigest()[:20]}"'
    if _knows(seat, mark):
        return _unchanged(mark)
    zipped = _KEPT.get(mark)
    if zipped is None:
        body = _text(_wide(wide_ground.wide_ground(seat.session, seat.person, found)))
        zipped = gzip.compress(body.encode(), compresslevel=5, mtime=0)
        _KEPT.put(mark, zipped)
    if "gzip" not in seat.request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(zipped), media_type=_MEDIA_TYPE, headers=_headers(mark))
    return Response(zipped, media_type=_MEDIA_TYPE, headers={**_headers(mark), "Content-Encoding": "gzip"})


def _knows(seat: Seat, mark: str) -> bool:
    return mark in seat.request.headers.get("if-none-match", "")


def _unchanged(mark: str) -> Response:
    return Response(status_code=304, headers=_headers(mark))


def _headers(mark: str) -> dict[str, str]:
    return {**_KEEP, "ETag": mark}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _ground(own: Ground) -> dict[str, Any]:
    return {
        "bounds": own.bounds,
        "level": own.territory.level,
        "ancestors": sorted({key for leaf in own.territory.leaves for key in leaf.lineage[1:]}),
        "own": [_feature(outline) for outline in own.territory.leaves],
        "edge": [{"type": "Feature", "properties": {}, "geometry": pictures.union(own.territory.leaves)}],
        "around": [_feature(outline) for outline in own.around],
    }


def _wide(own: WideGround) -> dict[str, Any]:
    leaves = [
        [leaf.key, leaf.name, leaf.people, *(round(degrees, 4) for degrees in leaf.label), rings]
        for leaf, rings in own.leaves
    ]
    return {
        "bounds": wide_ground.bounds_of(own.extent),
        "level": own.extent.level,
        "ancestors": [],
        "per_degree": PER_DEGREE,
        "leaves": leaves,
        "edge": [_feature(outline) for outline in own.edge],
        "around": [_feature(outline) for outline in own.around],
    }


def _feature(outline: Outline) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "key": outline.key,
            "name": outline.name,
            "level": outline.level,
            "label": list(outline.label),
            "people": outline.population.people if outline.population else None,
        },
        "geometry": outline.shape,
    }
