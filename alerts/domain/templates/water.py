"""Water that comes where it should not."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency
from alerts.domain.templates import fields
from alerts.domain.templates.template import Family, Field, FieldKind, Template, TemplateText, TemplateZone

_GAUGE = Field(key="pegel", labels={"de": "Pegel", "en": "Gauge"}, example="Neustadt an der Dosse", longest=60)
_LEVEL = Field(
    key="stand",
    labels={"de": "Stand in Zentimetern", "en": "Level in centimetres"},
    kind=FieldKind.NUMBER,
    example="412",
    longest=5,
)
_DYKE = Field(
    key="bauwerk",
    labels={"de": "Damm oder Deich", "en": "Dam or dyke"},
    kind=FieldKind.ADDRESS,
    required=True,
    example="Deich bei Roddahn",
    longest=50,
)
_FLOOD_ZONES = (
    TemplateZone(
        name="Überflutungsgebiet",
        instruction={
            "de": "Verlassen Sie das Überflutungsgebiet bis {verlassen_bis}. Schalten Sie Strom und Gas ab. Nehmen Sie "
            "Ausweis und Medikamente mit. Betreuungsstelle: {betreuungsstelle}.",
            "en": "Leave the flooded area by {verlassen_bis}. Turn off electricity and gas. Take identity papers and "
            "medicine with you. Shelter: {betreuungsstelle}.",
            "de-easy": "Gehen Sie aus dem Gebiet. Gehen Sie bis {verlassen_bis}. Machen Sie Strom und Gas aus. Nehmen "
            "Sie Ausweis und Medizin mit. Hier gibt es Hilfe: {betreuungsstelle}.",
        },
    ),
    TemplateZone(
        name="Gefährdetes Gebiet",
        instruction={
            "de": "Bereiten Sie sich vor, das Haus zu verlassen. Bringen Sie Fahrzeuge und Tiere in Sicherheit. Räumen "
            "Sie Keller und Erdgeschoss.",
            "en": "Prepare to leave your home. Bring vehicles and animals to safety. Clear cellar and ground floor.",
            "de-easy": "Packen Sie das Wichtigste ein. Vielleicht müssen Sie bald weg. Stellen Sie das Auto an einen "
            "hohen Platz.",
        },
    ),
)

WATER = (
    Template(
        key="hochwasser",
        hazard="hochwasser",
        family=Family.WATER,
        category=Category.MET,
        severity=Severity.SEVERE,
        response_types=(ResponseType.PREPARE, ResponseType.AVOID),
        holds=timedelta(hours=12),
        usual_km2=300,
        usual_leaves=8,
        fields=(_GAUGE, _LEVEL, fields.LEAVE_BY, fields.SHELTER),
        zones=_FLOOD_ZONES,
        texts={
            "de": TemplateText(
                event="Hochwasser",
                headline="Hochwasser in {places}: Ufer, Keller und Tiefgaragen meiden.",
                inner_headline="Hochwasser in {places}: Überflutungsgebiet bis {verlassen_bis} verlassen.",
                description="Das Wasser steigt. Der Pegel {pegel} steht bei {stand} Zentimetern.",
                instruction="Meiden Sie Ufer, Keller, Tiefgaragen und Unterführungen. Fahren Sie nicht durch "
                "überflutete Straßen. Helfen Sie Nachbarn, die Hilfe brauchen.",
            ),
            "en": TemplateText(
                event="Flooding",
                headline="Flooding in {places}: avoid banks, cellars, underground car parks.",
                inner_headline="Flooding in {places}: leave the flooded area by {verlassen_bis}.",
                description="The water is rising. The gauge {pegel} stands at {stand} centimetres.",
                instruction="Keep away from river banks, cellars, underground car parks and underpasses. Do not "
                "drive through flooded streets. Help neighbours who need it.",
            ),
            "de-easy": TemplateText(
                event="Hoch-Wasser",
                headline="Hoch-Wasser in {places}. Gehen Sie nicht in den Keller.",
                inner_headline="Hoch-Wasser in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="Das Wasser im Fluss steigt.",
                instruction="Gehen Sie nicht in den Keller. Gehen Sie nicht in die Tief-Garage. Bleiben Sie weg vom "
                "Fluss. Fahren Sie nicht durch Wasser.",
            ),
        },
    ),
    Template(
        key="sturzflut",
        hazard="sturzflut",
        family=Family.WATER,
        category=Category.MET,
        severity=Severity.EXTREME,
        response_types=(ResponseType.EVACUATE,),
        holds=timedelta(hours=6),
        usual_km2=60,
        usual_leaves=4,
        fields=(fields.SHELTER,),
        texts={
            "de": TemplateText(
                event="Sturzflut",
                headline="Sturzflut in {places}: sofort nach oben gehen, weg von Bächen. Lebensgefahr.",
                description="Wasser und Schlamm kommen sehr schnell.",
                instruction="Gehen Sie sofort in obere Stockwerke oder auf höher gelegenes Gelände. Lassen Sie Autos "
                "stehen. Betreten Sie keine Keller. Rufen Sie 112, wenn Menschen in Gefahr sind. Betreuungsstelle: "
                "{betreuungsstelle}.",
            ),
            "en": TemplateText(
                event="Flash flood",
                headline="Flash flood in {places}: go up at once, away from streams. Danger to life.",
                description="Water and mud are coming very fast.",
                instruction="Go to upper floors or higher ground at once. Leave cars behind. Do not enter cellars. "
                "Call 112 if people are in danger. Shelter: {betreuungsstelle}.",
            ),
            "de-easy": TemplateText(
                event="Schnelles Hoch-Wasser",
                headline="Schnelles Hoch-Wasser in {places}. Gehen Sie sofort nach oben.",
                description="Das Wasser kommt sehr schnell. Das ist lebens-gefährlich.",
                instruction="Gehen Sie sofort nach oben. Lassen Sie das Auto stehen. Gehen Sie nicht in den Keller. In "
                "Not: Rufen Sie 112 an. Hier gibt es Hilfe: {betreuungsstelle}.",
            ),
        },
    ),
    Template(
        key="dammbruch",
        hazard="dammbruch",
        family=Family.WATER,
        category=Category.SAFETY,
        severity=Severity.EXTREME,
        certainty=Certainty.LIKELY,
        urgency=Urgency.IMMEDIATE,
        response_types=(ResponseType.EVACUATE, ResponseType.AVOID),
        holds=timedelta(hours=12),
        usual_km2=100,
        usual_leaves=5,
        fields=(_DYKE, fields.LEAVE_BY, fields.SHELTER),
        zones=_FLOOD_ZONES,
        texts={
            "de": TemplateText(
                event="Damm oder Deich bricht",
                headline="Deich bricht, {places}: Gebiet sofort verlassen. Gefahr für Ihr Leben.",
                inner_headline="Deich bricht, {places}: Überflutungsgebiet bis {verlassen_bis} verlassen.",
                description="Gefährdet ist: {bauwerk}. Das Wasser kann schnell und hoch kommen.",
                instruction="Gehen Sie auf höher gelegenes Gelände. Fahren Sie nicht in das Gebiet. Halten Sie "
                "Rettungswege frei. Folgen Sie den Anweisungen der Einsatzkräfte.",
            ),
            "en": TemplateText(
                event="Dam or dyke failing",
                headline="Dyke failing, {places}: leave the area at once. Danger to your life.",
                inner_headline="Dyke failing, {places}: leave the flooded area by {verlassen_bis}.",
                description="At risk: {bauwerk}. The water may come fast and high.",
                instruction="Go to higher ground. Do not drive into the area. Keep rescue ways clear. Follow the "
                "instructions of the emergency services.",
            ),
            "de-easy": TemplateText(
                event="Ein Damm geht kaputt",
                headline="Ein Damm geht kaputt in {places}. Gehen Sie sofort weg.",
                inner_headline="Ein Damm geht kaputt in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="Viel Wasser kann kommen. Das ist lebens-gefährlich.",
                instruction="Gehen Sie sofort weg. Gehen Sie nach oben. Fahren Sie nicht in das Gebiet. Tun Sie, was "
                "Polizei und Feuerwehr sagen.",
            ),
        },
    ),
)
