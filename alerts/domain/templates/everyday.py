"""Everyday cases of offices: nothing is dangerous, but people want to know."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency
from alerts.domain.templates import fields
from alerts.domain.templates.template import Choice, Family, Field, FieldKind, Template, TemplateText

_SCHOOL = Field(key="schule", labels={"de": "Schule", "en": "School"}, required=True, example="Kurt-Tucholsky-Schule")
_CARE = Field(
    key="betreuung",
    labels={"de": "Notbetreuung", "en": "Emergency care"},
    kind=FieldKind.ADDRESS,
    example="Kita Lübecker Straße 10",
)
_EVENT = Field(
    key="anlass", labels={"de": "Veranstaltung", "en": "Event"}, required=True, example="Turmstraßenfest", longest=40
)
_LINE = Field(key="linie", labels={"de": "Linie", "en": "Line"}, required=True, example="M10", longest=20)
_STOPS = Field(
    key="abschnitt",
    labels={"de": "Abschnitt", "en": "Section"},
    required=True,
    example="Hauptbahnhof bis Turmstraße",
    longest=60,
)
_BIN = Field(
    key="tonne",
    labels={"de": "Tonne", "en": "Bin"},
    kind=FieldKind.CHOICE,
    required=True,
    example="papier",
    choices=tuple(
        Choice(key=key, names={"de": german, "en": english})
        for key, german, english in (
            ("rest", "Restmüll", "household waste"),
            ("bio", "Bioabfall", "organic waste"),
            ("papier", "Papier", "paper"),
            ("gelb", "Wertstoffe", "recyclables"),
            ("sperr", "Sperrmüll", "bulky waste"),
        )
    ),
)
_NEW_DAY = Field(
    key="neuer_tag",
    labels={"de": "Neuer Termin", "en": "New date"},
    required=True,
    example="Sonnabend, 5.12.",
    longest=30,
)
_OFFICE = Field(key="amt", labels={"de": "Amt", "en": "Office"}, required=True, example="Bürgeramt Rathaus Tiergarten")
_MARKET_PLACE = Field(
    key="neuer_ort",
    labels={"de": "Neuer Ort", "en": "New place"},
    kind=FieldKind.ADDRESS,
    required=True,
    example="Leopoldplatz",
    longest=40,
)
_TOPIC = Field(
    key="thema",
    labels={"de": "Thema", "en": "Topic"},
    required=True,
    example="Umbau der Turmstraße",
    longest=60,
)
_WHERE = fields.required(fields.SPOT)
_ON = fields.required(fields.DAY)

EVERYDAY = (
    Template(
        key="schulausfall",
        hazard="schulausfall",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=18),
        usual_km2=1500,
        usual_leaves=25,
        fields=(_ON, _CARE),
        texts={
            "de": TemplateText(
                event="Schulausfall",
                headline="Schulausfall in {places} am {tag}: Kinder zu Hause lassen.",
                description="Am {tag} fällt der Unterricht aus.",
                instruction="Lassen Sie Ihr Kind zu Hause. Die Schule gibt Aufgaben bekannt. Notbetreuung: "
                "{betreuung}.",
            ),
            "en": TemplateText(
                event="Schools closed",
                headline="Schools closed in {places} on {tag}: keep children at home.",
                description="There are no lessons on {tag}.",
                instruction="Keep your child at home. The school tells you about homework. Emergency care: "
                "{betreuung}.",
            ),
            "de-easy": TemplateText(
                event="Keine Schule",
                headline="Keine Schule in {places} am {tag}. Kinder bleiben zu Hause.",
                description="Die Schule ist zu.",
                instruction="Ihr Kind bleibt zu Hause. Brauchen Sie Hilfe für Ihr Kind? Hier gibt es Hilfe: "
                "{betreuung}.",
            ),
        },
    ),
    Template(
        key="schule_zu",
        hazard="schulausfall",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=18),
        usual_km2=20,
        usual_leaves=2,
        fields=(_SCHOOL, _ON, _CARE),
        texts={
            "de": TemplateText(
                event="Schule geschlossen",
                headline="Schule geschlossen in {places} am {tag}: Kinder zu Hause lassen.",
                description="Geschlossen ist: {schule}.",
                instruction="Schicken Sie Ihr Kind nicht in die Schule. Holen Sie es ab, wenn es schon dort ist. "
                "Notbetreuung: {betreuung}.",
            ),
            "en": TemplateText(
                event="School closed",
                headline="School closed in {places} on {tag}: keep children at home.",
                description="Closed: {schule}.",
                instruction="Do not send your child to school. Fetch it if it is there already. Emergency care: "
                "{betreuung}.",
            ),
            "de-easy": TemplateText(
                event="Schule zu",
                headline="Eine Schule ist zu in {places} am {tag}. Kinder bleiben zu Hause.",
                description="Diese Schule ist zu: {schule}.",
                instruction="Ihr Kind bleibt zu Hause. Ist Ihr Kind schon in der Schule? Holen Sie es ab. Hier gibt es "
                "Hilfe: {betreuung}.",
            ),
        },
    ),
    Template(
        key="sperrung",
        hazard="verkehr",
        family=Family.EVERYDAY,
        category=Category.TRANSPORT,
        severity=Severity.MINOR,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(hours=12),
        usual_km2=10,
        usual_leaves=3,
        fields=(fields.STREET, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Straßensperrung",
                headline="Straßensperrung in {places}: {strasse} umfahren.",
                description="Die Straße ist voll gesperrt. Die Sperrung endet voraussichtlich um {bis}.",
                instruction="Umfahren Sie den Abschnitt. Halten Sie Ein- und Ausfahrten frei. Zu Fuß kommen Sie durch.",
            ),
            "en": TemplateText(
                event="Road closure",
                headline="Road closure in {places}: avoid {strasse}.",
                description="The road is fully closed. It is expected to open at {bis}.",
                instruction="Take another way. Keep entrances and exits clear. You can pass on foot.",
            ),
            "de-easy": TemplateText(
                event="Straße gesperrt",
                headline="Straße gesperrt in {places}: {strasse}. Fahren Sie anders.",
                description="Autos dürfen auf der Straße nicht fahren.",
                instruction="Fahren Sie einen anderen Weg. Zu Fuß können Sie gehen.",
            ),
        },
    ),
    Template(
        key="veranstaltung",
        hazard="veranstaltung",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=24),
        usual_km2=10,
        usual_leaves=3,
        fields=(_EVENT, _ON, fields.FROM, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Großveranstaltung",
                headline="Veranstaltung in {places} am {tag}: Auto stehen lassen, Bahn nehmen.",
                description="{anlass} am {tag}. Es beginnt um {von}. Es endet um {bis}.",
                instruction="Rechnen Sie mit Sperrungen, Lärm und vollen Bahnen. Parken Sie nicht in Halteverboten. "
                "Halten Sie Rettungswege frei.",
            ),
            "en": TemplateText(
                event="Large event",
                headline="Event in {places} on {tag}: leave the car, take the train.",
                description="{anlass} on {tag}. It begins at {von}. It ends at {bis}.",
                instruction="Expect closures, noise and full trains. Do not park where it is forbidden. Keep rescue "
                "ways clear.",
            ),
            "de-easy": TemplateText(
                event="Großes Fest",
                headline="Großes Fest in {places} am {tag}. Lassen Sie das Auto stehen.",
                description="Das Fest heißt: {anlass}.",
                instruction="Es wird laut. Straßen sind gesperrt. Fahren Sie mit Bus oder Bahn.",
            ),
        },
    ),
    Template(
        key="demonstration",
        hazard="demonstration",
        family=Family.EVERYDAY,
        category=Category.SECURITY,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(hours=12),
        usual_km2=15,
        usual_leaves=4,
        fields=(_ON, fields.STREET, fields.FROM, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Demonstration",
                headline="Demonstration in {places} am {tag}: Umwege und Verspätungen einplanen.",
                description="Der Weg führt hier entlang: {strasse}. Es beginnt um {von}. Es endet um {bis}.",
                instruction="Planen Sie mehr Zeit ein. Lassen Sie das Auto stehen. Folgen Sie den Hinweisen der "
                "Polizei.",
            ),
            "en": TemplateText(
                event="Demonstration",
                headline="Demonstration in {places} on {tag}: expect detours and delays.",
                description="It passes along here: {strasse}. It begins at {von}. It ends at {bis}.",
                instruction="Allow more time. Leave the car at home. Follow what the police say.",
            ),
            "de-easy": TemplateText(
                event="Demonstration",
                headline="Demonstration in {places} am {tag}. Nehmen Sie sich mehr Zeit.",
                description="Viele Menschen gehen auf der Straße. Sie gehen hier: {strasse}.",
                instruction="Lassen Sie das Auto stehen. Busse kommen vielleicht später. Tun Sie, was die Polizei "
                "sagt.",
            ),
        },
    ),
    Template(
        key="ersatzverkehr",
        hazard="ersatzverkehr",
        family=Family.EVERYDAY,
        category=Category.TRANSPORT,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=2),
        usual_km2=60,
        usual_leaves=5,
        fields=(_LINE, _STOPS, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Ersatzverkehr",
                headline="Ersatzverkehr in {places}: Linie {linie} fährt nicht, Bus nehmen.",
                description="Auf diesem Abschnitt fahren Busse: {abschnitt}. Das dauert voraussichtlich bis {bis}.",
                instruction="Nehmen Sie den Ersatzbus. Planen Sie 20 Minuten mehr ein. Die Busse halten an den "
                "Straßen neben den Haltestellen.",
            ),
            "en": TemplateText(
                event="Replacement buses",
                headline="Replacement buses in {places}: line {linie} does not run.",
                description="Buses run on this section: {abschnitt}. This is expected to last until {bis}.",
                instruction="Take the replacement bus. Allow 20 minutes more. Buses stop in the streets beside the "
                "stations.",
            ),
            "de-easy": TemplateText(
                event="Ein Bus fährt statt der Bahn",
                headline="Linie {linie} fährt nicht in {places}. Nehmen Sie den Bus.",
                description="Hier fährt ein Bus: {abschnitt}.",
                instruction="Nehmen Sie den Bus. Nehmen Sie sich 20 Minuten mehr Zeit.",
            ),
        },
    ),
    Template(
        key="wasserarbeiten",
        hazard="wasserarbeiten",
        family=Family.EVERYDAY,
        category=Category.INFRA,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=2),
        usual_km2=10,
        usual_leaves=2,
        fields=(fields.STREET, _ON, fields.required(fields.FROM), fields.required(fields.UNTIL)),
        texts={
            "de": TemplateText(
                event="Wasser wird abgestellt",
                headline="Wasser wird abgestellt in {places} am {tag}, {von} bis {bis}: Vorrat anlegen.",
                description="Betroffen ist: {strasse}.",
                instruction="Füllen Sie Eimer und Kannen. Schalten Sie Wasch- und Spülmaschine nicht ein. Lassen Sie "
                "das Wasser danach laufen, bis es klar ist.",
            ),
            "en": TemplateText(
                event="Water turned off",
                headline="Water turned off in {places} on {tag}, {von} to {bis}: keep a supply.",
                description="Affected: {strasse}.",
                instruction="Fill buckets and jugs. Do not run washing machine or dishwasher. Afterwards let the "
                "water run until it is clear.",
            ),
            "de-easy": TemplateText(
                event="Kein Wasser",
                headline="Kein Wasser in {places} am {tag} von {von} bis {bis}.",
                description="Das gilt hier: {strasse}.",
                instruction="Füllen Sie vorher Eimer mit Wasser. Machen Sie die Wasch-Maschine nicht an.",
            ),
        },
    ),
    Template(
        key="muell",
        hazard="muell",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=3),
        usual_km2=500,
        usual_leaves=15,
        fields=(_BIN, _NEW_DAY),
        texts={
            "de": TemplateText(
                event="Müllabfuhr verlegt",
                headline="Müllabfuhr in {places} verlegt: {tonne} erst {neuer_tag} hinausstellen.",
                instruction="Stellen Sie die Tonnen am neuen Termin früh an die Straße.",
            ),
            "en": TemplateText(
                event="Waste collection moved",
                headline="Waste collection in {places} moved: put out {tonne} on {neuer_tag}.",
                instruction="Put the bins at the roadside early on the new date.",
            ),
            "de-easy": TemplateText(
                event="Der Müll wird später abgeholt",
                headline="Der Müll wird später abgeholt in {places}: {neuer_tag}.",
                description="Das gilt für: {tonne}.",
                instruction="Stellen Sie die Tonne am neuen Tag raus. Stellen Sie die Tonne früh raus.",
            ),
        },
    ),
    Template(
        key="amt_geschlossen",
        hazard="amt_geschlossen",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=2),
        usual_km2=100,
        usual_leaves=6,
        fields=(_OFFICE, _ON, fields.PHONE),
        texts={
            "de": TemplateText(
                event="Amt geschlossen",
                headline="Amt geschlossen in {places} am {tag}: Termin verschieben.",
                description="Geschlossen ist: {amt}.",
                instruction="Kommen Sie nicht vorbei. Wer einen Termin hat, bekommt einen neuen. Fragen: {telefon}.",
            ),
            "en": TemplateText(
                event="Office closed",
                headline="Office closed in {places} on {tag}: put off your visit.",
                description="Closed: {amt}.",
                instruction="Please do not come. Whoever has an appointment gets a new one. Questions: {telefon}.",
            ),
            "de-easy": TemplateText(
                event="Amt zu",
                headline="Ein Amt ist zu in {places} am {tag}. Kommen Sie an einem anderen Tag.",
                description="Dieses Amt ist zu: {amt}.",
                instruction="Kommen Sie an einem anderen Tag. Haben Sie Fragen? Rufen Sie an: {telefon}.",
            ),
        },
    ),
    Template(
        key="markt",
        hazard="markt",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=2),
        usual_km2=20,
        usual_leaves=2,
        fields=(_MARKET_PLACE, _ON),
        texts={
            "de": TemplateText(
                event="Wochenmarkt verlegt",
                headline="Wochenmarkt in {places} verlegt, neuer Ort am {tag}: {neuer_ort}.",
                instruction="Gehen Sie am {tag} zum neuen Ort: {neuer_ort}. Die Zeiten bleiben gleich.",
            ),
            "en": TemplateText(
                event="Market moved",
                headline="Market in {places} moved: on {tag} at {neuer_ort}.",
                instruction="On {tag} go to the new place: {neuer_ort}. The hours stay the same.",
            ),
            "de-easy": TemplateText(
                event="Der Markt ist woanders",
                headline="Der Markt ist woanders in {places} am {tag}: {neuer_ort}.",
                instruction="Gehen Sie am {tag} zum neuen Ort: {neuer_ort}. Die Zeit bleibt gleich.",
            ),
        },
    ),
    Template(
        key="baulaerm",
        hazard="baulaerm",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(days=2),
        usual_km2=10,
        usual_leaves=2,
        fields=(fields.STREET, _ON, fields.FROM, fields.UNTIL, fields.PHONE),
        texts={
            "de": TemplateText(
                event="Baulärm",
                headline="Baulärm in {places} am {tag}: Fenster nachts schließen.",
                description="Gebaut wird hier: {strasse}. Es beginnt um {von}. Es endet um {bis}.",
                instruction="Halten Sie Fenster zur Baustelle geschlossen. Stellen Sie Autos woanders ab. Fragen zur "
                "Baustelle: {telefon}.",
            ),
            "en": TemplateText(
                event="Construction noise",
                headline="Construction noise in {places} on {tag}: close windows at night.",
                description="The site is here: {strasse}. It begins at {von}. It ends at {bis}.",
                instruction="Keep windows towards the site closed. Park elsewhere. Questions about the site: "
                "{telefon}.",
            ),
            "de-easy": TemplateText(
                event="Lärm vom Bau",
                headline="Lärm vom Bau in {places} am {tag}. Machen Sie die Fenster zu.",
                description="Hier wird gebaut: {strasse}.",
                instruction="Machen Sie die Fenster zu. Haben Sie Fragen? Rufen Sie an: {telefon}.",
            ),
        },
    ),
    Template(
        key="sirenenprobe",
        hazard="sirenenprobe",
        family=Family.EVERYDAY,
        category=Category.SAFETY,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.NONE,),
        holds=timedelta(hours=12),
        usual_km2=2500,
        usual_leaves=30,
        fields=(_ON, fields.required(fields.FROM)),
        texts={
            "de": TemplateText(
                event="Sirenenprobe",
                headline="Sirenenprobe in {places} am {tag} um {von}: keine Gefahr, nichts zu tun.",
                instruction="Sie müssen nichts tun. Rufen Sie nicht 110 oder 112 an. Sprechen Sie mit Ihren Kindern "
                "darüber.",
            ),
            "en": TemplateText(
                event="Siren test",
                headline="Siren test in {places} on {tag} at {von}: no danger, nothing to do.",
                instruction="You need not do anything. Do not call 110 or 112. Tell your children about it.",
            ),
            "de-easy": TemplateText(
                event="Probe der Sirenen",
                headline="Probe der Sirenen in {places} am {tag} um {von}. Es gibt keine Gefahr.",
                instruction="Sie müssen nichts tun. Rufen Sie nicht 110 oder 112 an.",
            ),
        },
    ),
    Template(
        key="beteiligung",
        hazard="beteiligung",
        family=Family.EVERYDAY,
        category=Category.OTHER,
        severity=Severity.MINOR,
        urgency=Urgency.FUTURE,
        response_types=(ResponseType.NONE,),
        holds=timedelta(days=7),
        usual_km2=50,
        usual_leaves=5,
        fields=(_TOPIC, _ON, fields.FROM, _WHERE),
        texts={
            "de": TemplateText(
                event="Bürgerbeteiligung",
                headline="Bürgerbeteiligung in {places} am {tag}: kommen und mitreden.",
                description="Es geht um: {thema}. Ort: {ort}. Es beginnt um {von}.",
                instruction="Kommen Sie vorbei und sagen Sie Ihre Meinung. Eine Anmeldung ist nicht nötig.",
            ),
            "en": TemplateText(
                event="Public consultation",
                headline="Public consultation in {places} on {tag}: come and have your say.",
                description="It is about: {thema}. Place: {ort}. It begins at {von}.",
                instruction="Come and tell your opinion. You need not register.",
            ),
            "de-easy": TemplateText(
                event="Mit-Reden",
                headline="Mit-Reden in {places} am {tag}. Kommen Sie vorbei.",
                description="Es geht um: {thema}. Kommen Sie hierhin: {ort}.",
                instruction="Kommen Sie vorbei. Sagen Sie Ihre Meinung. Sie müssen sich nicht anmelden.",
            ),
        },
    ),
    Template(
        key="impftermin",
        hazard="impftermin",
        family=Family.EVERYDAY,
        category=Category.HEALTH,
        severity=Severity.MINOR,
        urgency=Urgency.FUTURE,
        response_types=(ResponseType.NONE,),
        holds=timedelta(days=7),
        usual_km2=500,
        usual_leaves=15,
        fields=(_ON, _WHERE, fields.FROM, fields.UNTIL),
        texts={
            "de": TemplateText(
                event="Impftermin",
                headline="Impftermin in {places} am {tag}: mit Impfpass kommen.",
                description="Geimpft wird hier: {ort}. Es beginnt um {von}. Es endet um {bis}.",
                instruction="Bringen Sie Impfpass und Versichertenkarte mit. Ein Termin ist nicht nötig.",
            ),
            "en": TemplateText(
                event="Vaccination date",
                headline="Vaccination in {places} on {tag}: bring your vaccination card.",
                description="Vaccinations are given here: {ort}. It begins at {von}. It ends at {bis}.",
                instruction="Bring vaccination card and insurance card. You need no appointment.",
            ),
            "de-easy": TemplateText(
                event="Impfung",
                headline="Impfung in {places} am {tag}. Bringen Sie den Impf-Pass mit.",
                description="Sie bekommen die Impfung hier: {ort}.",
                instruction="Bringen Sie den Impf-Pass mit. Bringen Sie die Kranken-Karte mit. Sie brauchen keinen "
                "Termin.",
            ),
        },
    ),
    Template(
        key="baumfaellung",
        hazard="baumfaellung",
        family=Family.EVERYDAY,
        category=Category.ENV,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(days=2),
        usual_km2=10,
        usual_leaves=2,
        fields=(fields.STREET, _ON),
        texts={
            "de": TemplateText(
                event="Baumfällung",
                headline="Baumfällung in {places} am {tag}: Abstand halten, umparken.",
                description="Gefällt wird hier: {strasse}.",
                instruction="Halten Sie Abstand und folgen Sie den Absperrungen. Stellen Sie Autos rechtzeitig um.",
            ),
            "en": TemplateText(
                event="Tree felling",
                headline="Tree felling in {places} on {tag}: keep away, move your car.",
                description="Trees are felled here: {strasse}.",
                instruction="Keep away and mind the barriers. Move cars in time.",
            ),
            "de-easy": TemplateText(
                event="Bäume werden gefällt",
                headline="Bäume werden gefällt in {places} am {tag}. Gehen Sie nicht dorthin.",
                description="Die Arbeiten sind hier: {strasse}.",
                instruction="Gehen Sie nicht dorthin. Stellen Sie Ihr Auto woanders hin.",
            ),
        },
    ),
)
