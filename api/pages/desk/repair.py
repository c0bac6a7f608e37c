"""Nacharbeit: deliveries that need a person, what happened to each, and what can be done about it in one click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.delivery import AttemptRow
from alerts.domain.model.repair import RepairRow
from alerts.domain.repairing import Action, Need
from alerts.services.desk import repairing
from alerts.services.desk.repairing import Bench, RepairView
from alerts.store.undoing import Undoable
from api.pages.desk.progress import REASONS
from api.pages.desk.side import Anybody, SideSeat

router = APIRouter()

_HOME = "/desk/repair"
_LONGEST = 2_000
_TRIES_SHOWN = 8

WHAT: Mapping[Need | None, tuple[str, str, str, str]] = {
    Need.DECIDES: (
        "unklar, ein Mensch muss entscheiden",
        "warn",
        "question",
        "Ob der Beitrag im Kanal steht, ist offen, und wir können dort nicht nachsehen. Bitte sehen Sie selbst nach.",
    ),
    Need.REFUSED: ("abgelehnt", "fail", "alert", "Das Gateway hat den Beitrag abgelehnt. Er steht nicht im Kanal."),
    Need.DEAD: ("nicht zugestellt", "fail", "alert", "Der Beitrag ist nicht hinausgegangen."),
    Need.UNCONFIRMED: (
        "angenommen, nie gesehen",
        "warn",
        "question",
        "Das Gateway hat den Beitrag angenommen, aber niemand hat ihn gesehen oder gemeldet. Bitte sehen Sie nach.",
    ),
    None: ("aufgegeben", "", "close", "Jemand hat diese Zustellung aufgegeben."),
}
"""Why a delivery lies here: word, tone, symbol, and what happened in a sentence."""
OUTCOMES = {
    "accepted": "angenommen",
    "not-sent": "nicht gesendet",
    "throttled": "gebremst",
    "refused": "abgelehnt",
    "unknown": "unklar",
    "awaits-person": "liegt bei einer Person",
    "found": "im Kanal gefunden",
    "absent": "im Kanal nicht gefunden",
    "unreadable": "Kanal nicht lesbar",
    "receipt": "Empfang gemeldet",
    "bounce": "Fehlschlag gemeldet",
    "delayed": "Verzögerung gemeldet",
}
"""What one try or look came to."""
_MORE_REASONS = {
    "person-cannot-post": "Das Büro kann nicht von Hand posten.",
    "given-up": "",
    "person-decides": "",
    "unconfirmed": "",
    "refused": "",
    "receipt-first": "Der Empfang war schneller gemeldet als angenommen.",
    "delivered": "Das Mailsystem hat zugestellt.",
    "relayed": "Das Mailsystem hat weitergegeben, an eines, das nichts meldet.",
    "expanded": "Das Mailsystem hat an die Liste verteilt.",
    "shown": "Der Empfänger zeigt es.",
    "unproven": "Jemand meldet den Empfang, ohne es zu beweisen.",
    "failed": "",
    "delayed": "",
}
_OURS = frozenset({*REASONS, *_MORE_REASONS, *OUTCOMES})
"""Words of our own: never shown as a gateway's answer."""
_SAID = {
    Action.RETRY: (
        "%(num)s Zustellung wird noch einmal versucht.",
        "%(num)s Zustellungen werden noch einmal versucht.",
    ),
    Action.MARK_POSTED: ("%(num)s Zustellung ist als gepostet abgehakt.", "%(num)s Zustellungen sind abgehakt."),
    Action.GIVE_UP: ("%(num)s Zustellung ist aufgegeben.", "%(num)s Zustellungen sind aufgegeben."),
}
_UNDONE = ("%(num)s Zustellung ist wieder wie zuvor.", "%(num)s Zustellungen sind wieder wie zuvor.")


@router.get(_HOME)
def show(seat: Anybody, did: Action | None = None, n: int = 0, passed: int = 0, undone: int = 0) -> Response:
    """Everything that needs a person; after an action also what it came to, and its undoing for a minute."""
    if did:
        mine = [one for one in repairing.undoable(seat.session, seat.person) if one.action is did]
        return _page(seat, done=_done(seat, did, n), passed=passed, undo=mine[:n])
    return _page(seat, done=seat.counted(*_UNDONE, undone) if undone else "", passed=passed)


@router.get(f"{_HOME}/list")
def listed(seat: Anybody) -> Response:
    """The list alone: the page asks for it again every few seconds."""
    return HTMLResponse(seat.part("desk/repair_list.html", **_data(seat, repairing.bench(seat.session, seat.person))))


