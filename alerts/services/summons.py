"""What a call for the second person says, by each way. It names event, place and severity, never the text."""

from __future__ import annotations

import json
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from alerts.channels.base import Post
from alerts.domain.alarms import Alarm, Decision
from alerts.store.duty import Called, Notice

EVENT = "approval.wanted"
"""Type of the webhook's call."""
_BERLIN = ZoneInfo("Europe/Berlin")
_WORDS = MappingProxyType(
    {
        "de": {
            "title": "Freigabe nötig: {event}",
            "greeting": "Guten Tag {name},",
            "waits": "eine Warnung wartet seit {at} Uhr auf eine zweite Person. Sie haben nicht mitgeschrieben und "
            "können sie freigeben oder zurückgeben.",
            "what": "Anlass: {event}",
            "where": "Ort: {places}",
            "severity": "Schwere: {severity}",
            "do": "Lesen und entscheiden:",
            "take": "Drücken Sie dort „Ich übernehme“, dann wird drei Minuten lang niemand sonst angerufen.",
            "action": "Lesen und entscheiden",
            "since": "wartet seit {at} Uhr",
        },
        "en": {
            "title": "Approval needed: {event}",
            "greeting": "Hello {name},",
            "waits": "an alert has been waiting for a second person since {at}. You did not help to write it and can "
            "approve it or give it back.",
            "what": "Event: {event}",
            "where": "Place: {places}",
            "severity": "Severity: {severity}",
            "do": "Read and decide:",
            "take": "Press “I take it” there, then nobody else is called for three minutes.",
            "action": "Read and decide",
            "since": "waiting since {at}",
        },
    }
)
_SEVERITIES = MappingProxyType(
    {
        "de": {"Minor": "Gering", "Moderate": "Mittel", "Severe": "Schwer", "Extreme": "Extrem"},
        "en": {"Minor": "Minor", "Moderate": "Moderate", "Severe": "Severe", "Extreme": "Extreme"},
    }
)


def email(notice: Notice, called: Called, link: str) -> Post:
    """The e-mail; its Message-ID is the notice's, whatever the try."""
    says = _says(called)
    facts = _facts(notice.alarm, called)
    text = [
        says["greeting"].format(name=called.name),
        "",
        says["waits"].format(at=_clock(notice.alarm)),
        "",
        says["what"].format(**facts),
        says["where"].format(**facts),
        says["severity"].format(**facts),
        "",
        says["do"],
        link,
        "",
        says["take"],
    ]
    return Post(
        key=notice.id,
        address=notice.email,
        subject=f"Ortsruf: {says['title'].format(**facts)} ({facts['places']}, {facts['severity']})",
        text="\n".join(text),
        code="",
        link=link,
        language=_language(called),
    )


def push(alarm: Alarm, called: Called) -> bytes:
    """The message for the service worker: what to show, and which of our pages to open."""
    says = _says(called)
    facts = _facts(alarm, called)
    data = {
        "title": says["title"].format(**facts),
        "body": f"{facts['places']} · {facts['severity']} · {says['since'].format(at=_clock(alarm))}",
        "action": says["action"],
        "path": f"/desk/alerts/{alarm.subject}/approve",
        "tag": f"approval-{alarm.subject}",
        "language": _language(called),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def payload(notice: Notice, called: Called, now: datetime, link: str) -> str:
    """The webhook's body: who is called about what."""
    alarm = notice.alarm
    decision = _decision(alarm)
    data = {
        "alert": str(alarm.subject),
        "called": called.name,
        "round": called.round + 1,
        "event": decision.event,
        "severity": decision.severity,
        "places": list(alarm.detail.names),
        "more_places": alarm.detail.more,
        "submitted": alarm.detail.since.isoformat(timespec="seconds") if alarm.detail.since else None,
        "link": link,
    }
    body = {"type": EVENT, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _facts(alarm: Alarm, called: Called) -> dict[str, str]:
    decision = _decision(alarm)
    names = ", ".join(alarm.detail.names)
    return {
        "event": decision.event[:120],
        "places": (names + (" …" if alarm.detail.more else ""))[:200],
        "severity": _SEVERITIES[_language(called)].get(decision.severity, decision.severity),
    }


def _decision(alarm: Alarm) -> Decision:
    return alarm.detail.decision or Decision(event="", severity="")


def _clock(alarm: Alarm) -> str:
    return f"{(alarm.detail.since or alarm.raised).astimezone(_BERLIN):%H:%M}"


def _language(called: Called) -> str:
    return "en" if called.language == "en" else "de"


def _says(called: Called) -> dict[str, str]:
    return _WORDS[_language(called)]
