"""The closed list of reasons a connector gives, as sentences for people.

They are German, like every message id of the pages, so that a page can translate them; what the gateway itself said
stands beside them in ``answer``.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why an attempt ended the way it did, or a look into a channel failed."""

    NO_CONNECTION = "Keine Verbindung zum Gateway; nichts wurde gesendet."
    CUT_OFF = "Die Verbindung riss ab; ob gesendet wurde, ist offen."
    NO_ANSWER = "Keine Antwort in der erlaubten Zeit; ob gesendet wurde, ist offen."
    GATEWAY_ERROR = "Das Gateway meldet einen Fehler; ob gesendet wurde, ist offen."
    EMPTY_ANSWER = "Das Gateway nahm an, nannte aber keine Nachricht; ob gesendet wurde, ist offen."
    ODD_ANSWER = "Unerwartete Antwort; ob gesendet wurde, ist offen."
    THROTTLED = "Das Gateway nimmt gerade nichts an: zu viele Nachrichten."
    BUSY = "Das Gateway nimmt gerade nichts an; nichts wurde gesendet."
    KEY_REFUSED = "Die Zugangsdaten gelten nicht. Prüfen Sie das Konto."
    NOT_PERMITTED = "Das Konto darf in diesem Kanal nicht schreiben. Prüfen Sie die Rechte."
    UNKNOWN_CHANNEL = "Den Kanal oder das Konto gibt es beim Gateway nicht. Prüfen Sie die Adresse."
    NOT_UNDERSTOOD = "Das Gateway lehnt die Nachricht ab. Prüfen Sie Adresse und Text."
    SESSION_DOWN = "Die WhatsApp-Sitzung ist nicht verbunden. Verbinden Sie das Telefon neu."
    SESSION_STARTING = "Die WhatsApp-Sitzung startet gerade; nichts wurde gesendet."
    TOO_LONG = "Der Text ist für diesen Kanal zu lang; nichts wurde gesendet."
    FOREIGN_ADDRESS = "Die Adresse gehört nicht zum Konto; nichts wurde gesendet."
    NOT_PUBLIC = "Die Adresse liegt nicht im öffentlichen Netz; diese Installation ruft dort niemanden an."
    BOUNCED = "Das Mailsystem meldet, dass die Nachricht nicht zugestellt werden konnte."
    NOT_SHOWN = "Der Empfänger meldet, dass er die Nachricht nicht zeigen konnte."
    GONE = "Der Empfänger hat sich abgemeldet."
    MISCONFIGURED = "Dem Konto fehlen Angaben. Prüfen Sie seine Einstellungen."
    BY_HAND = "Von Hand zu posten."
    NOT_READABLE = "Dieser Kanal lässt sich nicht zurücklesen."
    LOOK_FAILED = "Der Blick in den Kanal gelang nicht."
