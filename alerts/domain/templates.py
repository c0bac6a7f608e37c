"""Templates: what an operator begins with, by hazard. Plain data; every sentence is meant to be edited.

Texts hold ``{places}`` where the names of the affected districts go. Square brackets mark what the operator must fill
in; ``open_marks`` finds them. Event codes are those of MoWaS that we know of (see ``phrases.HAZARDS``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency

_OPEN = re.compile(r"\[[^\]]+\]")


@dataclass(frozen=True, kw_only=True)
class TemplateText:
    """The texts of one language. ``inner`` is the instruction of an inner zone (Sperrkreis), ``inner_headline`` the
    headline where one is drawn: without a zone nobody could know what to leave."""

    event: str
    headline: str
    instruction: str
    description: str = ""
    inner: str = ""
    inner_headline: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """One kind of occasion. ``hazard`` is a key of ``phrases.HAZARDS`` where there is one; ``holds`` how long it is
    usually valid; ``inner_name`` names the inner zone, if such an occasion has one."""

    key: str
    hazard: str
    category: Category
    severity: Severity
    urgency: Urgency = Urgency.IMMEDIATE
    certainty: Certainty = Certainty.OBSERVED
    response_types: tuple[ResponseType, ...] = ()
    event_code: str | None = None
    holds: timedelta = timedelta(hours=5)
    inner_name: str = ""
    texts: Mapping[str, TemplateText] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """The occasion in a language."""
        return (self.texts.get(language) or self.texts["de"]).event


def open_marks(text: str) -> tuple[str, ...]:
    """What a text still asks the operator to fill in, brackets included."""
    return tuple(_OPEN.findall(text))


_ALL = (
    Template(
        key="bombenfund",
        hazard="bombenfund",
        category=Category.SAFETY,
        severity=Severity.MODERATE,
        response_types=(ResponseType.SHELTER, ResponseType.EVACUATE),
        event_code="BBK-EVC-009",
        inner_name="Sperrkreis",
        texts={
            "de": TemplateText(
                event="Bombenfund",
                headline="Bombenfund in {places}: im Haus bleiben, Fenster zu.",
                inner_headline="Bombenfund in {places}: Sperrkreis verlassen. Sonst im Haus bleiben.",
                description="In {places} wurde eine Bombe aus dem Zweiten Weltkrieg gefunden. Sie wird entschärft.",
                instruction="Bleiben Sie im Haus. Halten Sie Fenster und Türen geschlossen und Abstand von Fenstern, "
                "bis Entwarnung kommt.",
                inner="Verlassen Sie den Sperrkreis bis [Uhrzeit]. Nehmen Sie Ausweis und Medikamente mit. "
                "Betreuungsstelle: [Adresse].",
            ),
            "en": TemplateText(
                event="Unexploded bomb",
                headline="Unexploded bomb in {places}: stay inside, close windows.",
                inner_headline="Unexploded bomb in {places}: leave the cordon. Elsewhere stay inside.",
                description="A bomb from the Second World War was found in {places}. It is going to be defused.",
                instruction="Stay inside. Keep windows and doors closed and stay away from windows until the "
                "all-clear.",
                inner="Leave the cordon by [time]. Take identity papers and medicine with you. Shelter: [address].",
            ),
        },
    ),
    Template(
        key="unwetter",
        hazard="sturm",
        category=Category.MET,
        severity=Severity.SEVERE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.SHELTER,),
        texts={
            "de": TemplateText(
                event="Unwetter",
                headline="Unwetter in {places}: im Haus bleiben, Fenster schließen.",
                description="Es werden Sturmböen, Starkregen und Gewitter erwartet.",
                instruction="Bleiben Sie im Haus. Schließen Sie Fenster und Türen. Meiden Sie Bäume, Keller und "
                "Unterführungen.",
            ),
            "en": TemplateText(
                event="Severe storm",
                headline="Severe storm in {places}: stay inside, close windows.",
                description="Gales, heavy rain and thunderstorms are expected.",
                instruction="Stay inside. Close windows and doors. Keep away from trees, cellars and underpasses.",
            ),
        },
    ),
    Template(
        key="hochwasser",
        hazard="hochwasser",
        category=Category.MET,
        severity=Severity.SEVERE,
        response_types=(ResponseType.PREPARE, ResponseType.AVOID),
        holds=timedelta(hours=12),
        inner_name="Überflutungsgebiet",
        texts={
            "de": TemplateText(
                event="Hochwasser",
                headline="Hochwasser in {places}: Ufer, Keller und Tiefgaragen meiden.",
                description="Der Pegel [Name] steht bei [Stand] und steigt.",
                instruction="Meiden Sie Ufer, Keller, Tiefgaragen und Unterführungen. Fahren Sie nicht durch "
                "überflutete Straßen. Helfen Sie Nachbarn, die Hilfe brauchen.",
                inner="Verlassen Sie das Überflutungsgebiet bis [Uhrzeit]. Schalten Sie Strom und Gas ab. "
                "Betreuungsstelle: [Adresse].",
            ),
            "en": TemplateText(
                event="Flooding",
                headline="Flooding in {places}: keep away from banks, cellars and underground car parks.",
                description="The gauge [name] stands at [level] and is rising.",
                instruction="Keep away from river banks, cellars, underground car parks and underpasses. Do not "
                "drive through flooded streets. Help neighbours who need it.",
                inner="Leave the flooded area by [time]. Turn off electricity and gas. Shelter: [address].",
            ),
        },
    ),
    Template(
        key="brand",
        hazard="rauch",
        category=Category.FIRE,
        severity=Severity.SEVERE,
        response_types=(ResponseType.SHELTER,),
        texts={
            "de": TemplateText(
                event="Brand mit Rauch",
                headline="Brand mit Rauch in {places}: Fenster schließen, im Haus bleiben.",
                description="Bei einem Brand entsteht dichter Rauch. Er zieht nach [Richtung].",
                instruction="Bleiben Sie im Haus. Schließen Sie Fenster und Türen. Schalten Sie Lüftung und "
                "Klimaanlage aus. Meiden Sie den Bereich.",
            ),
            "en": TemplateText(
                event="Fire with smoke",
                headline="Fire with smoke in {places}: close windows, stay inside.",
                description="A fire causes thick smoke. It drifts towards [direction].",
                instruction="Stay inside. Close windows and doors. Turn off ventilation and air conditioning. Keep "
                "away from the area.",
            ),
        },
    ),
    Template(
        key="trinkwasser",
        hazard="trinkwasser",
        category=Category.HEALTH,
        severity=Severity.SEVERE,
        response_types=(ResponseType.EXECUTE,),
        holds=timedelta(hours=24),
        texts={
            "de": TemplateText(
                event="Trinkwasser abkochen",
                headline="Trinkwasser in {places} abkochen, bevor Sie es trinken.",
                description="Im Trinkwasser wurden Keime gefunden.",
                instruction="Kochen Sie Leitungswasser eine Minute sprudelnd ab, bevor Sie es trinken, damit Zähne "
                "putzen oder Essen zubereiten. Duschen ist möglich.",
            ),
            "en": TemplateText(
                event="Boil tap water",
                headline="Boil tap water in {places} before you drink it.",
                description="Germs were found in the tap water.",
                instruction="Bring tap water to a rolling boil for one minute before you drink it, brush your teeth "
                "or prepare food with it. Showering is possible.",
            ),
        },
    ),
    Template(
        key="glaette",
        hazard="glaette",
        category=Category.MET,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(hours=9),
        texts={
            "de": TemplateText(
                event="Glätte",
                headline="Glätte in {places}: Wege meiden, langsam gehen und fahren.",
                instruction="Gehen und fahren Sie langsam. Verschieben Sie Wege, die warten können.",
            ),
            "en": TemplateText(
                event="Icy roads",
                headline="Icy roads in {places}: avoid journeys, walk and drive slowly.",
                instruction="Walk and drive slowly. Put off journeys that can wait.",
            ),
        },
    ),
    Template(
        key="polizeieinsatz",
        hazard="polizeieinsatz",
        category=Category.SECURITY,
        severity=Severity.SEVERE,
        response_types=(ResponseType.AVOID, ResponseType.SHELTER),
        texts={
            "de": TemplateText(
                event="Polizeieinsatz",
                headline="Polizeieinsatz in {places}: Bereich meiden, im Haus bleiben.",
                description="Die Polizei ist mit vielen Kräften im Einsatz.",
                instruction="Meiden Sie den Bereich. Wer dort ist: im Haus bleiben, Türen schließen, Anweisungen der "
                "Polizei folgen. Teilen Sie keine Fotos von Einsatzkräften.",
            ),
            "en": TemplateText(
                event="Police operation",
                headline="Police operation in {places}: keep away, stay inside.",
                description="A large police operation is under way.",
                instruction="Keep away from the area. If you are there: stay inside, lock doors, follow the police's "
                "instructions. Do not share pictures of officers.",
            ),
        },
    ),
    Template(
        key="stromausfall",
        hazard="stromausfall",
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        texts={
            "de": TemplateText(
                event="Stromausfall",
                headline="Stromausfall in {places}: Geräte ausschalten, Notruf frei halten.",
                description="Der Strom ist ausgefallen. Der Netzbetreiber arbeitet daran.",
                instruction="Schalten Sie Herd und Geräte aus. Sparen Sie den Akku des Handys. Rufen Sie 110 und 112 "
                "nur im Notfall. Anlaufstelle: [Adresse].",
            ),
            "en": TemplateText(
                event="Power cut",
                headline="Power cut in {places}: turn appliances off, keep emergency lines free.",
                description="The power is out. The grid operator is working on it.",
                instruction="Turn off the stove and appliances. Save your phone's battery. Call 110 and 112 in an "
                "emergency only. Help point: [address].",
            ),
        },
    ),
    Template(
        key="notrufausfall",
        hazard="notrufausfall",
        category=Category.INFRA,
        severity=Severity.SEVERE,
        response_types=(ResponseType.EXECUTE,),
        texts={
            "de": TemplateText(
                event="Notruf ausgefallen",
                headline="Notruf 110 und 112 in {places} ausgefallen: [Ersatznummer] wählen.",
                description="Die Notrufnummern sind zurzeit nicht erreichbar.",
                instruction="Wählen Sie im Notfall [Ersatznummer] oder gehen Sie zur nächsten Wache: [Adresse]. Sehen "
                "Sie nach Nachbarn, die Hilfe brauchen.",
            ),
            "en": TemplateText(
                event="Emergency number down",
                headline="Emergency numbers 110 and 112 down in {places}: call [number].",
                description="The emergency numbers cannot be reached at the moment.",
                instruction="In an emergency call [number] or go to the nearest station: [address]. Look after "
                "neighbours who need help.",
            ),
        },
    ),
    Template(
        key="vermisst",
        hazard="vermisst",
        category=Category.RESCUE,
        severity=Severity.MINOR,
        response_types=(ResponseType.MONITOR,),
        holds=timedelta(hours=12),
        texts={
            "de": TemplateText(
                event="Vermisste Person",
                headline="Vermisst in {places}: [Name, Alter, Aussehen]. Hinweise an 110.",
                description="[Name] wird seit [Uhrzeit] vermisst und braucht vielleicht Hilfe.",
                instruction="Sehen Sie in Höfen, Gärten und Kellern nach. Rufen Sie 110, wenn Sie die Person sehen.",
            ),
            "en": TemplateText(
                event="Missing person",
                headline="Missing in {places}: [name, age, looks]. Call 110 with hints.",
                description="[Name] has been missing since [time] and may need help.",
                instruction="Look in yards, gardens and cellars. Call 110 if you see the person.",
            ),
        },
    ),
)

TEMPLATES: dict[str, Template] = {template.key: template for template in _ALL}
"""All templates by key, in the order in which they are offered."""
