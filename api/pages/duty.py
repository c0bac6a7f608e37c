"""Where alarms go: the administrator's page, with a trial."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.access.secrets import SecretBox
from alerts.domain.errors import InvalidError
from alerts.services import duty, watch
from alerts.store.duty import Duty
from alerts.store.session import database_now
from api.deps import CsrfToken, Settings, Staff, Transaction
from api.language import asked
from api.pages.office_frame import office_frame
from api.pages.office_nav import DUTY as HOME
from web.render import page

router = APIRouter(include_in_schema=False)

_LONGEST = 400
_Line = Annotated[str, Form(max_length=_LONGEST)]


@router.get(HOME)
def show(request: Request, session: Transaction, person: Staff, csrf: CsrfToken) -> Response:
    """Where alarms go now, and how the last ones went."""
    return _page(request, session, person, csrf, duty.load(session, person))


@router.post(HOME)
def save(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    settings: Settings,
    email: _Line = "",
    account: _Line = "",
    webhook_url: _Line = "",
    webhook_secret: _Line = "",
    language: _Line = "de",
) -> Response:
    """Say where alarms go, or read what is wrong beside the fields."""
    wanted = Duty(
        email=email.strip(),
        account=_id(account),
        webhook_url=webhook_url.strip(),
        language="en" if language == "en" else "de",
        has_secret=duty.load(session, person).has_secret,
    )
    try:
        box, private = SecretBox(settings.keys()), settings.private_targets
        duty.save(session, person, wanted, webhook_secret.strip() or None, box=box, private=private)
    except InvalidError as refusal:
        said = asked(request)
        faults = {fault.place: fault.en if said == "en" else fault.de for fault in refusal.faults}
        return _page(request, session, person, csrf, wanted, faults=faults)
    return RedirectResponse(f"{HOME}?saved=1", 303)


@router.post(f"{HOME}/probe")
def probe(session: Transaction, person: Staff) -> Response:
    """Raise a trial alarm."""
    duty.probe(session, person)
    return RedirectResponse(f"{HOME}#ways", 303)


@router.get(f"{HOME}/ways")
def ways(request: Request, session: Transaction, person: Staff) -> Response:
    """How the last messages went, for the page that waits for them."""
    ways = _ways(session, person)
    turned = ("trial" in request.query_params) != ways["trial"]
    return HTMLResponse(page("admin/duty_ways.html", asked(request), **{**ways, "turned": turned}))


def _page(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: str,
    wanted: Duty,
    *,
    faults: dict[str, str] | None = None,
) -> Response:
    language = asked(request)
    html = page(
        "admin/duty.html",
        language,
        frame=office_frame(request, session, person, csrf, database_now(session), HOME),
        csrf=csrf,
        wanted=wanted,
        accounts=duty.mail_accounts(session, person),
        faults=faults or {},
        saved="saved" in request.query_params and not faults,
        **_ways(session, person),
    )
    return HTMLResponse(html, 422 if faults else 200)


def _ways(session: Transaction, person: Staff) -> dict[str, object]:
    last = {one.way.value: one for one in duty.last(session, person)}
    trial = any(alarm.subject == person.authority for alarm in watch.standing(session, person))
    kept = duty.load(session, person)
    return {
        "ways": [
            {"way": "email", "to": kept.email, "last": last.get("email")},
            {"way": "webhook", "to": kept.webhook_url, "last": last.get("webhook")},
        ],
        "trial": trial,
        "turned": False,
        "can_try": not trial and bool(kept.email or kept.webhook_url),
        "now": database_now(session),
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
