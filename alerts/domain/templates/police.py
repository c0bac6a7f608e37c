"""Police and danger by people or weapons."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity
from alerts.domain.templates import fields
from alerts.domain.templates.template import Family, Field, FieldKind, Template, TemplateText, TemplateZone

_FOUND = Field(
    key="fundort",
    labels={"de": "Fundort", "en": "Place of the find"},
    kind=FieldKind.ADDRESS,
    required=True,
    example="Turmstraße 21",
    longest=40,
)
_LEAVE_CORDON = Field(
    key="verlassen_bis",
    labels={"de": "Sperrkreis verlassen bis", "en": "Leave the cordon by"},
    kind=FieldKind.TIME,
    required=True,
    example="16:00",
)
_PERSON = Field(key="name", labels={"de": "Name", "en": "Name"}, required=True, example="Erna M.", longest=40)
_AGE = Field(
    key="alter", labels={"de": "Alter", "en": "Age"}, kind=FieldKind.NUMBER, required=True, example="82", longest=3
)
_SEEN = Field(
    key="zuletzt_ort",
    labels={"de": "Zuletzt gesehen: Ort", "en": "Last seen: place"},
    kind=FieldKind.ADDRESS,
    example="Stephanstraße 8",
    longest=60,
)
_SEEN_AT = Field(
    key="zuletzt_zeit",
    labels={"de": "Zuletzt gesehen: Uhrzeit", "en": "Last seen: time"},
    kind=FieldKind.TIME,
    example="14:00",
)
_LOOKS = Field(
    key="aussehen",
    labels={"de": "Aussehen und Kleidung (auf Deutsch)", "en": "Looks and clothes (in German)"},
    example="1,60 m groß, graue Haare, roter Mantel",
    longest=120,
)

POLICE = (
    Template(
        key="polizeieinsatz",
        hazard="polizeieinsatz",
        family=Family.POLICE,
        category=Category.SECURITY,
        severity=Severity.SEVERE,
        response_types=(ResponseType.AVOID, ResponseType.SHELTER),
        usual_km2=5,
        usual_leaves=2,
        fields=(fields.SPOT,),
        texts={
            "de": TemplateText(
                event="Polizeieinsatz",
                headline="Polizeieinsatz in {places}: Bereich meiden, im Haus bleiben.",
                description="Die Polizei ist mit vielen Kräften im Einsatz. Der Einsatz ist hier: {ort}.",
                instruction="Meiden Sie den Bereich. Wer dort ist: im Haus bleiben, Türen schließen, Anweisungen der "
                "Polizei folgen. Teilen Sie keine Fotos von Einsatzkräften.",
            ),
            "en": TemplateText(
                event="Police operation",
                headline="Police operation in {places}: keep away, stay inside.",
                description="A large police operation is under way. It is here: {ort}.",
                instruction="Keep away from the area. If you are there: stay inside, lock doors, follow the police's "
                "instructions. Do not share pictures of officers.",
            ),
            "de-easy": TemplateText(
                event="Einsatz der Polizei",
                headline="Einsatz der Polizei in {places}. Gehen Sie nicht dorthin.",
                description="Viele Polizisten sind da. Der Einsatz ist hier: {ort}.",
                instruction="Gehen Sie nicht dorthin. Sind Sie schon dort? Bleiben Sie im Haus. Machen Sie die Tür zu. "
                "Tun Sie, was die Polizei sagt. Zeigen Sie keine Fotos von der Polizei.",
            ),
        },
    ),
    Template(
        key="lebensgefahr",
        hazard="lebensgefahr",
        family=Family.POLICE,
        category=Category.SECURITY,
        severity=Severity.EXTREME,
        response_types=(ResponseType.SHELTER, ResponseType.AVOID),
        event_code="BBK-EVC-044",
        holds=timedelta(hours=3),
        usual_km2=5,
        usual_leaves=2,
        fields=(fields.SPOT,),
        zones=(
            TemplateZone(
                name="Gefahrenbereich",
                instruction={
                    "de": "Schließen Sie sich ein. Bleiben Sie weg von Fenstern und Türen. Legen Sie sich auf den "
                    "Boden. Stellen Sie das Handy stumm. Öffnen Sie nur der Polizei.",
                    "en": "Lock yourself in. Keep away from windows and doors. Lie down on the floor. Mute your phone. "
                    "Open to the police only.",
                    "de-easy": "Schließen Sie die Tür ab. Gehen Sie weg vom Fenster. Legen Sie sich auf den Boden. "
                    "Machen Sie das Handy leise. Machen Sie nur der Polizei auf.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Lebensgefahr",
                headline="Lebensgefahr in {places}: Gebäude nicht verlassen, Türen verschließen.",
                description="Menschen werden angegriffen. Die Polizei ist im Einsatz. Gefährlich ist es hier: {ort}.",
                instruction="Bleiben Sie im Haus. Verschließen Sie Türen. Gehen Sie nicht in das Gebiet. Nehmen Sie "
                "niemanden im Auto mit. Rufen Sie 110 nur im Notfall. Teilen Sie keine Fotos.",
            ),
            "en": TemplateText(
                event="Danger to life",
                headline="Danger to life in {places}: stay inside, lock doors.",
                description="People are being attacked. The police are on site. The danger is here: {ort}.",
                instruction="Stay inside. Lock doors. Do not go into the area. Give nobody a lift. Call 110 in an "
                "emergency only. Do not share pictures.",
            ),
            "de-easy": TemplateText(
                event="Lebens-Gefahr",
                headline="Lebens-Gefahr in {places}. Bleiben Sie im Haus.",
                description="Jemand greift Menschen an. Die Gefahr ist hier: {ort}.",
                instruction="Bleiben Sie im Haus. Schließen Sie die Tür ab. Gehen Sie nicht nach draußen. Nehmen Sie "
                "niemanden im Auto mit. In Not: Rufen Sie 110 an.",
            ),
        },
    ),
    Template(
        key="bombenfund",
        hazard="bombenfund",
        family=Family.POLICE,
        category=Category.SAFETY,
        severity=Severity.MODERATE,
        response_types=(ResponseType.SHELTER, ResponseType.EVACUATE),
        event_code="BBK-EVC-009",
        usual_km2=15,
        usual_leaves=3,
        fields=(_FOUND, fields.SHELTER, _LEAVE_CORDON),
        zones=(
            TemplateZone(
                name="Sperrkreis",
                instruction={
                    "de": "Verlassen Sie den Sperrkreis um {fundort} bis {verlassen_bis}. Nehmen Sie Ausweis und "
                    "Medikamente mit. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the cordon around {fundort} by {verlassen_bis}. Take identity papers and medicine "
                    "with you. Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie weg von {fundort}. Gehen Sie bis {verlassen_bis}. Nehmen Sie Ausweis und "
                    "Medizin mit. Hier gibt es Hilfe: {betreuungsstelle}.",
                },
            ),
            TemplateZone(
                name="Sicherheitsbereich",
                instruction={
                    "de": "Bleiben Sie im Haus, in Räumen, die dem Fundort abgewandt sind. Öffnen Sie keine Fenster. "
                    "Betreten Sie weder Balkon noch Straße.",
                    "en": "Stay inside, in rooms that face away from the find. Do not open windows. Do not go out to "
                    "balconies or into the street.",
                    "de-easy": "Bleiben Sie im Haus. Machen Sie kein Fenster auf. Gehen Sie nicht auf den Balkon.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Bombenfund",
                headline="Bombenfund in {places}: im Haus bleiben, Fenster zu.",
                inner_headline="Bombenfund in {places}: Sperrkreis um {fundort} bis {verlassen_bis} verlassen.",
                description="In {places} wurde eine Bombe aus dem Zweiten Weltkrieg gefunden. Sie wird entschärft.",
                instruction="Bleiben Sie im Haus. Halten Sie Fenster und Türen geschlossen und Abstand von Fenstern, "
                "bis Entwarnung kommt.",
            ),
            "en": TemplateText(
                event="Unexploded bomb",
                headline="Unexploded bomb in {places}: stay inside, close windows.",
                inner_headline="Unexploded bomb in {places}: leave the cordon around {fundort} by {verlassen_bis}.",
                description="A bomb from the Second World War was found in {places}. It is going to be defused.",
                instruction="Stay inside. Keep windows and doors closed and stay away from windows until the "
                "all-clear.",
            ),
            "de-easy": TemplateText(
                event="Bombe gefunden",
                headline="Bombe gefunden in {places}. Bleiben Sie im Haus.",
                inner_headline="Bombe gefunden in {places}. Gehen Sie weg von {fundort} bis {verlassen_bis}.",
                description="Eine alte Bombe liegt in der Erde. Fach-Leute machen die Bombe unschädlich.",
                instruction="Bleiben Sie im Haus. Machen Sie Fenster und Türen zu. Gehen Sie weg vom Fenster. Warten "
                "Sie auf neue Nachrichten.",
            ),
        },
    ),
    Template(
        key="explosion",
        hazard="explosion",
        family=Family.POLICE,
        category=Category.SAFETY,
        severity=Severity.EXTREME,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.EVACUATE, ResponseType.AVOID),
        holds=timedelta(hours=6),
        usual_km2=5,
        usual_leaves=2,
        fields=(fields.required(fields.SPOT), fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Sperrbereich",
                instruction={
                    "de": "Verlassen Sie den Sperrbereich bis {verlassen_bis}, zu Fuß und ohne Umweg. Schalten Sie "
                    "nichts ein und nichts aus. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the danger area by {verlassen_bis}, on foot and straight. Switch nothing on or off. "
                    "Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie aus dem Gebiet. Gehen Sie bis {verlassen_bis}. Gehen Sie zu Fuß. Hier gibt "
                    "es Hilfe: {betreuungsstelle}.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Explosionsgefahr",
                headline="Explosionsgefahr in {places}: weg von {ort}, Gebiet meiden.",
                inner_headline="Explosionsgefahr in {places}: Sperrbereich bis {verlassen_bis} verlassen.",
                description="An dieser Stelle kann es zu einer Explosion kommen: {ort}.",
                instruction="Meiden Sie das Gebiet. Bleiben Sie weg von Fenstern. Rauchen Sie nicht und machen Sie "
                "kein Feuer. Halten Sie Rettungswege frei.",
            ),
            "en": TemplateText(
                event="Danger of explosion",
                headline="Danger of explosion in {places}: get away from {ort}, avoid the area.",
                inner_headline="Danger of explosion in {places}: leave the danger area by {verlassen_bis}.",
                description="An explosion may happen here: {ort}.",
                instruction="Avoid the area. Keep away from windows. Do not smoke and make no fire. Keep rescue ways "
                "clear.",
            ),
            "de-easy": TemplateText(
                event="Gefahr: Explosion",
                headline="Gefahr: Explosion in {places}. Gehen Sie weg von {ort}.",
                inner_headline="Gefahr: Explosion in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="Hier kann etwas explodieren: {ort}.",
                instruction="Gehen Sie nicht dorthin. Gehen Sie weg vom Fenster. Rauchen Sie nicht. Machen Sie kein "
                "Feuer.",
            ),
        },
    ),
    Template(
        key="evakuierung",
        hazard="evakuierung",
        family=Family.POLICE,
        category=Category.RESCUE,
        severity=Severity.SEVERE,
        response_types=(ResponseType.EVACUATE,),
        holds=timedelta(hours=12),
        usual_km2=10,
        usual_leaves=3,
        fields=(fields.LEAVE_BY, fields.required(fields.SHELTER), fields.PHONE),
        texts={
            "de": TemplateText(
                event="Evakuierung",
                headline="Evakuierung in {places}: Gebiet bis {verlassen_bis} verlassen.",
                description="Das Gebiet wird geräumt. Brauchen Sie Hilfe oder einen Transport? Rufen Sie {telefon} an.",
                instruction="Verlassen Sie das Gebiet bis {verlassen_bis}. Nehmen Sie Ausweis, Medikamente, Kleidung "
                "und Ladegerät mit. Schalten Sie Strom und Gas ab. Helfen Sie Nachbarn. Betreuungsstelle: "
                "{betreuungsstelle}.",
            ),
            "en": TemplateText(
                event="Evacuation",
                headline="Evacuation in {places}: leave the area by {verlassen_bis}.",
                description="The area is being cleared. Do you need help or transport? Call {telefon}.",
                instruction="Leave the area by {verlassen_bis}. Take identity papers, medicine, clothes and a charger. "
                "Turn off electricity and gas. Help neighbours. Shelter: {betreuungsstelle}.",
            ),
            "de-easy": TemplateText(
                event="Alle müssen weg",
                headline="Alle müssen weg aus {places}. Gehen Sie bis {verlassen_bis}.",
                description="In dem Gebiet ist es gefährlich. Brauchen Sie Hilfe? Rufen Sie an: {telefon}.",
                instruction="Gehen Sie weg bis {verlassen_bis}. Nehmen Sie Ausweis und Medizin mit. Machen Sie Strom "
                "und Gas aus. Helfen Sie Ihren Nachbarn. Hier gibt es Hilfe: {betreuungsstelle}.",
            ),
        },
    ),
    Template(
        key="vermisst",
        hazard="vermisst",
        family=Family.POLICE,
        category=Category.RESCUE,
        severity=Severity.MINOR,
        response_types=(ResponseType.MONITOR,),
        holds=timedelta(hours=12),
        usual_km2=150,
        usual_leaves=6,
        fields=(_PERSON, _AGE, _SEEN, _SEEN_AT, _LOOKS),
        texts={
            "de": TemplateText(
                event="Vermisste Person",
                headline="Vermisst in {places}: {name}, {alter} Jahre. Hinweise an 110.",
                description="{name}, {alter} Jahre, wird vermisst und braucht vielleicht Hilfe. Zuletzt gesehen hier: "
                "{zuletzt_ort}. Uhrzeit: {zuletzt_zeit}. Aussehen: {aussehen}.",
                instruction="Sehen Sie in Höfen, Gärten und Kellern nach. Rufen Sie 110, wenn Sie die Person sehen. "
                "Bleiben Sie bei ihr, bis Hilfe kommt.",
            ),
            "en": TemplateText(
                event="Missing person",
                headline="Missing in {places}: {name}, aged {alter}. Call 110 with hints.",
                description="{name}, aged {alter}, is missing and may need help. Last seen here: {zuletzt_ort}. Time: "
                "{zuletzt_zeit}.",
                instruction="Look in yards, gardens and cellars. Call 110 if you see the person. Stay with them until "
                "help comes.",
            ),
            "de-easy": TemplateText(
                event="Ein Mensch wird gesucht",
                headline="Gesucht in {places}: {name}, {alter} Jahre alt. Rufen Sie 110 an.",
                description="{name} ist weg. {name} ist {alter} Jahre alt. Vielleicht braucht der Mensch Hilfe. "
                "Zuletzt war der Mensch hier: {zuletzt_ort}.",
                instruction="Sehen Sie im Hof und im Garten nach. Sehen Sie im Keller nach. Haben Sie den Menschen "
                "gesehen? Rufen Sie 110 an.",
            ),
        },
    ),
)