@router.post(_HOME)
def act(
    seat: Anybody,
    one: Annotated[str, Form(max_length=80)] = "",
    action: Annotated[str, Form(max_length=20)] = "",
    chosen: Annotated[list[UUID] | None, Form(max_length=repairing.MOST_AT_ONCE)] = None,
    reason: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:
    """Do one thing about one delivery (``one``: ``action:id``), or the same about all that are chosen."""
    try:
        step, deliveries = _wanted(one, action, chosen or [])
    except InvalidError as refusal:
        said = refusal.faults[0].en if seat.language == "en" else refusal.faults[0].de
        return _page(seat, fault=said, status=422)
    came_to = repairing.act_on_all(seat.session, seat.person, deliveries, step, reason)
    query = {"did": step.value, "n": came_to.changed, "passed": len(came_to.passed)}
    return RedirectResponse(f"{_HOME}?{urlencode(query)}", 303)


@router.post(f"{_HOME}/undo")
def undo(
    seat: Anybody, chosen: Annotated[list[UUID] | None, Form(max_length=repairing.MOST_AT_ONCE)] = None
) -> Response:
    """Take back what the person has just given up or ticked off."""
    came_to = repairing.undo(seat.session, seat.person, chosen or [])
    if not came_to.changed:
        too_late = seat._("Das lässt sich nicht mehr zurücknehmen: Die Minute ist um, oder es hat sich geändert.")
        return _page(seat, fault=too_late, status=409)
    return RedirectResponse(f"{_HOME}?{urlencode({'undone': came_to.changed, 'passed': len(came_to.passed)})}", 303)


def _wanted(one: str, action: str, chosen: list[UUID]) -> tuple[Action, list[UUID]]:
    step, _, delivery = one.partition(":") if one else (action, "", "")
    try:
        wanted = Action(step)
        found = [UUID(delivery)] if one else chosen
    except ValueError as error:
        raise InvalidError([Fault(place="action", de="Diesen Schritt gibt es nicht.", en="No such step.")]) from error
    if not found:
        nothing = "Kreuzen Sie mindestens eine Zustellung an."
        raise InvalidError([Fault(place="chosen", de=nothing, en="Tick at least one delivery.")])
    return wanted, found


def _page(
    seat: SideSeat,
    *,
    done: str = "",
    passed: int = 0,
    fault: str = "",
    undo: Sequence[Undoable] = (),
    status: int = 200,
) -> Response:
    bench = repairing.bench(seat.session, seat.person)
    said: dict[str, Any] = {"done": done, "passed": passed, "fault": fault, "undo": undo}
    return seat.page("desk/repair.html", "repair", status=status, **said, **_data(seat, bench))


def _data(seat: SideSeat, bench: Bench) -> dict[str, Any]:
    return {
        "rows": [_row(view) for view in bench.open],
        "given_up": [_row(view) for view in bench.given_up],
        "at_desk": seat.is_at_desk,
    }


def _row(view: RepairView) -> dict[str, Any]:
    word, tone, symbol, what = WHAT[view.need]
    row = view.row
    tries = [_attempt(attempt) for attempt in row.attempts[:_TRIES_SHOWN]]
    answer = next((attempt["answer"] for attempt in tries if attempt["answer"]), "")
    return {
        "row": row,
        "word": word,
        "tone": tone,
        "symbol": symbol,
        "what": _what(row, what, view.need),
        "why": _reason(row.reason) or next((attempt["reason"] for attempt in tries if attempt["reason"]), ""),
        "answer": answer,
        "tries": tries,
        "offers": [offer.value for offer in view.offers],
        "repeats": view.need in (Need.DECIDES, Need.UNCONFIRMED) or row.repeat,
    }


def _what(row: RepairRow, what: str, need: Need | None) -> str:
    """A post that an office gave back was refused by people, not by a gateway."""
    return "Der Beitrag steht nicht im Kanal." if need is Need.REFUSED and row.reason == "person-cannot-post" else what


def _attempt(attempt: AttemptRow) -> dict[str, Any]:
    return {
        "at": attempt.ended,
        "outcome": OUTCOMES.get(attempt.outcome, attempt.outcome),
        "reason": _reason(attempt.reason),
        "answer": "" if attempt.answer in _OURS else attempt.answer,
    }


def _reason(reason: str) -> str:
    """A reason as a sentence; empty where what happened is already said."""
    return {**REASONS, **_MORE_REASONS}.get(reason, reason)


def _done(seat: SideSeat, action: Action, number: int) -> str:
    one, many = _SAID[action]
    return seat.counted(one, many, number)
