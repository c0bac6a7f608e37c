"""Who can be told where: followers and people per district."""

from __future__ import annotations

from fastapi import APIRouter

from alerts.domain.model.codes import ChannelKind
from alerts.services import analyst
from api.deps import Staff, Transaction
from api.schemas.problem import REFUSALS
from api.schemas.reach import ReachOut, reach_of

router = APIRouter(prefix="/api/v1/reach", tags=["reach"], responses=REFUSALS)


@router.get("/districts")
def districts(session: Transaction, person: Staff, kind: ChannelKind | None = None) -> ReachOut:
    """Followers against inhabitants, leaf by leaf, of one kind of channel or of all."""
    return reach_of(analyst.reach_of(session, person, kind=kind))
