"""Alarms to the people on duty: which kinds there are, when each holds, and what each says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

WAITING_AFTER = 10.0
"""Seconds after which an emergency post that has not been accepted raises an alarm."""
NO_WORKER_AFTER = 5.0
"""Seconds without a sign of life after which no worker is taken to live."""
LAPSED_FOR = timedelta(days=2)
"""How long an alert that expired without an end stays an alarm; as long as it stays among the running ones."""
ALONE_FOR = timedelta(hours=12)
"""How long a release by one person alone stays an alarm, unless two have looked at it by an update or an end."""
PROBE_LASTS = timedelta(seconds=60)
"""How long a trial alarm stands before it ends by itself."""
NAMES = 3
"""Places that an alarm names."""


class AlarmKind(StrEnum):
    """What an alarm is about."""

    WAITING = "waiting"
    """Emergency posts that have waited too long."""
    UNCONFIRMED = "unconfirmed"
    """Accepted, but not read back within the limit."""
    DECIDE = "person-decides"
    """Nobody knows whether it is in the channel, and no machine can find out."""
    REFUSED = "refused"
    """Every account of the channel refused it."""
    STOOD_IN = "stood-in"
    """A stand-by channel has taken over."""
    TWICE = "posted-twice"
    """The same post was found twice in a channel."""
    LAPSED = "lapsed"
    """An alert ran out without an all-clear."""
    STILL_TRUE = "still-true"
    """Nobody has said for a while that it is still true."""
    EXPIRES_30 = "expires-30"
    """It runs out within half an hour."""
    EXPIRES_10 = "expires-10"
    """It runs out within ten minutes."""
    PROPOSED = "all-clear-proposed"
    """The authority that leads the incident has given its all-clear; the own one is still to be given."""
    INVITED = "invited"
    """Another authority asks to put an alert into its incident; the subject is the incident."""
    ALONE = "released-alone"
    """One person alone released an alert: everybody is told at once."""
    APPROVAL = "approval-waits"
    """An alert waits for its second person, who is called."""
    PROBE = "probe"
    """Somebody tries whether alarms arrive."""


class Way(StrEnum):
    """How the duty is told."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    PUSH = "push"
    """To a browser of a person; only calls go this way."""


class About(StrEnum):
    """Which end of an alarm a message is about."""

    RAISED = "raised"
    CLEARED = "cleared"
    CALLED = "called"
    """One person is called because of it."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What waits for its second person, without its text: ``event`` and ``severity`` (of CAP) name it, ``called`` are
    the names of those called so far, ``taken`` is who has taken it over last."""

    event: str
    severity: str
    called: tuple[str, ...] = ()
    taken: str = ""

    def as_json(self) -> dict[str, object]:
        """For the database."""
        return {"event": self.event, "severity": self.severity, "called": list(self.called), "taken": self.taken}

    @classmethod
    def from_json(cls, stored: object) -> Decision | None:
        """Back from the database."""
        if not isinstance(stored, dict):
            return None
        called = stored.get("called")
        return cls(
            event=str(stored.get("event", "")),
            severity=str(stored.get("severity", "")),
            called=tuple(str(name) for name in called) if isinstance(called, list) else (),
            taken=str(stored.get("taken", "")),
        )


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What is known of an alarm. ``since``: when the oldest of it began; ``names``: the first places, and ``more``
    whether there are others; ``headline`` of the alert."""

    count: int = 0
    since: datetime | None = None
    names: tuple[str, ...] = ()
    more: bool = False
    headline: str = ""
    no_worker: bool = False
    """No worker lives, which explains everything else."""
    by_hand: int = 0
    """How many of the stand-bys wait for somebody who posts by hand."""
    decision: Decision | None = None
    """Of an alert that waits for its second person."""

    def as_json(self) -> dict[str, object]:
        """For the database."""
        more: dict[str, object] = {"decision": self.decision.as_json()} if self.decision else {}
        return {
            **more,
            "count": self.count,
            "since": self.since.isoformat() if self.since else None,
            "names": list(self.names),
            "more": self.more,
            "headline": self.headline,
            "no_worker": self.no_worker,
            "by_hand": self.by_hand,
        }

    @classmethod
    def from_json(cls, stored: dict[str, object]) -> Detail:
        """Back from the database."""
        since, names = stored.get("since"), stored.get("names")
        return cls(
            count=int(str(stored.get("count", 0))),
            since=datetime.fromisoformat(str(since)) if since else None,
            names=tuple(str(name) for name in names) if isinstance(names, list) else (),
            more=bool(stored.get("more")),
            headline=str(stored.get("headline", "")),
            no_worker=bool(stored.get("no_worker")),
            by_hand=int(str(stored.get("by_hand", 0))),
            decision=Decision.from_json(stored.get("decision")),
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is an alarm now. ``subject``: the alert, or the authority itself for a trial."""

    authority: UUID
    kind: AlarmKind
    subject: UUID
    detail: Detail

    @property
    def key(self) -> tuple[UUID, AlarmKind, UUID]:
        """What one open alarm is kept for."""
        return self.authority, self.kind, self.subject


