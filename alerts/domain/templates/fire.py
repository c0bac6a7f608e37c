"""Fire, smoke and substances."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, ResponseType, Severity, Urgency
from alerts.domain.templates import fields
from alerts.domain.templates.template import Family, Field, FieldKind, Template, TemplateText, TemplateZone

_SUBSTANCE = Field(
    key="stoff",
    labels={"de": "Stoff", "en": "Substance"},
    example="Ammoniak",
    longest=40,
)
_IODINE = Field(
    key="ausgabestelle",
    labels={"de": "Ausgabe der Jodtabletten", "en": "Where iodine tablets are given out"},
    kind=FieldKind.ADDRESS,
    example="Feuerwache Nord, Hauptstraße 1",
)

FIRE = (
    Template(
        key="brand",
        hazard="rauch",
        family=Family.FIRE,
        category=Category.FIRE,
        severity=Severity.SEVERE,
        response_types=(ResponseType.SHELTER,),
        usual_km2=20,
        usual_leaves=3,
        fields=(fields.SPOT, fields.WIND),
        texts={
            "de": TemplateText(
                event="Brand mit Rauch",
                headline="Brand mit Rauch in {places}: Fenster schließen, im Haus bleiben.",
                description="Bei einem Brand entsteht dichter Rauch. Es brennt hier: {ort}. Der Rauch zieht nach "
                "{richtung}.",
                instruction="Bleiben Sie im Haus. Schließen Sie Fenster und Türen. Schalten Sie Lüftung und "
                "Klimaanlage aus. Meiden Sie den Bereich.",
            ),
            "en": TemplateText(
                event="Fire with smoke",
                headline="Fire with smoke in {places}: close windows, stay inside.",
                description="A fire causes thick smoke. The fire is here: {ort}. The smoke drifts towards {richtung}.",
                instruction="Stay inside. Close windows and doors. Turn off ventilation and air conditioning. Keep "
                "away from the area.",
            ),
            "de-easy": TemplateText(
                event="Feuer mit Rauch",
                headline="Feuer mit Rauch in {places}. Bleiben Sie im Haus.",
                description="Es brennt. Es gibt viel Rauch. Das Feuer ist hier: {ort}.",
                instruction="Bleiben Sie im Haus. Machen Sie Fenster und Türen zu. Machen Sie die Lüftung aus. Gehen "
                "Sie nicht zum Feuer.",
            ),
        },
    ),
    Template(
        key="waldbrand",
        hazard="waldbrand",
        family=Family.FIRE,
        category=Category.FIRE,
        severity=Severity.SEVERE,
        response_types=(ResponseType.AVOID, ResponseType.SHELTER),
        event_code="BBK-EVC-077",
        holds=timedelta(hours=12),
        usual_km2=80,
        usual_leaves=4,
        fields=(fields.SPOT, fields.WIND, fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Räumungsgebiet",
                instruction={
                    "de": "Verlassen Sie das Räumungsgebiet bis {verlassen_bis}. Schließen Sie Fenster und Türen. "
                    "Nehmen Sie Ausweis, Medikamente und Tiere mit. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the evacuation area by {verlassen_bis}. Close windows and doors. Take identity "
                    "papers, medicine and animals. Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie aus dem Gebiet. Gehen Sie bis {verlassen_bis}. Nehmen Sie Ausweis und "
                    "Medizin mit. Nehmen Sie Ihre Tiere mit. Hier gibt es Hilfe: {betreuungsstelle}.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Waldbrand",
                headline="Waldbrand in {places}: Wald verlassen, Fenster schließen, Wege frei halten.",
                inner_headline="Waldbrand in {places}: Räumungsgebiet bis {verlassen_bis} verlassen.",
                description="Der Wald brennt. Das Feuer ist hier: {ort}. Der Rauch zieht nach {richtung}.",
                instruction="Verlassen Sie den Wald. Schließen Sie Fenster und Türen. Halten Sie Wege für die "
                "Feuerwehr frei. Lassen Sie keine Drohnen fliegen. Machen Sie kein Feuer im Freien.",
            ),
            "en": TemplateText(
                event="Forest fire",
                headline="Forest fire in {places}: leave the woods, close windows, keep ways clear.",
                inner_headline="Forest fire in {places}: leave the evacuation area by {verlassen_bis}.",
                description="The forest is on fire. The fire is here: {ort}. The smoke drifts towards {richtung}.",
                instruction="Leave the woods. Close windows and doors. Keep ways clear for the fire brigade. Fly no "
                "drones. Make no fire outdoors.",
            ),
            "de-easy": TemplateText(
                event="Der Wald brennt",
                headline="Der Wald brennt in {places}. Gehen Sie nicht in den Wald.",
                inner_headline="Der Wald brennt in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="Im Wald ist Feuer. Das Feuer ist hier: {ort}.",
                instruction="Gehen Sie aus dem Wald. Machen Sie Fenster und Türen zu. Machen Sie kein Feuer. Lassen "
                "Sie Platz für die Feuerwehr.",
            ),
        },
    ),
    Template(
        key="gefahrstoff",
        hazard="gefahrstoff",
        family=Family.FIRE,
        category=Category.CBRNE,
        severity=Severity.SEVERE,
        response_types=(ResponseType.SHELTER,),
        usual_km2=20,
        usual_leaves=3,
        fields=(_SUBSTANCE, fields.SPOT, fields.WIND, fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Sperrbereich",
                instruction={
                    "de": "Verlassen Sie den Sperrbereich bis {verlassen_bis}, quer zum Wind. Halten Sie ein "
                    "feuchtes Tuch vor Mund und Nase. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the danger area by {verlassen_bis}, across the wind. Hold a wet cloth over mouth and "
                    "nose. Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie aus dem Gebiet. Gehen Sie bis {verlassen_bis}. Halten Sie ein nasses Tuch "
                    "vor Mund und Nase. Hier gibt es Hilfe: {betreuungsstelle}.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Gefahrstoff in der Luft",
                headline="Gefahrstoff in der Luft, {places}: sofort ins Haus, Fenster zu, Lüftung aus.",
                inner_headline="Gefahrstoff in der Luft, {places}: Sperrbereich bis {verlassen_bis} verlassen.",
                description="Ein gefährlicher Stoff ist in der Luft. Es ist {stoff}. Er kommt von hier: {ort}. Er "
                "zieht nach {richtung}.",
                instruction="Gehen Sie sofort ins Haus. Schließen Sie Fenster und Türen. Schalten Sie Lüftung und "
                "Klimaanlage aus. Gehen Sie nach oben. Essen Sie nichts aus dem Garten. Nehmen Sie Menschen von "
                "draußen auf.",
            ),
            "en": TemplateText(
                event="Hazardous substance in the air",
                headline="Hazardous substance in the air, {places}: go inside at once, close windows.",
                inner_headline="Hazardous substance in the air, {places}: leave the danger area by {verlassen_bis}.",
                description="A dangerous substance is in the air. It is {stoff}. It comes from here: {ort}. It drifts "
                "towards {richtung}.",
                instruction="Go inside at once. Close windows and doors. Turn off ventilation and air conditioning. Go "
                "to upper floors. Eat nothing from the garden. Take in people from outside.",
            ),
            "de-easy": TemplateText(
                event="Gift in der Luft",
                headline="Gift in der Luft in {places}. Gehen Sie sofort ins Haus.",
                inner_headline="Gift in der Luft in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="In der Luft ist etwas Giftiges. Es kommt von hier: {ort}.",
                instruction="Gehen Sie sofort ins Haus. Machen Sie Fenster und Türen zu. Machen Sie die Lüftung aus. "
                "Gehen Sie nach oben. Essen Sie nichts aus dem Garten.",
            ),
        },
    ),
    Template(
        key="gasaustritt",
        hazard="gasaustritt",
        family=Family.FIRE,
        category=Category.INFRA,
        severity=Severity.SEVERE,
        response_types=(ResponseType.AVOID, ResponseType.EVACUATE),
        holds=timedelta(hours=4),
        usual_km2=3,
        usual_leaves=1,
        fields=(fields.required(fields.SPOT), fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Sperrbereich",
                instruction={
                    "de": "Verlassen Sie Haus und Sperrbereich bis {verlassen_bis}. Betätigen Sie weder Schalter noch "
                    "Klingel. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the house and the cordon by {verlassen_bis}. Use neither switches nor door bells. "
                    "Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie aus dem Haus. Gehen Sie bis {verlassen_bis}. Drücken Sie keinen Schalter. "
                    "Hier gibt es Hilfe: {betreuungsstelle}.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Gasaustritt",
                headline="Gasaustritt in {places}: {ort} meiden, kein Feuer, kein Licht schalten.",
                inner_headline="Gasaustritt in {places}: Sperrbereich um {ort} bis {verlassen_bis} verlassen.",
                description="Hier tritt Gas aus: {ort}. Es kann sich entzünden.",
                instruction="Meiden Sie den Bereich. Rauchen Sie nicht. Betätigen Sie keine Lichtschalter. Riechen Sie "
                "Gas im Haus: Fenster öffnen, hinausgehen, draußen 112 rufen.",
            ),
            "en": TemplateText(
                event="Gas leak",
                headline="Gas leak in {places}: avoid {ort}, no fire, no light switches.",
                inner_headline="Gas leak in {places}: leave the cordon around {ort} by {verlassen_bis}.",
                description="Gas is leaking here: {ort}. It may catch fire.",
                instruction="Avoid the area. Do not smoke. Do not use light switches. If you smell gas in the house: "
                "open windows, go out, call 112 from outside.",
            ),
            "de-easy": TemplateText(
                event="Gas tritt aus",
                headline="Gas tritt aus in {places}. Gehen Sie nicht zu {ort}.",
                inner_headline="Gas tritt aus in {places}. Gehen Sie weg von {ort} bis {verlassen_bis}.",
                description="Gas ist gefährlich. Gas kann brennen.",
                instruction="Gehen Sie nicht dorthin. Rauchen Sie nicht. Machen Sie kein Licht an. Riechen Sie Gas? "
                "Gehen Sie aus dem Haus. Rufen Sie draußen 112 an.",
            ),
        },
    ),
    Template(
        key="strahlung",
        hazard="strahlung",
        family=Family.FIRE,
        category=Category.CBRNE,
        severity=Severity.EXTREME,
        urgency=Urgency.IMMEDIATE,
        response_types=(ResponseType.SHELTER,),
        holds=timedelta(hours=24),
        usual_km2=1500,
        usual_leaves=20,
        fields=(fields.SPOT, fields.WIND, _IODINE, fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Zentralzone",
                instruction={
                    "de": "Verlassen Sie die Zentralzone bis {verlassen_bis}. Schließen Sie im Auto Fenster und "
                    "Lüftung. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the central zone by {verlassen_bis}. In the car close windows and vents. Shelter: "
                    "{betreuungsstelle}.",
                    "de-easy": "Gehen Sie aus dem Gebiet. Gehen Sie bis {verlassen_bis}. Machen Sie im Auto die "
                    "Fenster zu. Hier gibt es Hilfe: {betreuungsstelle}.",
                },
            ),
            TemplateZone(
                name="Mittelzone",
                instruction={
                    "de": "Bleiben Sie im Haus, am besten im Keller. Halten Sie sich bereit, das Gebiet zu verlassen. "
                    "Nehmen Sie Jodtabletten erst nach Aufforderung.",
                    "en": "Stay inside, best in the cellar. Be ready to leave the area. Take iodine tablets only "
                    "when told to.",
                    "de-easy": "Bleiben Sie im Haus. Am besten im Keller. Nehmen Sie Jod-Tabletten erst später. Wir "
                    "sagen Ihnen wann.",
                },
            ),
            TemplateZone(
                name="Außenzone",
                instruction={
                    "de": "Bleiben Sie im Haus. Schließen Sie Fenster und Türen. Essen Sie nichts Frisches aus dem "
                    "Garten.",
                    "en": "Stay inside. Close windows and doors. Eat nothing fresh from the garden.",
                    "de-easy": "Bleiben Sie im Haus. Machen Sie Fenster und Türen zu. Essen Sie nichts aus dem Garten.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Radioaktive Stoffe",
                headline="Radioaktive Stoffe in {places}: ins Haus, Fenster zu, Radio einschalten.",
                inner_headline="Radioaktive Stoffe in {places}: Zentralzone bis {verlassen_bis} verlassen.",
                description="Radioaktive Stoffe treten aus. Sie kommen von hier: {ort}. Sie ziehen nach {richtung}.",
                instruction="Gehen Sie ins Haus. Schließen Sie Fenster und Türen. Schalten Sie Lüftungen aus. Waren "
                "Sie draußen: Kleidung ausziehen, duschen. Nehmen Sie Jodtabletten erst nach Aufforderung. Ausgabe: "
                "{ausgabestelle}.",
            ),
            "en": TemplateText(
                event="Radioactive substances",
                headline="Radioactive substances in {places}: go inside, close windows, listen to radio.",
                inner_headline="Radioactive substances in {places}: leave the central zone by {verlassen_bis}.",
                description="Radioactive substances are being released. They come from here: {ort}. They drift towards "
                "{richtung}.",
                instruction="Go inside. Close windows and doors. Turn off ventilation. If you were outside: take off "
                "your clothes, shower. Take iodine tablets only when told to. Given out here: {ausgabestelle}.",
            ),
            "de-easy": TemplateText(
                event="Gefährliche Strahlung",
                headline="Gefährliche Strahlung in {places}. Gehen Sie ins Haus.",
                inner_headline="Gefährliche Strahlung in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="In der Luft ist gefährliche Strahlung. Man sieht sie nicht. Man riecht sie nicht.",
                instruction="Gehen Sie ins Haus. Machen Sie Fenster und Türen zu. Waren Sie draußen? Ziehen Sie die "
                "Kleider aus. Duschen Sie. Hören Sie Radio.",
            ),
        },
    ),
)
