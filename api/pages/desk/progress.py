"""What moves on the pages of the desk: how an alert arrives, and the alarms; made once for all who look.

Pages get it three ways: whole at first, then as server-sent events, and by asking where the stream breaks.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from math import log10
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from alerts.domain.model.aim import Aim
from alerts.domain.model.person import Person
from alerts.domain.model.standing import ARRIVED, OPEN, TROUBLE, Standing
from alerts.services import desk, watch
from alerts.services.desk import prolonging, reminding
from alerts.services.desk.progress import Progress, check, counts_of
from alerts.services.desk.progress import progress as progress_of
from alerts.services.views import AlertView
from alerts.store.progress import Counts, ProgressRow
from alerts.store.session import Session, Store, database_now
from api.deps import Opened
from api.live import Looked, Made, Reader, alarm_news
from api.pages.desk import cards
from api.pages.desk.alarming import banners
from api.pages.desk.board_map import board_map
from api.pages.desk.seat import AtDesk
from web.render import page

router = APIRouter()

TICKS = ((0.1, 0.1, "s"), (1, 1, "s"), (10, 10, "s"), (60, 1, "min"), (600, 10, "min"))
"""The delivery track's scale: seconds, shown as logarithms; figure and unit of each."""
BEAT = 2.0
"""Seconds after which a stream says that it lives; three missed ones make a page doubt it."""
STREAM_LASTS = 600.0
"""Seconds after which a stream ends, so that the browser comes again and is recognised again."""
PARTS = ("cards", "until", "progress", "side")
"""The moving parts of an alert's page, each a place and a template."""
ENTRIES = 12
"""Steps of the timeline shown."""

WORDS: Mapping[Standing, tuple[str, str, str]] = {
    Standing.CONFIRMED: ("bestätigt", "ok", "checks"),
    Standing.ACCEPTED: ("angenommen", "ok", "check"),
    Standing.UNDER_WAY: ("unterwegs", "", "refresh"),
    Standing.WAITING: ("neuer Versuch", "warn", "hourglass"),
    Standing.UNKNOWN: ("unklar, wird nachgesehen", "warn", "question"),
    Standing.DECIDES: ("unklar, ein Mensch muss entscheiden", "fail", "question"),
    Standing.REFUSED: ("abgelehnt", "fail", "alert"),
    Standing.GIVEN_UP: ("aufgegeben", "", "close"),
    Standing.BY_HAND: ("wartet auf Person", "", "hand"),
    Standing.HELD: ("angehalten", "warn", "pause"),
    Standing.EXPIRED: ("abgelaufen", "warn", "hourglass"),
    Standing.SUPERSEDED: ("ersetzt", "", "history"),
    Standing.STANDBY: ("steht bereit", "", "shield"),
    Standing.NOT_NEEDED: ("nicht gebraucht", "", "shield"),
}
"""Where a delivery stands: word, tone, symbol."""
REASONS = {
    "absent": "Nicht im Kanal gefunden, wird noch einmal gesendet.",
    "awaits-person": "Von Hand zu posten.",
    "breaker": "zu viele Fehler hintereinander",
    "cannot-post": "Kann nicht von Hand gepostet werden.",
    "connector-failed": "Das Gateway gab eine Antwort, die niemand versteht.",
    "kill-switch": "Der Versand ist angehalten.",
    "not-sent": "Nichts wurde gesendet.",
    "person-cannot-post": "Kann nicht von Hand gepostet werden.",
    "not-readable": "Dieser Kanal lässt sich nicht zurücklesen.",
    "person-decides": "Niemand weiß, ob die Post draußen ist. Bitte im Kanal nachsehen.",
    "posted-twice": "Steht doppelt im Kanal.",
    "refused": "Das Gateway lehnt die Nachricht ab.",
    "repeat-safe": "Wird wiederholt; der Empfänger erkennt die Wiederholung.",
    "repeated": "Wird wiederholt, als Wiederholung gekennzeichnet.",
    "shut": "der Zugang lässt sich nicht öffnen",
    "stands-in": "",
    "throttled": "das Gateway nimmt gerade nichts an",
    "unconfirmed": "Angenommen, aber nicht bestätigt.",
    "unknown": "Ob die Post draußen ist, ist unklar.",
    "unreadable": "Der Blick in den Kanal gelang nicht.",
    "worker-lost": "Der Versand brach ab. Ob die Post draußen ist, ist unklar.",
}
"""What machines call a reason, in words; gateways' reasons are sentences already."""
_DOT = 6.5
"""Width of a dot on the track: nearer ones are drawn as one, the ring around the dot."""


