"""Every refusal of the domain. api.errors gives each its HTTP status, in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.errors import OrtsrufError


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: ``place`` is a field path or a spot on the map, ``de`` / ``en`` say what to do."""

    place: str
    de: str
    en: str


_WORDS = {
    # What a person reads for the values of AlertState, Role and the steps of the life cycle: German, English.
    "draft": ("Entwurf", "draft"),
    "submitted": ("eingereicht", "submitted"),
    "returned": ("zurückgegeben", "returned"),
    "released": ("freigegeben", "released"),
    "discarded": ("verworfen", "discarded"),
    "expired": ("abgelaufen", "expired"),
    "ended": ("beendet", "ended"),
    "superseded": ("überholt", "superseded"),
    "operator": ("Lagezentrum", "operator"),
    "approver": ("Freigabe", "approver"),
    "edit": ("bearbeiten", "edit"),
    "discard": ("verwerfen", "discard"),
    "submit": ("einreichen", "submit"),
    "return": ("zurückgeben", "return"),
    "approve": ("freigeben", "approve"),
    "break-glass": ("allein freigeben", "release alone"),
    "update": ("aktualisieren", "update"),
    "all-clear": ("entwarnen", "give the all-clear"),
    "cancel": ("zurücknehmen", "cancel"),
    "prolong": ("verlängern", "extend"),
    # The same for incidents and handovers.
    "in-incident": ("gehört schon zu einem Ereignis", "belongs to an incident already"),
    "answered": ("beantwortet", "answered"),
    "open-incident": ("zum Ereignis machen", "put into an incident"),
    "answer": ("antworten", "answer"),
    # The same for deliveries and what people do about them, and for the kill switch.
    "queued": ("wartet", "waiting"),
    "sending": ("wird gesendet", "being sent"),
    "accepted": ("angenommen", "accepted"),
    "confirmed": ("bestätigt", "confirmed"),
    "waiting": ("wartet", "waiting"),
    "unknown": ("unklar", "unclear"),
    "refused": ("abgelehnt", "refused"),
    "held": ("angehalten", "held"),
    "dead": ("aufgegeben", "given up"),
    "running": ("nicht angehalten", "not stopped"),
    "retry": ("noch einmal versuchen", "try again"),
    "mark-posted": ("als gepostet abhaken", "mark as posted"),
    "give-up": ("aufgeben", "give up"),
    "acknowledge": ("übernehmen", "take over"),
    "undo": ("rückgängig machen", "undo"),
    "lift": ("aufheben", "lift"),
}


class _WordedError(OrtsrufError):
    """A refusal whose context holds code values: people read words for them, in their language."""

    def text(self, language: str = "de") -> str:
        """The message, code values said in words, ending with the place if there is one."""
        pick = 1 if language == "en" else 0
        words = {name: _WORDS.get(str(value), (value, value))[pick] for name, value in self.context.items()}
        message = (self.en if language == "en" else self.de).format(**words)
        return f"{message} ({self.place})" if self.place else message


class NotFoundError(OrtsrufError):
    """What was asked for is not there, or not this authority's (the two look alike on purpose)."""

    code = "not-found"
    de = "Nicht gefunden: {what}. Prüfen Sie die Adresse."
    en = "Not found: {what}. Check the address."


class SignInNeededError(OrtsrufError):
    """Nobody is signed in, or the session or key has ended."""

    code = "sign-in-needed"
    de = "Bitte melden Sie sich an."
    en = "Please sign in."


class SignInFailedError(OrtsrufError):
    """Name or password is wrong; which of them is not said."""

    code = "sign-in-failed"
    de = "Name oder Passwort stimmt nicht."
    en = "The name or the password is wrong."


class NotAllowedError(_WordedError):
    """The person's role does not permit this."""

    code = "not-allowed"
    de = "Dafür fehlt Ihnen die Rolle „{role}“. Fragen Sie Ihre Verwaltung."
    en = "You lack the role “{role_en}” for this. Ask your administrator."

    def __init__(self, *, role: str, role_en: str | None = None, **context: Any) -> None:
        super().__init__(role=role, role_en=role_en or role, **context)


