"""RFC 9457 problem documents in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from api.schemas.base import Outgoing


class FaultOut(Outgoing):
    """One thing that is wrong, where, and what to do."""

    place: str
    detail: str


class ProblemOut(Outgoing):
    """Why something was refused and what to do next. ``code`` is stable, ``detail`` is in the asker's language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    place: str | None = None
    faults: list[FaultOut] | None = None
    difference: list[str] | None = None


_PROBLEM: dict[str, Any] = {
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused: a problem document says why, where and what to do.", **_PROBLEM},
    "503": {"description": "The database is away or busy; nothing was saved.", "model": ProblemOut, **_PROBLEM},
}
"""For ``APIRouter(responses=…)``: every route may refuse."""
