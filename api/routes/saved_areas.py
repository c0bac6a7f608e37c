"""Saved and planned areas of the own authority."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from alerts.domain.model.saved_area import SavedKind
from alerts.services import saved_areas
from api.deps import Staff, Transaction
from api.etags import IfMatch, etag, expected
from api.schemas.problem import REFUSALS
from api.schemas.saved_area import (
    RevisionList,
    SavedAreaIn,
    SavedAreaList,
    SavedAreaOut,
    SavedAreaPatch,
    area_of,
    line_of,
    revision_of,
)

router = APIRouter(prefix="/api/v1/saved-areas", tags=["saved areas"], responses=REFUSALS)

_TAG: dict[str, Any] = {
    "headers": {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}},
}
_OK: dict[int | str, dict[str, Any]] = {200: _TAG}
_MADE: dict[int | str, dict[str, Any]] = {201: _TAG}
Typed = Annotated[str, Query(max_length=100, description="Part of a name, an alias or a note; a slip is forgiven.")]


@router.get("")
def listed(
    session: Transaction, person: Staff, q: Typed = "", kind: SavedKind | None = None, archived: bool = False
) -> SavedAreaList:
    """The own areas without their shapes, at most 200; with ``q`` the best hits first."""
    found = saved_areas.find(session, person, q, kind=kind, archived=archived)
    return SavedAreaList(areas=[line_of(one) for one in found])


@router.post("", status_code=201, responses=_MADE)
def save(body: SavedAreaIn, session: Transaction, person: Staff, response: Response) -> SavedAreaOut:
    """Keep an area. It must hold something; an impossible shape is refused with its place."""
    made = saved_areas.save(session, person, body.said())
    response.headers["Location"] = f"/api/v1/saved-areas/{made.id}"
    response.headers["ETag"] = etag(made.version)
    return area_of(made)


@router.get("/{area}", responses=_OK)
def read(area: UUID, session: Transaction, person: Staff, response: Response) -> SavedAreaOut:
    """One area as it was drawn and picked, archived or not."""
    found = saved_areas.read(session, person, area)
    response.headers["ETag"] = etag(found.version)
    return area_of(found)


@router.patch("/{area}", responses=_OK)
def change(
    area: UUID,
    body: SavedAreaPatch,
    session: Transaction,
    person: Staff,
    response: Response,
    if_match: IfMatch = None,
) -> SavedAreaOut:
    """Change what is sent of the version named by If-Match; the states before stay readable."""
    version = expected(if_match)
    before = saved_areas.read(session, person, area)
    made = saved_areas.change(session, person, area, version, body.said(before.content))
    response.headers["ETag"] = etag(made.version)
    return area_of(made)


@router.delete("/{area}", status_code=204)
def archive(area: UUID, session: Transaction, person: Staff) -> None:
    """No longer offer it; it stays readable and can be restored."""
    saved_areas.archive(session, person, area)


@router.post("/{area}/restore")
def restore(area: UUID, session: Transaction, person: Staff) -> SavedAreaOut:
    """Offer an archived area again."""
    return area_of(saved_areas.restore(session, person, area))


@router.get("/{area}/revisions")
def revisions(area: UUID, session: Transaction, person: Staff) -> RevisionList:
    """Every state that it has had, the newest first."""
    return RevisionList(revisions=[revision_of(one) for one in saved_areas.revisions(session, person, area)])
