"""The handover sheet: as it stands now, given to a colleague, taken by that colleague; made for paper as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain import alarms as alarm_words
from alerts.domain.alarms import AlarmKind, Detail
from alerts.domain.errors import InvalidError
from alerts.services.desk import handover
from api import errors
from api.pages.desk.checking import plain
from api.pages.desk.seat import AtDesk, Seat
from geo.errors import OrtsrufError

router = APIRouter()


@router.get("/desk/handover")
def look(seat: AtDesk) -> Response:
    """What would be handed over now, the form, and the sheets of before."""
    return _page(seat)


@router.post("/desk/handover")
def give(seat: AtDesk, to: Annotated[str, Form()] = "", notes: Annotated[str, Form()] = "") -> Response:
    """Sign the sheet for a colleague."""
    try:
        with seat.session.begin_nested():
            made = handover.give(seat.session, seat.person, _uuid(to), notes.replace("\r\n", "\n"))
    except InvalidError as error:
        return _page(seat, to=to, notes=notes, refusal=plain(error, seat.language), status=errors.status_of(error))
    return RedirectResponse(f"/desk/handover/{made.id}", 303)


@router.get("/desk/handover/{handover_id}")
def read(seat: AtDesk, handover_id: UUID) -> Response:
    """A sheet as it was handed over."""
    return _kept(seat, handover_id)


@router.post("/desk/handover/{handover_id}/take")
def take(seat: AtDesk, handover_id: UUID) -> Response:
    """Sign a sheet as the one who takes over."""
    try:
        with seat.session.begin_nested():
            handover.take(seat.session, seat.person, handover_id)
    except OrtsrufError as error:
        if error.code == "not-found":
            raise
        return _kept(seat, handover_id, refusal=plain(error, seat.language), status=errors.status_of(error))
    return RedirectResponse(f"/desk/handover/{handover_id}", 303)


def _page(seat: Seat, *, to: str = "", notes: str = "", refusal: str = "", status: int = 200) -> Response:
    return seat.page(
        "desk/handover.html",
        "running",
        status=status,
        sheet=_shown(handover.sheet(seat.session, seat.person), seat.language),
        kept=None,
        colleagues=handover.colleagues(seat.session, seat.person),
        recent=handover.recent(seat.session, seat.person),
        to=to,
        notes=notes,
        refusal=refusal,
        longest=handover.NOTES,
    )


def _kept(seat: Seat, handover_id: UUID, *, refusal: str = "", status: int = 200) -> Response:
    kept = handover.read(seat.session, seat.person, handover_id)
    return seat.page(
        "desk/handover.html",
        "running",
        status=status,
        sheet=_shown(kept.sheet, seat.language),
        kept=kept,
        colleagues=(),
        recent=(),
        to="",
        notes=kept.notes,
        refusal=refusal,
        longest=handover.NOTES,
    )


def _shown(sheet: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The sheet with its times as times, and alarms in words."""
    return {
        "at": _moment(sheet["at"]),
        "since": _moment(sheet["since"]),
        "running": [
            {
                **one,
                "sent": _moment(one["sent"]),
                "expires": _moment(one["expires"]),
                "mowas": _mowas(one.get("mowas")),
            }
            for one in sheet["running"]
        ],
        "tasks": [{**one, "since": _moment(one["since"])} for one in sheet["tasks"]],
        "waiting": [{**one, "created": _moment(one["created"])} for one in sheet["waiting"]],
        "drafts": [{**one, "created": _moment(one["created"])} for one in sheet["drafts"]],
        "alarms": [
            {
                "said": alarm_words.said(AlarmKind(one["kind"]), Detail.from_json(one["detail"]), None, language),
                "raised": _moment(one["raised"]),
                "seen": one["seen"],
            }
            for one in sheet["alarms"]
        ],
        "answered": [{**one, "at": _moment(one["at"])} for one in sheet["answered"]],
        "stopped": sheet["stopped"],
    }


def _mowas(step: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {**step, "at": _moment(step["at"])} if step else None


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
