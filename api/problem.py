"""RFC 9457: what a refusal looks like, for machines and for people."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError, PlanChangedError, SignInNeededError, StaleVersionError
from api import language
from geo.errors import OrtsrufError
from web import render

MEDIA_TYPE = "application/problem+json"
_UNPAGED = (
    "/api/",
    "/feeds/",
    "/cap/",
    "/api31/",
    "/ogc/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/",
    "/.well-known/",
)

TITLES: dict[int, tuple[str, str]] = {
    400: ("Nicht lesbar", "Not readable"),
    401: ("Anmeldung nötig", "Sign-in needed"),
    403: ("Nicht erlaubt", "Not allowed"),
    404: ("Nicht gefunden", "Not found"),
    405: ("So nicht möglich", "Not possible this way"),
    409: ("Passt nicht zum Stand", "Does not fit the state"),
    412: ("Inzwischen geändert", "Changed meanwhile"),
    413: ("Zu groß", "Too large"),
    415: ("Falsches Format", "Wrong format"),
    422: ("Bitte prüfen", "Please check"),
    428: ("Fassung fehlt", "Version missing"),
    429: ("Zu viele Versuche", "Too many attempts"),
    500: ("Fehler bei uns", "A fault of ours"),
    503: ("Gerade nicht möglich", "Not possible right now"),
}
_FALLBACK = ("Abgelehnt", "Refused")


def answer(request: Request, error: OrtsrufError, status: int, headers: dict[str, str] | None = None) -> Response:
    """The response to a refusal: problem+json, or a page for who reads HTML; to /login where nobody is signed in."""
    spoken = language.asked(request)
    paged = wants_page(request)
    if paged and isinstance(error, SignInNeededError):
        return _to_login(request)
    body = document(error, status, spoken, request.url.path)
    if paged:
        return page(body, spoken, headers)
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def document(error: OrtsrufError, status: int, spoken: str, instance: str) -> dict[str, Any]:
    """The problem object of RFC 9457, with ``code``, and ``place``, ``faults``, ``difference`` where there are any."""
    body: dict[str, Any] = {
        "type": f"urn:ortsruf:problem:{error.code}",
        "title": title(status, spoken),
        "status": status,
        "detail": error.text(spoken),
        "instance": instance,
        "code": error.code,
    }
    place = ": ".join(part for part in (error.field, error.place) if part)
    if place:
        body["place"] = place
    if isinstance(error, InvalidError):
        body["faults"] = [_fault(fault, spoken) for fault in error.faults]
        if error.faults and not place:
            body["place"] = error.faults[0].place
    if isinstance(error, StaleVersionError):
        body["current"] = error.context.get("current")
    if isinstance(error, PlanChangedError):
        body["difference"] = list(error.difference)
    return body


def page(body: dict[str, Any], spoken: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as a page (htmx gets it too, and marks what is on screen as stale)."""
    written = render.page("account/problem.html", spoken, problem=body, path=body["instance"])
    return HTMLResponse(written, int(body["status"]), headers)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, for a page or a part of one."""
    if request.url.path.startswith(_UNPAGED):
        return False
    return "text/html" in request.headers.get("accept", "") or "hx-request" in request.headers


def title(status: int, spoken: str) -> str:
    """What the status means, in a few words."""
    german, english = TITLES.get(status, _FALLBACK)
    return english if spoken == "en" else german


def _fault(fault: Fault, spoken: str) -> dict[str, str]:
    return {"place": fault.place, "detail": fault.en if spoken == "en" else fault.de}


def _to_login(request: Request) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    address = request.url.path if request.method == "GET" else "/desk"
    return RedirectResponse(str(request.url_for("login_page").include_query_params(next=address)), 303)