class PersonNeededError(OrtsrufError):
    """An API key tried what only a person with a session may do."""

    code = "person-needed"
    de = "Das darf nur ein Mensch, der sich angemeldet hat, kein API-Schlüssel. Melden Sie sich an."
    en = "Only a person who has signed in may do this, not an API key. Please sign in."


class SecondPersonNeededError(OrtsrufError):
    """Whoever wrote a version may not approve it."""

    code = "second-person-needed"
    de = "Sie haben mitgeschrieben. Freigeben muss eine zweite Person."
    en = "You wrote part of this. A second person has to approve it."


class SecondPersonToLiftError(SecondPersonNeededError):
    """Whoever threw the kill switch may not lift it."""

    de = "Sie haben angehalten. Aufheben muss eine zweite Person."
    en = "You stopped it. A second person has to lift it."


class StoppedEverywhereError(OrtsrufError):
    """The whole installation is stopped; no authority's people can lift that."""

    code = "stopped-everywhere"
    de = "Die ganze Anlage ist angehalten. Aufheben kann das nur ihr Betrieb, mit zwei Personen: ortsruf resume."
    en = "The whole installation is stopped. Only those who run it can lift that, two of them: ortsruf resume."


class WrongStateError(_WordedError):
    """The alert's state does not allow this step."""

    code = "wrong-state"
    de = "Das geht im Stand „{state}“ nicht: {step}. Laden Sie die Seite neu."
    en = "Not possible in state “{state}”: {step}. Reload the page."


class StaleVersionError(OrtsrufError):
    """Someone else saved a newer version meanwhile; nothing was overwritten."""

    code = "stale-version"
    de = "Inzwischen gibt es Fassung {current}. Ihre Eingaben sind nicht überschrieben; gleichen Sie sie ab."
    en = "There is a version {current} by now. Nothing was overwritten; compare before you save again."


class HashMismatchError(OrtsrufError):
    """The hash that was approved is not the hash of what was submitted."""

    code = "hash-mismatch"
    de = "Die Prüfsumme passt nicht zur eingereichten Fassung. Lesen Sie die Fassung noch einmal."
    en = "The hash does not fit the submitted version. Read the version again."


class PlanChangedError(OrtsrufError):
    """Channels, gaps or people changed between submit and approval; ``difference`` names them."""

    code = "plan-changed"
    de = "Seit dem Einreichen hat sich geändert, wen die Warnung erreicht: {summary}. Bitte neu einreichen."
    en = "Whom the alert goes to has changed since it was submitted: {summary}. Please submit again."

    def __init__(self, difference: Sequence[str], **context: Any) -> None:
        self.difference = tuple(difference)
        super().__init__(summary="; ".join(self.difference), **context)


class InForceChangedError(PlanChangedError):
    """Another alert has come into force on the same ground since submit; ``difference`` names it."""

    code = "in-force-changed"
    de = "Seit dem Einreichen gilt dort Neues: {summary}. Bitte zurückgeben und neu einreichen."
    en = "Something new has come into force there since it was submitted: {summary}. Please return and submit again."


class OutsideJurisdictionError(OrtsrufError):
    """Part of the area lies where this authority may not alert."""

    code = "outside-jurisdiction"
    de = "Außerhalb der Zuständigkeit: {names}. Schneiden Sie das Gebiet zu oder fragen Sie die Nachbarbehörde."
    en = "Outside the jurisdiction: {names}. Cut the area or ask the neighbouring authority."


class GapsNotAcknowledgedError(OrtsrufError):
    """A district without a channel that carries was not acknowledged at submit."""

    code = "gaps-not-acknowledged"
    de = "Ohne Kanal, bitte bestätigen: {names}."
    en = "Without a channel, please acknowledge: {names}."


class SizeNotConfirmedError(OrtsrufError):
    """Much larger than such an occasion usually is, and nobody has typed how many places that are."""

    code = "size-not-confirmed"
    de = (
        "Ungewöhnlich groß: {count} Orte auf {area} km² (üblich: bis {usual_count} Orte, {usual_area} km²)."
        " Bestätigen Sie die Zahl der Orte oder verkleinern Sie das Gebiet."
    )
    en = (
        "Unusually large: {count} places on {area} km² (usual: up to {usual_count} places, {usual_area} km²)."
        " Confirm the number of places or make the area smaller."
    )


