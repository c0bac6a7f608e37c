"""German."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="de",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    clock="{time} Uhr",
    joined=" und ",
    more_places="{count} weitere Orte",
    drill="ÜBUNG",
    drill_note="Dies ist eine Übung. Es besteht keine Gefahr.",
    repeat="Wiederholung",
    update="Aktualisierung",
    correction="Korrektur",
    all_clear="Entwarnung",
    all_clear_note="Die Gefahr ist vorbei. Die Warnung ist aufgehoben.",
    cancelled="Zurückgenommen",
    cancelled_note="Diese Warnung war ein Irrtum. Sie gilt nicht.",
    only="Nur {places}",
    left="Für {left} aufgehoben: {what}",
    left_note="Die Warnung gilt hier nicht mehr.",
    still="Weiter betroffen: {places}",
    rest="Im übrigen Gebiet",
    instruction_elsewhere="Was zu tun ist, steht hier: {link}",
    more="Mehr: {link}",
    where="Wo",
    sent="Gesendet",
    valid="Gültig bis",
    sender="Von",
    hotline="Bürgertelefon {number}",
    no_replies="Keine Antworten hier; Notruf 110/112",
    check="Echt? Code {code} prüfen",
    untranslated="Der ausführliche Text",
    warning="Gefahr",
    actions={
        ResponseType.SHELTER: "Bleiben Sie im Haus. Schließen Sie Fenster und Türen.",
        ResponseType.EVACUATE: "Verlassen Sie das Gebiet.",
        ResponseType.PREPARE: "Bereiten Sie sich vor.",
        ResponseType.EXECUTE: "Folgen Sie den Anweisungen der Einsatzkräfte.",
        ResponseType.AVOID: "Meiden Sie das Gebiet.",
        ResponseType.MONITOR: "Achten Sie auf weitere Hinweise.",
        ResponseType.ASSESS: "Prüfen Sie, ob Sie betroffen sind.",
        ResponseType.NONE: "Sie müssen nichts tun.",
    },
)
