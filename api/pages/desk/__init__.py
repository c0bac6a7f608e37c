"""The desk: draw, write, check, approve, watch. A step a file."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.desk.approving import router as approving
from api.pages.desk.areas import router as areas
from api.pages.desk.board import router as board
from api.pages.desk.called import router as called
from api.pages.desk.checking import router as checking
from api.pages.desk.fields import router as fields
from api.pages.desk.grounds import router as grounds
from api.pages.desk.handover import router as handover
from api.pages.desk.immediate import router as immediate
from api.pages.desk.in_force import router as in_force
from api.pages.desk.incidents import router as incidents
from api.pages.desk.intake import router as intake
from api.pages.desk.languages import router as languages
from api.pages.desk.lists import router as lists
from api.pages.desk.mowas import router as mowas
from api.pages.desk.on_call import router as on_call
from api.pages.desk.outage import router as outage
from api.pages.desk.previews import router as previews
from api.pages.desk.progress import router as arriving
from api.pages.desk.prolonging import router as prolonging
from api.pages.desk.public_test import router as public_test
from api.pages.desk.reloading import router as reloading
from api.pages.desk.repair import router as repair
from api.pages.desk.running import router as running
from api.pages.desk.saved import router as saved
from api.pages.desk.spots import router as spots
from api.pages.desk.stop import router as stop
from api.pages.desk.texts import router as texts
from api.pages.desk.thread import router as thread
from api.pages.desk.together import router as together
from api.pages.desk.trims import router as trims
from api.pages.desk.versions import router as versions

router = APIRouter(include_in_schema=False)
for part in (grounds, previews, spots, trims, intake, saved):
    router.include_router(part)
for after in (prolonging, thread, incidents, handover, outage):
    router.include_router(after)
for part in (
    areas,
    texts,
    checking,
    approving,
    running,
    board,
    arriving,
    repair,
    stop,
    lists,
    reloading,
    public_test,
    versions,
    immediate,
):
    router.include_router(part)
for part in (in_force, mowas, languages, together, fields, on_call, called):
    router.include_router(part)
