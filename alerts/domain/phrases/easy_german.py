"""Easy German (Leichte Sprache): short sentences, common words, one thought a line."""

from __future__ import annotations

from alerts.domain.model.alert import EASY_GERMAN
from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language=EASY_GERMAN,
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    clock="{time} Uhr",
    joined=" und ",
    more_places="{count} andere Orte",
    drill="ÜBUNG",
    drill_note="Das ist nur eine Übung. Es gibt keine Gefahr.",
    repeat="Noch einmal",
    update="Neue Information",
    correction="Korrektur",
    all_clear="Die Gefahr ist vorbei",
    all_clear_note="Die Gefahr ist vorbei. Die Warnung ist zu Ende.",
    cancelled="Die Warnung war falsch",
    cancelled_note="Die Warnung war ein Fehler. Die Warnung gilt nicht.",
    only="Nur für {places}",
    left="Die Warnung ist zu Ende in {left}: {what}",
    left_note="Die Warnung gilt hier nicht mehr.",
    still="Die Gefahr gibt es noch in: {places}",
    rest="In den anderen Straßen",
    instruction_elsewhere="Das müssen Sie tun: {link}",
    more="Hier steht mehr: {link}",
    where="Wo ist die Gefahr",
    sent="Die Warnung ist von",
    valid="Die Warnung gilt bis",
    sender="Die Warnung kommt von",
    hotline="Haben Sie Fragen? Rufen Sie an: {number}",
    no_replies="Hier antwortet niemand. In Not: 110 oder 112 anrufen",
    check="Ist die Warnung echt? Der Code ist {code}",
    untranslated="Hier ist der ganze Text. Er ist in schwerer Sprache",
    warning="Gefahr",
    actions={
        ResponseType.SHELTER: "Bleiben Sie im Haus. Machen Sie Fenster und Türen zu.",
        ResponseType.EVACUATE: "Gehen Sie weg von hier.",
        ResponseType.PREPARE: "Bereiten Sie sich vor.",
        ResponseType.EXECUTE: "Tun Sie, was Polizei und Feuerwehr sagen.",
        ResponseType.AVOID: "Gehen Sie nicht dorthin.",
        ResponseType.MONITOR: "Achten Sie auf neue Nachrichten.",
        ResponseType.ASSESS: "Prüfen Sie: Sind Sie in Gefahr?",
        ResponseType.NONE: "Sie müssen nichts tun.",
    },
)
