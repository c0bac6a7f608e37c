"""The script that shows a call while no page is open. It stands at the root, so that it may look after all of /desk."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from web.render import STATIC

router = APIRouter(include_in_schema=False)

SCRIPT = "/push.js"
SCOPE = "/desk/"


@router.get(SCRIPT)
def script() -> FileResponse:
    """The service worker; browsers ask for it again by themselves."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": SCOPE}
    return FileResponse(STATIC / "js" / "push.js", media_type="text/javascript", headers=headers)