@dataclass(frozen=True, kw_only=True)
class Alarm(Finding):
    """An alarm that was raised. ``seen``: somebody took note of it, so that it no longer calls."""

    id: UUID
    raised: datetime
    seen: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a look leads to."""

    raised: tuple[Finding, ...]
    changed: tuple[tuple[Alarm, Detail], ...]
    cleared: tuple[Alarm, ...]


def changes(found: Iterable[Finding], standing: Iterable[Alarm], now: datetime) -> Changes:
    """What is to be raised, brought up to date and cleared, given what holds now and what stands."""
    holds = {finding.key: finding for finding in found}
    known = {alarm.key: alarm for alarm in standing}
    holds |= {
        key: alarm for key, alarm in known.items() if alarm.kind is AlarmKind.PROBE and now - alarm.raised < PROBE_LASTS
    }
    return Changes(
        raised=tuple(finding for key, finding in holds.items() if key not in known),
        changed=tuple(
            (alarm, holds[key].detail)
            for key, alarm in known.items()
            if key in holds and holds[key].detail != alarm.detail
        ),
        cleared=tuple(alarm for key, alarm in known.items() if key not in holds),
    )


def said(kind: AlarmKind, detail: Detail, now: datetime | None, language: str = "de") -> str:
    """One plain sentence without a full stop: ``12 Zustellungen warten seit 14 s (Moabit, Wedding …)``.

    Without ``now`` it leaves out for how long.
    """
    one, many = _SENTENCES["en" if language == "en" else "de"][kind]
    sentence = (one if detail.count == 1 else many).format(
        n=detail.count,
        age=_age(detail.since, now, language) if now and detail.since else "",
        at=f"{detail.since.astimezone(_BERLIN):%H:%M}" if detail.since else "",
        headline=detail.headline,
    )
    places = ", ".join(detail.names) + (" …" if detail.more else "")
    return f"{sentence} ({places})" if places else sentence


def advice(kind: AlarmKind, detail: Detail, language: str = "de") -> str:
    """What to do about it."""
    words = "en" if language == "en" else "de"
    if kind is AlarmKind.STOOD_IN and detail.by_hand:
        return _BY_HAND[words]
    if detail.decision:
        return _calling(detail.decision, words)
    return _NO_WORKER[words] if detail.no_worker else _ADVICE[words][kind]


def subject_line(kind: AlarmKind, detail: Detail, now: datetime, about: About, language: str = "de") -> str:
    """The subject of an e-mail: ``Ortsruf: 12 Zustellungen warten seit 14 s (Moabit, Wedding …)``."""
    over = "" if about is About.RAISED else _OVER["en" if language == "en" else "de"]
    return f"Ortsruf: {over}{said(kind, detail, now, language)}"


def body(alarm: Alarm, now: datetime, about: About, link: str, language: str = "de") -> str:
    """The text of an e-mail: what is wrong, which alert, what to do, where."""
    words = _BODY["en" if language == "en" else "de"]
    lines = [f"{said(alarm.kind, alarm.detail, now, language)}."]
    if alarm.detail.headline:
        lines.append(words["alert"].format(headline=alarm.detail.headline))
    if about is About.RAISED:
        lines += ["", advice(alarm.kind, alarm.detail, language)]
    at = alarm.raised.astimezone(_BERLIN).strftime("%d.%m.%Y %H:%M:%S")
    lines += ["", link, "", words[about].format(at=at)]
    return "\n".join(lines)


def retry_after(tries: int) -> float | None:
    """Seconds until a message that did not arrive is tried again; None: given up, after about a day."""
    return min(600.0, 2.0 * 2.0 ** min(tries, 10)) if tries < _TRIES else None


_TRIES = 150
_BERLIN = ZoneInfo("Europe/Berlin")


def _calling(decision: Decision, words: str) -> str:
    says = _CALLING[words]
    if decision.taken:
        return says["taken"].format(who=decision.taken)
    return says["called"].format(who=", ".join(decision.called)) if decision.called else says["nobody"]


def _age(since: datetime, now: datetime, language: str) -> str:
    begins, hours = (" for ", "h") if language == "en" else (" seit ", "Std.")
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < 60:
        return f"{begins}{seconds} s"
    if seconds < 3600:
        return f"{begins}{seconds // 60}:{seconds % 60:02d} min"
    return f"{begins}{seconds // 3600}:{seconds % 3600 // 60:02d} {hours}"


_SENTENCES = MappingProxyType(
    {
        "de": {
            AlarmKind.WAITING: ("1 Zustellung wartet{age}", "{n} Zustellungen warten{age}"),
            AlarmKind.UNCONFIRMED: (
                "1 Zustellung angenommen, aber nicht bestätigt",
                "{n} Zustellungen angenommen, aber nicht bestätigt",
            ),
            AlarmKind.DECIDE: (
                "1 Zustellung ist unklar und braucht eine Entscheidung",
                "{n} Zustellungen sind unklar und brauchen eine Entscheidung",
            ),
            AlarmKind.REFUSED: ("1 Zustellung abgelehnt", "{n} Zustellungen abgelehnt"),
            AlarmKind.STOOD_IN: ("1 Ersatzkanal ist eingesprungen", "{n} Ersatzkanäle sind eingesprungen"),
            AlarmKind.TWICE: ("1 Beitrag steht doppelt im Kanal", "{n} Beiträge stehen doppelt im Kanal"),
            AlarmKind.LAPSED: (
                "Ohne Entwarnung abgelaufen: {headline}",
                "Ohne Entwarnung abgelaufen: {headline}",
            ),
            AlarmKind.STILL_TRUE: ("Noch richtig? {headline}", "Noch richtig? {headline}"),
            AlarmKind.EXPIRES_30: ("Läuft um {at} Uhr ab: {headline}", "Läuft um {at} Uhr ab: {headline}"),
            AlarmKind.EXPIRES_10: (
                "Läuft gleich ab, um {at} Uhr: {headline}",
                "Läuft gleich ab, um {at} Uhr: {headline}",
            ),
            AlarmKind.PROPOSED: ("Entwarnung vorgeschlagen: {headline}", "Entwarnung vorgeschlagen: {headline}"),
            AlarmKind.INVITED: ("Einladung zu einem Ereignis: {headline}", "Einladung zu einem Ereignis: {headline}"),
            AlarmKind.ALONE: ("Von einer Person allein freigegeben: {headline}",) * 2,
            AlarmKind.APPROVAL: ("Wartet{age} auf Freigabe: {headline}",) * 2,
            AlarmKind.PROBE: ("Probealarm, bitte nichts tun", "Probealarm, bitte nichts tun"),
        },
        "en": {
            AlarmKind.WAITING: ("1 delivery is waiting{age}", "{n} deliveries are waiting{age}"),
            AlarmKind.UNCONFIRMED: (
                "1 delivery accepted, but not confirmed",
                "{n} deliveries accepted, but not confirmed",
            ),
            AlarmKind.DECIDE: (
                "1 delivery is unclear and needs a decision",
                "{n} deliveries are unclear and need a decision",
            ),
            AlarmKind.REFUSED: ("1 delivery refused", "{n} deliveries refused"),
            AlarmKind.STOOD_IN: ("1 stand-by channel has taken over", "{n} stand-by channels have taken over"),
            AlarmKind.TWICE: ("1 post is in its channel twice", "{n} posts are in their channels twice"),
            AlarmKind.LAPSED: ("Expired without an all-clear: {headline}", "Expired without an all-clear: {headline}"),
            AlarmKind.STILL_TRUE: ("Still true? {headline}", "Still true? {headline}"),
            AlarmKind.EXPIRES_30: ("Expires at {at}: {headline}", "Expires at {at}: {headline}"),
            AlarmKind.EXPIRES_10: ("Expires very soon, at {at}: {headline}", "Expires very soon, at {at}: {headline}"),
            AlarmKind.PROPOSED: ("All-clear proposed: {headline}", "All-clear proposed: {headline}"),
            AlarmKind.INVITED: ("Invitation to an incident: {headline}", "Invitation to an incident: {headline}"),
            AlarmKind.ALONE: ("Released by one person alone: {headline}",) * 2,
            AlarmKind.APPROVAL: ("Waiting for approval{age}: {headline}",) * 2,
            AlarmKind.PROBE: ("Trial alarm, please do nothing", "Trial alarm, please do nothing"),
        },
    }
)

_ADVICE = MappingProxyType(
    {
        "de": {
            AlarmKind.WAITING: "Sehen Sie unter „Langsamste Konten“ nach, welcher Dienst hängt. Informieren Sie auf "
            "anderem Weg, bis die Zustellungen angenommen sind.",
            AlarmKind.UNCONFIRMED: "Öffnen Sie den Kanal und sehen Sie nach, ob der Beitrag dort steht.",
            AlarmKind.DECIDE: "Öffnen Sie den Kanal: Steht der Beitrag dort? Wenn nicht, posten Sie ihn von Hand.",
            AlarmKind.REFUSED: "Lesen Sie den Grund beim Kanal. Posten Sie von Hand, oder informieren Sie anders.",
            AlarmKind.STOOD_IN: "Die Nachricht ist unterwegs. Prüfen Sie, warum der eigentliche Kanal ausgefallen ist.",
            AlarmKind.TWICE: "Löschen Sie im Kanal einen der beiden Beiträge.",
            AlarmKind.LAPSED: "Geben Sie Entwarnung, oder verlängern Sie mit einer Aktualisierung. Bis dahin liest "
            "man: keine aktuelle Information, keine Entwarnung.",
            AlarmKind.STILL_TRUE: "Prüfen Sie Lage und Text. Antworten Sie: noch richtig, aktualisieren, verlängern "
            "oder Entwarnung.",
            AlarmKind.EXPIRES_30: "Verlängern Sie, aktualisieren Sie oder geben Sie Entwarnung. Sonst liest man nach "
            "dem Ende: keine aktuelle Information, keine Entwarnung.",
            AlarmKind.EXPIRES_10: "Jetzt entscheiden: verlängern, aktualisieren oder Entwarnung. Die Freigabe braucht "
            "eine zweite Person.",
            AlarmKind.PROPOSED: "Die leitende Behörde hat entwarnt. Prüfen Sie, ob die Gefahr auch bei Ihnen vorbei "
            "ist, und geben Sie Ihre eigene Entwarnung frei.",
            AlarmKind.INVITED: "Sehen Sie das Ereignis an und nehmen Sie an oder lehnen Sie ab.",
            AlarmKind.ALONE: "Lesen Sie die Warnung jetzt. Stimmt etwas nicht: aktualisieren, entwarnen oder "
            "zurücknehmen.",
            AlarmKind.APPROVAL: "Eine zweite Person, die nicht mitgeschrieben hat, muss lesen und entscheiden.",
            AlarmKind.PROBE: "Er endet nach einer Minute von selbst.",
        },
        "en": {
            AlarmKind.WAITING: "See under “Slowest accounts” which service hangs. Inform people by other means until "
            "the deliveries are accepted.",
            AlarmKind.UNCONFIRMED: "Open the channel and see whether the post is there.",
            AlarmKind.DECIDE: "Open the channel: is the post there? If not, post it by hand.",
            AlarmKind.REFUSED: "Read the reason beside the channel. Post by hand, or inform people by other means.",
            AlarmKind.STOOD_IN: "The message is on its way. Find out why the channel itself failed.",
            AlarmKind.TWICE: "Delete one of the two posts in the channel.",
            AlarmKind.LAPSED: "Give the all-clear, or extend by an update. Until then people read: no current "
            "information, no all-clear.",
            AlarmKind.STILL_TRUE: "Check the situation and the text. Answer: still true, update, extend or all-clear.",
            AlarmKind.EXPIRES_30: "Extend, update or give the all-clear. Otherwise people read after its end: no "
            "current information, no all-clear.",
            AlarmKind.EXPIRES_10: "Decide now: extend, update or all-clear. The release needs a second person.",
            AlarmKind.PROPOSED: "The leading authority has given its all-clear. Check whether the danger is over in "
            "your area as well, and release your own all-clear.",
            AlarmKind.INVITED: "Look at the incident and accept or decline.",
            AlarmKind.ALONE: "Read the alert now. If something is wrong: update it, give the all-clear or take it "
            "back.",
            AlarmKind.APPROVAL: "A second person who did not write it has to read it and decide.",
            AlarmKind.PROBE: "It ends by itself after a minute.",
        },
    }
)

_CALLING = MappingProxyType(
    {
        "de": {
            "taken": "{who} hat übernommen.",
            "called": "Angerufen: {who}.",
            "nobody": "Niemand kann angerufen werden: Die Rufliste ist leer, nennt keinen Weg, oder wer darauf steht, "
            "hat mitgeschrieben. Holen Sie selbst eine zweite Person.",
        },
        "en": {
            "taken": "{who} has taken it over.",
            "called": "Called: {who}.",
            "nobody": "Nobody can be called: the on-call list is empty, names no way, or those on it helped to write "
            "it. Get a second person yourself.",
        },
    }
)
_NO_WORKER = MappingProxyType(
    {
        "de": "Es läuft kein Versand: Starten Sie den Worker (./run worker). Informieren Sie so lange auf anderem Weg.",
        "en": "Nothing is being sent: start the worker (./run worker). Inform people by other means until then.",
    }
)
_BY_HAND = MappingProxyType(
    {
        "de": "Die Nachricht ist noch nicht draußen: Im Ersatzkanal muss jemand sie von Hand posten. Rufen Sie das "
        "Büro an, oder posten Sie selbst.",
        "en": "The message is not out yet: somebody has to post it in the stand-by channel by hand. Call the office, "
        "or post it yourself.",
    }
)
_BODY = MappingProxyType(
    {
        "de": {
            "alert": "Warnung: {headline}",
            About.RAISED: "Alarm seit {at}. Ist er beendet, kommt eine zweite Nachricht.",
            About.CLEARED: "Der Alarm von {at} ist beendet.",
        },
        "en": {
            "alert": "Alert: {headline}",
            About.RAISED: "Alarm since {at}. Once it is over, a second message comes.",
            About.CLEARED: "The alarm of {at} is over.",
        },
    }
)
_OVER = MappingProxyType({"de": "Alarm beendet: ", "en": "alarm over: "})
