"""Districts: lists, search, one by key, and outlines for a map."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import JSONResponse, Response

from alerts.domain.model.codes import Level
from alerts.services import places
from api.deps import Staff, Transaction
from api.etags import fingerprint, unchanged
from api.schemas.district import DistrictList, DistrictOut, OutlineCollection, collection_body, district_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/districts", tags=["districts"], responses=REFUSALS)

KeyQuery = Annotated[str | None, Query(max_length=120, description="A district key; only what lies in it.")]
Typed = Annotated[str | None, Query(min_length=1, max_length=100, description="Part of a name, an alias or a code.")]


class GeoJsonResponse(JSONResponse):
    """GeoJSON (RFC 7946) that is written already."""

    media_type = "application/geo+json"

    def render(self, content: bytes) -> bytes:
        """The bytes as they are."""
        return content


_OUTLINES: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed."},
    200: {"headers": {"ETag": {"schema": {"type": "string"}}}},
}


@router.get("")
def listed(
    session: Transaction,
    person: Staff,
    q: Typed = None,
    level: Level | None = None,
    within: KeyQuery = None,
    after: Annotated[str, Query(max_length=120)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DistrictList:
    """Districts by key, page by page; with ``q`` the best hits, those of the own jurisdiction first."""
    if q is not None:
        found = places.search(session, person, q, level=level, within=within, limit=limit)
        return DistrictList(districts=[district_of(one) for one in found])
    found = places.listed(session, level=level, within=within, after=after, limit=limit)
    following = found[-1].key if len(found) == limit else None
    return DistrictList(districts=[district_of(one) for one in found], next=following)


@router.get("/outlines", response_model=OutlineCollection, response_class=GeoJsonResponse, responses=_OUTLINES)
def outlines(
    session: Transaction,
    person: Staff,
    level: Level | None = None,
    within: KeyQuery = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Outlines for a map as GeoJSON: the own leaves, or those of a level (below a district). Never for measuring."""
    shown = places.shapes(session, person, level=level, within=within)
    written = json.dumps(collection_body(shown), ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"ETag": fingerprint(written), "Cache-Control": "private, no-cache"}
    if unchanged(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return GeoJsonResponse(written, headers=headers)


@router.get("/{key}")
def read(key: Annotated[str, Path(max_length=120)], session: Transaction, person: Staff) -> DistrictOut:
    """One district."""
    return district_of(places.read(session, key))
