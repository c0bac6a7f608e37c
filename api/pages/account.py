"""Signing in and out, and choosing a language."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.access.passwords import LONGEST
from alerts.domain.errors import SignInFailedError, TooManyRequestsError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.services import staff
from api import errors, language
from api.deps import CsrfChecked, Doors, Guest, Opened, PublicTransaction, Transaction
from api.refusals import CsrfError
from web import i18n, render

router = APIRouter(tags=["account"], include_in_schema=False)

_HOMES = (
    (Role.OPERATOR, "/desk"),
    (Role.APPROVER, "/desk"),
    (Role.OFFICE, "/office"),
    (Role.ANALYST, "/analyst"),
    (Role.ADMINISTRATOR, "/office"),
)
_A_YEAR = 365 * 24 * 3600


def home(person: Person) -> str:
    """The workplace a person begins at."""
    return next((address for role, address in _HOMES if person.has(role)), "/")


def local(address: str | None) -> str | None:
    """The address if it stays on this site, else None: nobody is sent elsewhere."""
    if not address or not address.isprintable() or not address.startswith("/"):
        return None
    if address.startswith("//") or "\\" in address:
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None


@router.get("/login", name="login_page")
def login_page(
    request: Request,
    person: Guest,
    destination: Annotated[str | None, Query(alias="next", max_length=2000)] = None,
    again: bool = False,
) -> Response:
    """The form; who is signed in already goes on, unless the step wants a fresh sign-in (``again``)."""
    if person is not None and not again:
        return RedirectResponse(local(destination) or home(person), 303)
    return _form(request, destination=local(destination) or "")


@router.post("/login")
def login(
    request: Request,
    opened: Opened,
    session: PublicTransaction,
    login: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=LONGEST)] = "",
    destination: Annotated[str, Form(alias="next", max_length=2000)] = "",
) -> Response:
    """Begin a session, or show the form again with the reason."""
    _refuse_foreign(request, opened)
    address = request.client.host if request.client else ""
    try:
        signed_in = staff.sign_in(session, opened.store, login=login, password=password, address=address)
    except (SignInFailedError, TooManyRequestsError) as refusal:
        status = errors.status_of(refusal)
        said = refusal.text(language.asked(request))
        return _form(request, destination=local(destination) or "", login=login, refusal=said, status=status)
    response = RedirectResponse(local(destination) or home(signed_in.person), 303)
    lasts = int(staff.SESSION_LASTS.total_seconds())
    response.set_cookie(opened.cookie, signed_in.token, max_age=lasts, **_cookie_flags(opened))
    return response


@router.post("/logout", dependencies=[CsrfChecked])
def logout(request: Request, opened: Opened, session: Transaction) -> Response:
    """End the session."""
    token = request.cookies.get(opened.cookie)
    if token:
        staff.sign_out(session, token)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(opened.cookie, **_cookie_flags(opened))
    return response


@router.get("/language/{code}")
async def choose_language(
    opened: Opened, code: str, destination: Annotated[str | None, Query(alias="next", max_length=2000)] = None
) -> Response:
    """Remember a language in this browser and go back to where it was chosen."""
    response = RedirectResponse(local(destination) or "/", 303)
    flags = _cookie_flags(opened) | {"httponly": False}
    response.set_cookie(language.COOKIE, i18n.choose(code), max_age=_A_YEAR, **flags)
    return response


def _form(request: Request, *, destination: str, login: str = "", refusal: str = "", status: int = 200) -> HTMLResponse:
    page = render.page(
        "account/login.html",
        language.asked(request),
        path=request.url.path,
        next=destination,
        login=login,
        refusal=refusal,
    )
    return HTMLResponse(page, status)


def _cookie_flags(opened: Doors) -> dict[str, Any]:
    return {"path": "/", "secure": opened.https, "httponly": True, "samesite": "lax"}


def _refuse_foreign(request: Request, opened: Doors) -> None:
    """A foreign page must not sign anybody in as somebody else."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise CsrfError
        return
    origin = request.headers.get("origin")
    own = {request.headers.get("host"), urlsplit(opened.settings.public_url).netloc}
    if origin is not None and urlsplit(origin).netloc not in own:
        raise CsrfError
