"""The on-call list: who is called when an alert waits for its second person, and by what ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.requests import Request

from alerts.access.secrets import SecretBox
from alerts.domain.errors import InvalidError
from alerts.domain.model.codes import Role
from alerts.services import on_call, push_keys
from alerts.services.on_call import Wanted
from api.deps import Settings
from api.pages.desk.side import Anybody, SideSeat

router = APIRouter()

HOME = "/desk/on-call"
_LONGEST = 400


async def _form(request: Request) -> FormData:
    return await request.form()


Fields = Annotated[FormData, Depends(_form)]


@router.get(HOME)
def show(seat: Anybody, settings: Settings) -> Response:
    """Who is called, in which order."""
    return _page(seat, settings)


@router.post(HOME)
def save(seat: Anybody, settings: Settings, fields: Fields) -> Response:
    """Keep the list, or read what is wrong beside the fields."""
    wanted = _wanted(fields)
    try:
        on_call.save(seat.session, seat.person, wanted)
    except InvalidError as refusal:
        return _page(seat, settings, wanted={one.person: one for one in wanted}, faults=_faults(seat, refusal))
    return RedirectResponse(f"{HOME}?saved=1", 303)


@router.post(f"{HOME}/own")
def save_own(seat: Anybody, settings: Settings, email: Annotated[str, Form(max_length=_LONGEST)] = "") -> Response:
    """Keep the own address."""
    try:
        on_call.save_own(seat.session, seat.person, email.strip())
    except InvalidError as refusal:
        return _page(seat, settings, own=email.strip(), faults=_faults(seat, refusal))
    return RedirectResponse(f"{HOME}?saved=1", 303)


def _page(
    seat: SideSeat,
    settings: Settings,
    *,
    wanted: Mapping[UUID, Wanted] | None = None,
    own: str | None = None,
    faults: Mapping[str, str] | None = None,
) -> Response:
    places = on_call.load(seat.session, seat.person)
    mine = next((one for one in places if one.person == seat.person.id), None)
    return seat.page(
        "desk/on_call.html",
        "",
        status=422 if faults else 200,
        places=places,
        listed=[one for one in places if one.place > 0],
        wanted=wanted or {},
        mine=mine,
        own=own if own is not None else mine.email if mine else "",
        has_mail=on_call.has_mail(seat.session, seat.person),
        may_edit=seat.person.has(Role.ADMINISTRATOR),
        push_key=push_keys.public(seat.session, SecretBox(settings.keys())),
        faults=faults or {},
        saved="saved" in seat.request.query_params and not faults,
    )


def _wanted(fields: FormData) -> list[Wanted]:
    """One for every person that the form names; what is no number or no id counts as not given."""
    found: list[Wanted] = []
    for name in fields:
        kind, _, key = name.partition(".")
        person = _id(key) if kind == "place" else None
        if person is not None:
            place, email = str(fields[name]), str(fields.get(f"email.{key}", ""))
            number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0
            found.append(Wanted(person=person, place=number, email=email.strip()[:_LONGEST]))
    return found


def _faults(seat: SideSeat, refusal: InvalidError) -> dict[str, str]:
    return {fault.place: fault.en if seat.language == "en" else fault.de for fault in refusal.faults}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
