"""Ersatzwege: who goes on where an account or a channel fails, shown and changed channel by channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.domain.errors import InvalidError, NotFoundError
from alerts.domain.model.office import AccountStanding
from alerts.services import fallbacks
from alerts.services.fallbacks import Fallbacks, Way
from api.deps import CsrfToken, Staff, Transaction
from api.language import asked
from api.pages.office_frame import office_frame
from api.pages.office_nav import FALLBACKS
from web import i18n, words
from web.render import page

router = APIRouter(include_in_schema=False)

_FIELDS = ("accounts", "standby")
_RECENTLY = timedelta(days=1)
"""A failure older than this is history, not a state."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One channel's form as it was filled in, saved or not. ``faults`` by field, ``""`` for what fits to none.

    ``focus`` is the id of the control where a reader with a keyboard goes on; empty on a form just opened.
    """

    way: Way
    accounts: tuple[AccountStanding, ...]
    spare: tuple[AccountStanding, ...]
    standby: str
    changed: bool
    faults: dict[str, str]
    focus: str = ""


@router.get(FALLBACKS)
def look(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, edit: UUID | None = None) -> Response:
    """All channels with their ways; ``edit`` opens the form of one."""
    seen = fallbacks.board(session, person)
    way = seen.way(edit) if edit else None
    return _page(request, session, person, csrf, seen, _edit(way, _accounts_of(way), _standby_of(way)) if way else None)


@router.post(f"{FALLBACKS}/{{channel}}")
def change(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    channel: UUID,
    account: Annotated[list[UUID] | None, Form()] = None,
    spare: Annotated[str, Form(max_length=40)] = "",
    standby: Annotated[str, Form(max_length=40)] = "",
    step: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Save the form; a ``step`` (``up:``, ``down:``, ``remove:`` and an account, or ``add``) only fills it in anew."""
    seen = fallbacks.board(session, person)
    way = seen.way(channel)
    if way is None:
        raise NotFoundError(what=f"Kanal {channel}")
    order = tuple(account or ())
    if step:
        edit = replace(_edit(way, moved(order, step, spare), standby), focus=_focus_after(step, spare))
        if request.headers.get("hx-request"):
            language = asked(request)
            return HTMLResponse(page("office/fallback_form.html", language, edit=edit, csrf=csrf, **_tools(language)))
        return _page(request, session, person, csrf, seen, edit)
    try:
        with session.begin_nested():
            wanted = UUID(standby) if standby else None
            fallbacks.change(session, person, channel, accounts=order, standby=wanted)
    except InvalidError as refusal:
        faults = _by_field(refusal, asked(request))
        return _page(request, session, person, csrf, seen, _edit(way, order, standby, faults), 422)
    except ValueError:
        _ = i18n.gettext(asked(request))
        faults = {"standby": _("Wählen Sie einen Kanal aus der Liste.")}
        return _page(request, session, person, csrf, seen, _edit(way, order, "", faults), 422)
    return RedirectResponse(f"{FALLBACKS}?saved={channel}#way-{channel}", 303)


def moved(order: Sequence[UUID], step: str, spare: str = "") -> tuple[UUID, ...]:
    """The order after one step; a step that makes no sense changes nothing."""
    verb, _, name = step.partition(":")
    try:
        account = UUID(spare if verb == "add" else name)
    except ValueError:
        return tuple(order)
    rest = [one for one in order if one != account]
    if verb == "add":
        return (*rest, account)
    if account not in order or verb == "remove":
        return tuple(rest)
    place = {"up": order.index(account) - 1, "down": order.index(account) + 1}.get(verb, order.index(account))
    rest.insert(max(0, place), account)
    return tuple(rest)


def _focus_after(step: str, spare: str) -> str:
    """The moved account's own button; the new account's first one; "Hinzufügen" where the account has gone."""
    verb, _, name = step.partition(":")
    return {"add": f"up-{spare}", "remove": "add"}.get(verb, f"{verb}-{name}")


def _edit(way: Way, order: Sequence[UUID], standby: str, faults: dict[str, str] | None = None) -> Edit:
    known = {account.id: account for account in (*way.accounts, *way.spare)}
    chosen = tuple(known[account] for account in order if account in known)
    return Edit(
        way=way,
        accounts=chosen,
        spare=tuple(account for account in known.values() if account not in chosen),
        standby=standby,
        changed=(tuple(order), standby) != (_accounts_of(way), _standby_of(way)),
        faults=faults or {},
    )


def _accounts_of(way: Way) -> tuple[UUID, ...]:
    return tuple(account.id for account in way.accounts)


def _standby_of(way: Way) -> str:
    return str(way.standby.id) if way.standby else ""


def _by_field(refusal: InvalidError, language: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for fault in refusal.faults:
        place = fault.place if fault.place in _FIELDS else ""
        text = fault.en if language == "en" else fault.de
        said[place] = f"{said[place]}; {text}" if place in said else text[:1].upper() + text[1:]
    return said


def _tools(language: str) -> dict[str, Callable[[float], str]]:
    """What the templates call to say things."""
    translations = i18n.translations(language)

    def wait(seconds: float) -> str:
        """``15 Sekunden``, ``2 Minuten``: how long somebody waits."""
        if seconds < 60:
            return translations.ngettext("{n} Sekunde", "{n} Sekunden", round(seconds)).format(n=round(seconds))
        return words.span(timedelta(seconds=seconds), language)

    return {"wait": wait}


def _page(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: str,
    seen: Fallbacks,
    edit: Edit | None = None,
    status: int = 200,
) -> Response:
    language = asked(request)
    name = seen.office.name if seen.office else ""
    html = page(
        "office/fallbacks.html",
        language,
        frame=office_frame(request, session, person, csrf, seen.at, FALLBACKS, authority=name),
        csrf=csrf,
        board=seen,
        edit=edit,
        saved=request.query_params.get("saved", ""),
        is_blocked=fallbacks.is_blocked,
        recently=seen.at - _RECENTLY,
        **_tools(language),
    )
    return HTMLResponse(html, status)
