"""Polish."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="pl",
    weekdays=("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    clock="{time}",
    joined=" i ",
    more_places="inne miejsca ({count})",
    drill="ÜBUNG (ćwiczenia)",
    drill_note="To są ćwiczenia. Nie ma zagrożenia.",
    repeat="Powtórzenie",
    update="Aktualizacja",
    correction="Sprostowanie",
    all_clear="Odwołanie alarmu",
    all_clear_note="Zagrożenie minęło. Ostrzeżenie jest odwołane.",
    cancelled="Wycofano",
    cancelled_note="To ostrzeżenie było pomyłką. Nie obowiązuje.",
    only="Tylko {places}",
    left="Odwołano ({left}): {what}",
    left_note="Ostrzeżenie już tu nie obowiązuje.",
    still="Nadal zagrożone: {places}",
    rest="Na pozostałym obszarze",
    instruction_elsewhere="Co robić: {link}",
    more="Więcej: {link}",
    where="Gdzie",
    sent="Wysłano",
    valid="Ważne do",
    sender="Od",
    hotline="Infolinia {number}",
    no_replies="Tu nikt nie odpowiada; numery alarmowe 110/112",
    check="Czy to prawda? Sprawdź kod {code}",
    untranslated="Jeszcze bez tłumaczenia. Pełny tekst po niemiecku",
    warning="Niebezpieczeństwo",
    actions={
        ResponseType.SHELTER: "Pozostań w budynku. Zamknij okna i drzwi.",
        ResponseType.EVACUATE: "Opuść ten obszar.",
        ResponseType.PREPARE: "Przygotuj się.",
        ResponseType.EXECUTE: "Stosuj się do poleceń służb ratunkowych.",
        ResponseType.AVOID: "Omijaj ten obszar.",
        ResponseType.MONITOR: "Śledź dalsze informacje.",
        ResponseType.ASSESS: "Sprawdź, czy to dotyczy ciebie.",
        ResponseType.NONE: "Nie musisz nic robić.",
    },
)