class NoChannelError(OrtsrufError):
    """The plan has no channel at all; releasing it would tell nobody."""

    code = "no-channel"
    de = "Kein Kanal erreicht dieses Gebiet. Wählen Sie eine größere Weite oder ein anderes Gebiet."
    en = "No channel serves this area. Choose a greater width or another area."


class InvalidError(OrtsrufError):
    """One or more fields are wrong; ``faults`` names every one of them."""

    code = "invalid"
    de = "Bitte prüfen: {summary}"
    en = "Please check: {summary}"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(summary="; ".join(f"{f.place}: {f.en}" for f in self.faults))

    def text(self, language: str = "de") -> str:
        """All faults in one sentence, each with its place."""
        said = "; ".join(f"{f.place}: {f.en if language == 'en' else f.de}" for f in self.faults)
        return (self.en if language == "en" else self.de).format(summary=said)


class UnknownDistrictError(OrtsrufError):
    """A district key that no edition in force knows."""

    code = "unknown-district"
    de = "Unbekannter Schlüssel: {keys}. Ein Schlüssel sieht so aus: ortsteil:berlin:0102."
    en = "Unknown district key: {keys}. A key looks like ortsteil:berlin:0102."


class TooManyDistrictsError(OrtsrufError):
    """More ground picked than can be put together while somebody waits; a Land and its neighbours can."""

    code = "too-many-districts"
    de = "Das sind zusammen zu viele Gebiete ({found}). Warnen Sie in mehreren Teilen, etwa Land für Land."
    en = "These are too many districts together ({found}). Alert in several parts, for example Land by Land."


class AreaTooSlowError(OrtsrufError):
    """Measuring an area of many vertices was broken off: the database must stay free for others."""

    code = "area-too-slow"
    de = (
        "Die Fläche ließ sich in {seconds} s nicht messen. Zeichnen Sie sie einfacher oder wählen Sie Gebiete aus der"
        " Liste; ist sie einfach, versuchen Sie es noch einmal."
    )
    en = (
        "The area could not be measured within {seconds} s. Draw it more simply or pick districts from the list; if"
        " it is simple, try again."
    )


class FreshSignInNeededError(OrtsrufError):
    """The step wants a sign-in of the last minutes, by the person and not by a key."""

    code = "fresh-sign-in-needed"
    de = "Dafür müssen Sie sich neu anmelden: Die Anmeldung darf höchstens {minutes} Minuten alt sein."
    en = "Sign in again for this: the sign-in must not be older than {minutes} minutes."


class AmbiguousCodeError(OrtsrufError):
    """A bare code that several districts have: only the whole key says which is meant."""

    code = "ambiguous-code"
    de = "Der Schlüssel {code} ist mehrdeutig. Gemeint sein kann: {keys}."
    en = "The code {code} is ambiguous. It may mean: {keys}."


class TooManyRequestsError(OrtsrufError):
    """Throttled; ``seconds`` says when to try again."""

    code = "too-many-requests"
    de = "Zu viele Versuche. Bitte in {seconds} Sekunden noch einmal."
    en = "Too many attempts. Please try again in {seconds} seconds."


class CapRefusedError(InvalidError):
    """A CAP document breaks a rule of the standard; ``faults`` names every one."""

    code = "cap-refused"


class SecretUnreadableError(OrtsrufError):
    """A stored secret cannot be decrypted with the keys at hand."""

    code = "secret-unreadable"
    de = "Die Zugangsdaten lassen sich nicht entschlüsseln. Prüfen Sie ORTSRUF_SECRET_KEYS."
    en = "The credentials cannot be decrypted. Check ORTSRUF_SECRET_KEYS."


class NoDrillAccountError(OrtsrufError):
    """A drill needs a sandbox account of every kind that its channels run on."""

    code = "no-drill-account"
    de = "Für Übungen fehlt ein Sandbox-Konto der Art „{kind}“. Ihre Verwaltung kann es anlegen."
    en = "Drills lack a sandbox account of kind “{kind}”. Your administrator can add one."
