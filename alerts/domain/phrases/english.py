"""English."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="en",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    clock="{time}",
    joined=" and ",
    more_places="{count} more places",
    drill="ÜBUNG (drill)",
    drill_note="This is a drill. There is no danger.",
    repeat="Repeated",
    update="Update",
    correction="Correction",
    all_clear="All clear",
    all_clear_note="The danger is over. The alert has ended.",
    cancelled="Withdrawn",
    cancelled_note="This alert was issued in error. It does not apply.",
    only="Only {places}",
    left="Ended for {left}: {what}",
    left_note="The alert no longer applies here.",
    still="Still affected: {places}",
    rest="In the rest of the area",
    instruction_elsewhere="What to do: {link}",
    more="More: {link}",
    where="Where",
    sent="Sent",
    valid="Valid until",
    sender="From",
    hotline="Information line {number}",
    no_replies="No replies here; emergency call 110/112",
    check="Is this real? Check code {code}",
    untranslated="Not translated yet. The full text in German",
    warning="Danger",
    actions={
        ResponseType.SHELTER: "Stay indoors. Close windows and doors.",
        ResponseType.EVACUATE: "Leave the area.",
        ResponseType.PREPARE: "Prepare yourself.",
        ResponseType.EXECUTE: "Follow the instructions of the emergency services.",
        ResponseType.AVOID: "Keep away from the area.",
        ResponseType.MONITOR: "Watch for further information.",
        ResponseType.ASSESS: "Check whether you are affected.",
        ResponseType.NONE: "You need not do anything.",
    },
)