@router.get("/desk/alerts/{alert_id}/stream")
def alert_stream(seat: AtDesk, opened: Opened, alert_id: UUID) -> Response:
    """An alert's moving parts and the alarms as server-sent events, the present ones at once. Raises NotFoundError."""
    check(seat.session, alert_id)
    return stream(seat.person, opened, alert_id, seat.language)


@router.get("/desk/stream")
def alarm_stream(seat: AtDesk, opened: Opened) -> Response:
    """The alarms as server-sent events, the present ones at once."""
    return stream(seat.person, opened, None, seat.language)


@router.get("/desk/alerts/{alert_id}/progress")
def progress(seat: AtDesk, alert_id: UUID) -> Response:
    """The same as the stream once, for a page whose stream is broken."""
    parts = rendered(seat.session, seat.person, alert_id, seat.language)
    return JSONResponse({"parts": parts, "at": seat.now.isoformat()})


@router.get("/desk/alarms")
def alarms(seat: AtDesk) -> Response:
    """The alarms once, for a page whose stream is broken."""
    parts = {"banners": banners(seat.session, seat.person, seat.language)}
    return JSONResponse({"parts": parts, "at": seat.now.isoformat()})


@router.post("/desk/alarms/{alarm_id}/seen")
def seen(seat: AtDesk, alarm_id: UUID) -> Response:
    """Take note of an alarm: it no longer calls."""
    watch.see(seat.session, seat.person, alarm_id)
    back = seat.request.headers.get("referer", "")
    return RedirectResponse(back if back.startswith(str(seat.request.base_url)) else "/desk/running", 303)


def made(store: Store, looked: Looked) -> Made:
    """Everything that moves on a page, in one transaction. Raises what the database says."""
    with store.transaction(looked.authority) as session:
        parts = {"banners": banners(session, looked.person, looked.language)}
        watches = {alarm_news(looked.authority)}
        if looked.board:
            parts |= rendered_board(session, looked.person, looked.language)
            watches |= {str(one.id) for one in desk.running(session, looked.person)}
        if looked.alert is not None:
            parts |= rendered(session, looked.person, looked.alert, looked.language)
            watches |= {str(one.id) for one in desk.running(session, looked.person)} | {str(looked.alert)}
        return Made(parts=parts, at=database_now(session), watches=frozenset(watches))


def rendered(session: Session, person: Person, alert_id: UUID, language: str) -> dict[str, str]:
    """The moving parts of an alert's page. No part knows who reads it: the page itself puts the CSRF value in."""
    data = moving(session, person, alert_id)
    return {part: page(f"desk/live_{part}.html", language, csrf="", **data) for part in PARTS}


def rendered_board(session: Session, person: Person, language: str) -> dict[str, str]:
    """The cards and the map of all that runs; as above, no part knows who reads it."""
    data = cards.board(session, person)
    shown = [one["alert"] for one in data["cards"]]
    return {
        "board": page("desk/board_cards.html", language, csrf="", **data),
        "board-map": board_map(session, person, language, shown),
    }


def moving(session: Session, person: Person, alert_id: UUID) -> dict[str, Any]:
    """What changes while one looks: figures, tracks, tasks, timeline, the cards of the running alerts."""
    now = database_now(session)
    found = progress_of(session, alert_id)
    alert = found.alert
    others = cards.beside(session, person, alert)
    counts = counts_of(session, [one.id for one in others])
    thread = {one.id for one in others if one.thread == alert.thread} | {alert.id}
    expires = alert.content.expires
    return {
        "now": now,
        "alert": alert,
        "progress": found,
        "total": found.counts.total,
        "arrived": found.counts.of(*ARRIVED),
        "bar": cards.bar(found.counts),
        "tally": _tally(found.counts),
        "open": found.counts.of(*OPEN) > 0,
        "rows": [_row(row, alert, now) for row in found.rows],
        "slow": _slow(found),
        "ticks": [(position(seconds), figure, unit) for seconds, figure, unit in TICKS],
        "cards": [cards.card(one, counts[one.id], now) for one in others],
        "tasks": [task for task in desk.tasks(session, person) if task.alert in thread and task.done is None],
        "entries": desk.timeline(session, person, alert_id)[:ENTRIES],
        "left": expires - now if expires else timedelta(0),
        "over": expires is not None and expires <= now,
        "still": cards.still(session, alert, reminding.asked(session, (alert.id,))),
        "told": prolonging.told(session, alert.id) if alert.content.aim is Aim.PROLONGATION else None,
    }


