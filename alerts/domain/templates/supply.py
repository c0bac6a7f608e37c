"""Water, electricity, gas, heat and telephone that fail."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, ResponseType, Severity
from alerts.domain.templates import fields
from alerts.domain.templates.template import Family, Field, FieldKind, Template, TemplateText

_NUMBER = Field(
    key="ersatznummer",
    labels={"de": "Ersatznummer", "en": "Replacement number"},
    kind=FieldKind.PHONE,
    required=True,
    example="030 4664 0",
    longest=20,
)
_NETWORK = Field(
    key="netz",
    labels={"de": "Netz", "en": "Network"},
    example="Telekom und Vodafone",
    longest=40,
)

SUPPLY = (
    Template(
        key="trinkwasser",
        hazard="trinkwasser",
        family=Family.SUPPLY,
        category=Category.HEALTH,
        severity=Severity.SEVERE,
        response_types=(ResponseType.EXECUTE,),
        event_code="BBK-EVC-069",
        holds=timedelta(hours=24),
        usual_km2=150,
        usual_leaves=6,
        fields=(fields.WATER_POINT,),
        texts={
            "de": TemplateText(
                event="Trinkwasser abkochen",
                headline="Trinkwasser in {places} abkochen, bevor Sie es trinken.",
                description="Im Trinkwasser wurden Keime gefunden. Sauberes Wasser gibt es hier: {wasserstelle}.",
                instruction="Kochen Sie Leitungswasser eine Minute sprudelnd ab, bevor Sie es trinken, damit Zähne "
                "putzen oder Essen zubereiten. Duschen ist möglich.",
            ),
            "en": TemplateText(
                event="Boil tap water",
                headline="Boil tap water in {places} before you drink it.",
                description="Germs were found in the tap water. Clean water is given out here: {wasserstelle}.",
                instruction="Bring tap water to a rolling boil for one minute before you drink it, brush your teeth "
                "or prepare food with it. Showering is possible.",
            ),
            "de-easy": TemplateText(
                event="Trink-Wasser kochen",
                headline="Trink-Wasser ist schmutzig in {places}. Kochen Sie das Wasser.",
                description="Im Wasser sind Keime. Das Wasser kann krank machen. Hier gibt es sauberes Wasser: "
                "{wasserstelle}.",
                instruction="Kochen Sie das Wasser 1 Minute lang. Trinken Sie erst dann. Putzen Sie die Zähne nur mit "
                "gekochtem Wasser. Sie können duschen.",
            ),
        },
    ),
    Template(
        key="wasserausfall",
        hazard="wasserausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=12),
        usual_km2=80,
        usual_leaves=5,
        fields=(fields.WATER_POINT, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Kein Trinkwasser",
                headline="Kein Trinkwasser in {places}: Wasser sparen, Hähne zudrehen.",
                description="Die Wasserversorgung ist unterbrochen. Sie kommt voraussichtlich um {bis} wieder.",
                instruction="Sparen Sie Wasser. Drehen Sie Hähne zu. Schalten Sie Wasch- und Spülmaschine aus. Kommt "
                "das Wasser wieder: erst einige Minuten laufen lassen. Wasser gibt es hier: {wasserstelle}.",
            ),
            "en": TemplateText(
                event="No tap water",
                headline="No tap water in {places}: save water, close taps.",
                description="The water supply is cut. It is expected back at {bis}.",
                instruction="Save water. Close taps. Turn off washing machine and dishwasher. When the water comes "
                "back, let it run for some minutes first. Water is given out here: {wasserstelle}.",
            ),
            "de-easy": TemplateText(
                event="Kein Wasser",
                headline="Kein Wasser in {places}. Machen Sie den Wasser-Hahn zu.",
                description="Die Wasser-Leitung ist kaputt.",
                instruction="Sparen Sie Wasser. Machen Sie die Wasch-Maschine aus. Machen Sie den Wasser-Hahn zu. "
                "Hier gibt es Wasser: {wasserstelle}.",
            ),
        },
    ),
    Template(
        key="stromausfall",
        hazard="stromausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        usual_km2=200,
        usual_leaves=6,
        fields=(fields.HELP_POINT, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Stromausfall",
                headline="Stromausfall in {places}: Geräte ausschalten, Notruf frei halten.",
                description="Der Strom ist ausgefallen. Der Netzbetreiber arbeitet daran. Er rechnet mit Strom um "
                "{bis}.",
                instruction="Schalten Sie Herd und Geräte aus. Sparen Sie den Akku des Handys. Rufen Sie 110 und 112 "
                "nur im Notfall. Helfen Sie Nachbarn, die Geräte zum Leben brauchen. Anlaufstelle: {anlaufstelle}.",
            ),
            "en": TemplateText(
                event="Power cut",
                headline="Power cut in {places}: turn appliances off, keep emergency lines free.",
                description="The power is out. The grid operator is working on it. Power is expected back at {bis}.",
                instruction="Turn off the stove and appliances. Save your phone's battery. Call 110 and 112 in an "
                "emergency only. Help neighbours who need devices to live. Help point: {anlaufstelle}.",
            ),
            "de-easy": TemplateText(
                event="Kein Strom",
                headline="Kein Strom in {places}. Machen Sie den Herd aus.",
                description="Der Strom ist weg. Fach-Leute arbeiten daran.",
                instruction="Machen Sie den Herd aus. Machen Sie Geräte aus. Benutzen Sie das Handy nur wenig. Rufen "
                "Sie 110 und 112 nur in Not an. Hier gibt es Hilfe: {anlaufstelle}.",
            ),
        },
    ),
    Template(
        key="notrufausfall",
        hazard="notrufausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.SEVERE,
        response_types=(ResponseType.EXECUTE,),
        usual_km2=2500,
        usual_leaves=30,
        fields=(_NUMBER, fields.HELP_POINT),
        texts={
            "de": TemplateText(
                event="Notruf ausgefallen",
                headline="Notruf 110 und 112 in {places} ausgefallen: {ersatznummer} wählen.",
                description="Die Notrufnummern sind zurzeit nicht erreichbar.",
                instruction="Wählen Sie im Notfall {ersatznummer} oder gehen Sie zur nächsten Wache. Anlaufstelle: "
                "{anlaufstelle}. Sehen Sie nach Nachbarn, die Hilfe brauchen.",
            ),
            "en": TemplateText(
                event="Emergency number down",
                headline="Emergency numbers 110 and 112 down in {places}: call {ersatznummer}.",
                description="The emergency numbers cannot be reached at the moment.",
                instruction="In an emergency call {ersatznummer} or go to the nearest station. Help point: "
                "{anlaufstelle}. Look after neighbours who need help.",
            ),
            "de-easy": TemplateText(
                event="Der Notruf ist kaputt",
                headline="Der Notruf ist kaputt in {places}: 110 und 112. Rufen Sie {ersatznummer} an.",
                description="110 und 112 gehen nicht.",
                instruction="Sind Sie in Not? Rufen Sie {ersatznummer} an. Oder gehen Sie zur Polizei oder "
                "Feuerwehr. Hier gibt es Hilfe: {anlaufstelle}. Sehen Sie nach Ihren Nachbarn.",
            ),
        },
    ),
    Template(
        key="netzausfall",
        hazard="netzausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        usual_km2=1000,
        usual_leaves=20,
        fields=(_NETWORK, fields.HELP_POINT),
        texts={
            "de": TemplateText(
                event="Mobilfunk gestört",
                headline="Mobilfunk gestört in {places}: Notruf über Festnetz oder nächste Wache.",
                description="Handys haben kein Netz. Betroffen: {netz}.",
                instruction="Nutzen Sie Festnetz und WLAN. Der Notruf 112 geht oft über ein anderes Netz. Sagen Sie es "
                "Nachbarn. Sehen Sie nach Menschen, die Hilfe brauchen. Anlaufstelle: {anlaufstelle}.",
            ),
            "en": TemplateText(
                event="Mobile network down",
                headline="Mobile network down in {places}: use a landline for emergency calls.",
                description="Mobile phones have no network. Affected: {netz}.",
                instruction="Use landline and Wi-Fi. 112 often works by another network. Tell neighbours. Look after "
                "people who need help. Help point: {anlaufstelle}.",
            ),
            "de-easy": TemplateText(
                event="Handys gehen nicht",
                headline="Handys gehen nicht in {places}. Nehmen Sie ein anderes Telefon.",
                description="Die Handys haben kein Netz.",
                instruction="Nehmen Sie ein Telefon mit Kabel. Der Notruf 112 geht oft trotzdem. Sagen Sie es Ihren "
                "Nachbarn. Hier gibt es Hilfe: {anlaufstelle}.",
            ),
        },
    ),
    Template(
        key="gasausfall",
        hazard="gasausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=24),
        usual_km2=100,
        usual_leaves=5,
        fields=(fields.PHONE, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Gasversorgung unterbrochen",
                headline="Gasversorgung in {places} unterbrochen: Gashahn zudrehen.",
                description="Es kommt kein Gas. Es kommt voraussichtlich um {bis} wieder.",
                instruction="Drehen Sie den Gashahn zu. Öffnen Sie ihn nicht selbst wieder: Das macht der "
                "Netzbetreiber. Heizen Sie nicht mit Grill oder Kocher, das ist lebensgefährlich. Fragen: {telefon}.",
            ),
            "en": TemplateText(
                event="Gas supply cut",
                headline="Gas supply in {places} cut: close the gas tap.",
                description="There is no gas. It is expected back at {bis}.",
                instruction="Close the gas tap. Do not open it again yourself: the grid operator does. Do not heat "
                "with a grill or camping stove, it can kill. Questions: {telefon}.",
            ),
            "de-easy": TemplateText(
                event="Kein Gas",
                headline="Kein Gas in {places}. Machen Sie den Gas-Hahn zu.",
                description="Es kommt kein Gas.",
                instruction="Machen Sie den Gas-Hahn zu. Machen Sie ihn nicht wieder auf. Das machen Fach-Leute. "
                "Heizen Sie nicht mit dem Grill. Das ist lebens-gefährlich. Haben Sie Fragen? Rufen Sie an: "
                "{telefon}.",
            ),
        },
    ),
    Template(
        key="waermeausfall",
        hazard="waermeausfall",
        family=Family.SUPPLY,
        category=Category.INFRA,
        severity=Severity.MODERATE,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=12),
        usual_km2=60,
        usual_leaves=4,
        fields=(fields.HELP_POINT, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Heizung ausgefallen",
                headline="Heizung in {places} ausgefallen: warm anziehen, Räume schließen.",
                description="Die Fernwärme ist ausgefallen. Sie kommt voraussichtlich um {bis} wieder.",
                instruction="Ziehen Sie sich warm an. Bleiben Sie in einem Raum. Heizen Sie nicht mit Grill oder "
                "Kocher, das ist lebensgefährlich. Sehen Sie nach alten Nachbarn. Warmer Ort: {anlaufstelle}.",
            ),
            "en": TemplateText(
                event="Heating failed",
                headline="Heating in {places} failed: dress warmly, keep doors closed.",
                description="District heating has failed. It is expected back at {bis}.",
                instruction="Dress warmly. Stay in one room. Do not heat with a grill or camping stove, it can kill. "
                "Look after old neighbours. Warm place: {anlaufstelle}.",
            ),
            "de-easy": TemplateText(
                event="Die Heizung ist kaputt",
                headline="Die Heizung ist kaputt in {places}. Ziehen Sie sich warm an.",
                description="Die Heizung geht nicht.",
                instruction="Ziehen Sie sich warm an. Machen Sie die Türen zu. Heizen Sie nicht mit dem Grill. Das ist "
                "lebens-gefährlich. Hier ist es warm: {anlaufstelle}.",
            ),
        },
    ),
)
