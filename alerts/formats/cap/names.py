"""The names and closed lists of CAP 1.2, as the OASIS standard has them (section 3.2), in its order."""

from __future__ import annotations

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"

ALERT = (
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "info",
)
INFO = (
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
)
AREA = ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling")
RESOURCE = ("resourceDesc", "mimeType", "size", "uri", "derefUri", "digest")
PAIR = ("valueName", "value")

CHILDREN = {
    "alert": ALERT,
    "info": INFO,
    "area": AREA,
    "resource": RESOURCE,
    "eventCode": PAIR,
    "parameter": PAIR,
    "geocode": PAIR,
}
REQUIRED = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "scope"),
    "info": ("category", "event", "urgency", "severity", "certainty"),
    "area": ("areaDesc",),
    "resource": ("resourceDesc", "mimeType"),
    "eventCode": PAIR,
    "parameter": PAIR,
    "geocode": PAIR,
}
REPEATABLE = frozenset(
    {
        "code",
        "info",
        "category",
        "responseType",
        "eventCode",
        "parameter",
        "resource",
        "area",
        "polygon",
        "circle",
        "geocode",
    }
)
VALUES = {
    "status": frozenset({"Actual", "Exercise", "System", "Test", "Draft"}),
    "msgType": frozenset({"Alert", "Update", "Cancel", "Ack", "Error"}),
    "scope": frozenset({"Public", "Restricted", "Private"}),
    "category": frozenset(
        {
            "Geo",
            "Met",
            "Safety",
            "Security",
            "Rescue",
            "Fire",
            "Health",
            "Env",
            "Transport",
            "Infra",
            "CBRNE",
            "Other",
        }
    ),
    "responseType": frozenset(
        {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"}
    ),
    "urgency": frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"}),
    "severity": frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"}),
    "certainty": frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"}),
}

EVENT_CODE = "profile:DE-BBK-EVENTCODE"
"""valueName of the event codes that Germany's MoWaS uses (BBK-EVC-…)."""
ARS = "ARS"
"""valueName of a 12-digit Amtlicher Regionalschlüssel."""
REGIONS = "warnVerwaltungsbereiche"
"""Parameter that MoWaS and NINA read: the touched units by ARS, comma-separated."""
ALERT_CODE = "ortsruf:code"
"""Parameter with the code that people check."""
EXCESS = "ortsruf:excess"
"""Parameter with the square metres that the polygons cover beyond the area, where they had to be simplified."""
ZONE = "ortsruf:zone"
"""Parameter, once a zone, "order|name|instruction"; order 1 is the innermost and wins."""
HELP_PLACE = "ortsruf:help-place"
"""Parameter, once a help place, "kind|name|address|hours|access|lat,lon" (the last empty where it is not known); a bar
inside a text is written as a slash. A reader that knows no parameters finds the same places in the instruction."""
