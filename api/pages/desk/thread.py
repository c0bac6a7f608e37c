"""The story of a thread, newest first, and two alerts of it side by side with what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import Markup

from alerts.domain import alarms as alarm_words
from alerts.services import desk
from alerts.services.desk import thread
from alerts.services.desk.thread import Thread
from alerts.services.views import AlertView
from api.pages.desk import drawing
from api.pages.desk.seat import AtDesk, Seat
from web import words
from web.differences import marked

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the story: when, what in words, a symbol and a tone; ``href`` leads to the alert it made."""

    at: datetime
    said: str
    symbol: str
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that two alerts say, side by side."""

    what: str
    language: str
    before: Markup
    after: Markup
    same: bool


@router.get("/desk/alerts/{alert_id}/thread")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """The story of the alert's thread, and the last two of its alerts side by side. Raises NotFoundError."""
    return _page(seat, alert_id, 0)


@router.get("/desk/alerts/{alert_id}/thread/{number}")
def compare(seat: AtDesk, alert_id: UUID, number: int) -> Response:
    """The same, with the alert of that number in the thread beside the one before it."""
    return _page(seat, alert_id, number)


def _page(seat: Seat, alert_id: UUID, number: int) -> Response:
    alert = desk.glance(seat.session, seat.person, alert_id)
    found = thread.story(seat.session, seat.person, alert_id)
    count = len(found.released)
    chosen = min(max(number or count, 2), count) if count > 1 else 0
    pair = _pair(seat, found, chosen) if chosen else None
    return seat.page(
        "desk/thread.html",
        "running" if alert.thread_ended is None else "history",
        drill=alert.content.is_drill,
        alert=alert,
        story=found,
        events=sorted(_events(seat, found), key=lambda one: one.at, reverse=True),
        posts=_by_channel(found),
        chosen=chosen,
        pair=pair,
    )


def _events(seat: Seat, found: Thread) -> Iterator[Event]:
    _ = seat._
    numbers = {str(one.id): number for number, one in enumerate(found.released, start=1)}
    for entry in found.entries:
        number = numbers.get(entry.subject)
        released = entry.action in ("approve", "break-glass") and number is not None
        yield Event(
            at=entry.at,
            said=words.entry(entry, seat.language),
            symbol="announce" if released else "account",
            tone="ok" if released else "",
            href=f"/desk/alerts/{entry.subject}" if released else "",
        )
    for post in found.posts:
        if post.accepted:
            yield Event(at=post.accepted, said=_("{channel}: angenommen").format(channel=post.channel), symbol="check")
        if post.confirmed:
            said = _("{channel}: im Kanal gelesen").format(channel=post.channel)
            yield Event(at=post.confirmed, said=said, symbol="checks")
    for alarm in found.alarms:
        said = alarm_words.said(alarm.kind, alarm.detail, None, seat.language)
        yield Event(at=alarm.raised, said=_("Alarm: {what}").format(what=said), symbol="alert", tone="fail")
        if alarm.seen:
            who = _("{who} hat den Alarm zur Kenntnis genommen: {what}").format(who=alarm.seen_by, what=said)
            yield Event(at=alarm.seen, said=who, symbol="account")
        if alarm.cleared:
            yield Event(at=alarm.cleared, said=_("Alarm beendet: {what}").format(what=said), symbol="check")
    for task in found.tasks:
        said = _("Von Hand zu posten: {what}") if task.kind == "manual-post" else _("Aufgabe: {what}")
        yield Event(at=task.created, said=said.format(what=task.title), symbol="clipboard")


def _by_channel(found: Thread) -> list[tuple[str, Any, dict[UUID, Any]]]:
    """Every channel with what went to it, by alert."""
    rows: dict[str, tuple[Any, dict[UUID, Any]]] = {}
    for post in found.posts:
        rows.setdefault(post.channel, (post.kind, {}))[1][post.alert] = post
    return [(name, kind, by_alert) for name, (kind, by_alert) in sorted(rows.items())]


def _pair(seat: Seat, found: Thread, number: int) -> dict[str, Any]:
    before, after = (seat.read(found.released[place].id) for place in (number - 2, number - 1))
    return {
        "before": before,
        "after": after,
        "lines": [line for line in _lines(seat, before, after) if line.before or line.after],
        "maps": (
            drawing.content_map(seat, before.content, before.preview, name="before", width=320, height=260),
            drawing.content_map(seat, after.content, after.preview, name="after", width=320, height=260),
        ),
    }


def _lines(seat: Seat, before: AlertView, after: AlertView) -> Iterator[Line]:
    _ = seat._
    level = words.translated(words.SEVERITIES, seat.language)
    facts = (
        (_("Stufe"), *(level(one.content.severity.value) for one in (before, after))),
        (_("Gültig bis"), *(_moment(one, seat) for one in (before, after))),
        (_("Orte"), *(_places(one) for one in (before, after))),
    )
    for what, old, new in facts:
        yield _line(what, seat.language, old, new)
    fields = (("headline", _("Überschrift")), ("instruction", _("Anweisung")), ("description", _("Beschreibung")))
    languages = dict.fromkeys(info.language for one in (before, after) for info in one.content.infos)
    for language in languages:
        spoken = words.translated(words.LANGUAGE_NAMES, seat.language)(language)
        for name, what in fields:
            old, new = (_text(one, language, name) for one in (before, after))
            yield _line(f"{what} ({spoken})", language, old, new)
        old, new = (_zones(one, language) for one in (before, after))
        yield _line(f"{_('Zonen')} ({spoken})", language, old, new)


def _line(what: str, language: str, old: str, new: str) -> Line:
    before, after = marked(old, new)
    return Line(what=what, language=language, before=before, after=after, same=old == new)


def _text(alert: AlertView, language: str, name: str) -> str:
    info = next((one for one in alert.content.infos if one.language == language), None)
    return str(getattr(info, name)) if info else ""


def _zones(alert: AlertView, language: str) -> str:
    return "\n".join(
        f"{zone.name}: {zone.instruction[language]}" for zone in alert.content.zones if zone.instruction.get(language)
    )


def _places(alert: AlertView) -> str:
    return ", ".join(match.name for match in alert.preview.plan.affected) if alert.preview else ""


def _moment(alert: AlertView, seat: Seat) -> str:
    expires = alert.content.expires
    return f"{words.day(expires, language=seat.language)} {words.clock(expires)}" if expires else "–"