def position(seconds: float) -> float:
    """A time on the track, 0 (0.1 s) to 100 (10 min), as its logarithm."""
    low, high = log10(0.1), log10(600)
    return round(100 * (log10(min(max(seconds, 0.1), 600)) - low) / (high - low), 2)


def stream(person: Person, opened: Opened, alert: UUID | None, language: str, *, board: bool = False) -> Response:
    """What moves on a page as server-sent events: of an alert, of the board of all, or the alarms alone."""
    looked = Looked(authority=person.authority, alert=alert, language=language, board=board, person=person)

    async def events() -> AsyncIterator[str]:
        with opened.shared.reading(looked) as reader:
            async for event in _events(opened, reader):
                yield event

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


async def _events(opened: Opened, reader: Reader) -> AsyncIterator[str]:
    """What has changed for this reader, and a sign of life every few seconds."""
    sent: dict[str, str] = {}
    yield "retry: 2000\n\n"
    clock = asyncio.get_running_loop().time
    ends = clock() + STREAM_LASTS
    while clock() < ends:
        shown = await reader.next(BEAT)
        if opened.live.closing:
            return
        if shown.made is None:
            continue
        news = {name: html for name, html in shown.made.parts.items() if sent.get(name) != html}
        sent.update(news)
        yield _event("state", {"parts": news, "at": shown.made.at.isoformat(), "fresh": shown.fresh})


def _event(name: str, data: Mapping[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _row(row: ProgressRow, alert: AlertView, now: datetime) -> dict[str, Any]:
    word, tone, symbol = WORDS[row.standing]
    since = (now - alert.sent).total_seconds() if alert.sent else 0.0
    accepted = None if row.after is None else position(row.after)
    confirmed = None if row.confirmed_after is None else position(row.confirmed_after)
    doubtful = row.reason in ("unconfirmed", "posted-twice") and row.standing in ARRIVED
    return {
        "delivery": row,
        "word": word,
        "tone": "warn" if doubtful else tone,
        "symbol": "alert" if doubtful else symbol,
        "trouble": doubtful or row.standing in TROUBLE,
        "reason": REASONS.get(row.reason, row.reason),
        "idle": row.standing in (Standing.STANDBY, Standing.NOT_NEEDED),
        "stood_in": row.stands_for is not None and row.standing not in (Standing.STANDBY, Standing.NOT_NEEDED),
        "accepted": accepted,
        "confirmed": confirmed,
        "together": accepted is not None and confirmed is not None and confirmed - accepted < _DOT,
        "until": position(since if row.after is None else row.after),
    }


def _tally(counts: Counts) -> list[dict[str, Any]]:
    """How many stand where, in the bar's order; what only stands by comes last."""
    order = [*cards.BAR_ORDER, Standing.SUPERSEDED, Standing.STANDBY]
    return [
        {
            "standing": standing.value,
            "number": counts.of(standing),
            "word": WORDS[standing][0],
            "tone": WORDS[standing][1],
            "symbol": WORDS[standing][2],
            "due": counts.due if standing is Standing.WAITING else None,
        }
        for standing in order
        if counts.of(standing)
    ]


def _slow(found: Progress) -> list[dict[str, Any]]:
    """The accounts that keep an alert waiting."""
    return [
        {"account": one, "blocked": REASONS.get(one.blocked_reason, one.blocked_reason), "said": _answer(one)}
        for one in found.accounts
        if one.open or one.blocked_until
    ]


def _answer(one: Any) -> str:
    """What an account's gateway said last, as far as it explains anything."""
    return str(REASONS.get(one.reason, one.reason) or REASONS.get(one.answer, one.answer) or one.outcome)
