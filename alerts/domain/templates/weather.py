"""Weather."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency
from alerts.domain.templates import fields
from alerts.domain.templates.template import Family, Field, FieldKind, Template, TemplateText, TemplateZone

_COOL = Field(
    key="kuehler_ort",
    labels={"de": "Kühler Ort für alle", "en": "Cool place for everybody"},
    kind=FieldKind.ADDRESS,
    example="Bibliothek am Luisenbad, Badstraße 39",
)
_TIDE = Field(
    key="hochwasserzeit",
    labels={"de": "Höchststand um", "en": "Highest level at"},
    kind=FieldKind.TIME,
    required=True,
    example="13:45",
)

WEATHER = (
    Template(
        key="unwetter",
        hazard="sturm",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.SEVERE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.SHELTER,),
        usual_km2=3000,
        usual_leaves=30,
        fields=(fields.FROM,),
        texts={
            "de": TemplateText(
                event="Unwetter",
                headline="Unwetter in {places}: im Haus bleiben, Fenster schließen.",
                description="Es werden Sturmböen, Starkregen und Gewitter erwartet. Es beginnt gegen {von}.",
                instruction="Bleiben Sie im Haus. Schließen Sie Fenster und Türen. Meiden Sie Bäume, Keller und "
                "Unterführungen.",
            ),
            "en": TemplateText(
                event="Severe storm",
                headline="Severe storm in {places}: stay inside, close windows.",
                description="Gales, heavy rain and thunderstorms are expected. They begin at about {von}.",
                instruction="Stay inside. Close windows and doors. Keep away from trees, cellars and underpasses.",
            ),
            "de-easy": TemplateText(
                event="Starker Sturm",
                headline="Starker Sturm in {places}. Bleiben Sie im Haus.",
                description="Es kommt ein starker Sturm. Der Sturm beginnt um {von}.",
                instruction="Bleiben Sie im Haus. Machen Sie Fenster und Türen zu. Gehen Sie nicht unter Bäume. Gehen "
                "Sie nicht in den Keller.",
            ),
        },
    ),
    Template(
        key="gewitter",
        hazard="gewitter",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.SHELTER,),
        holds=timedelta(hours=4),
        usual_km2=3000,
        usual_leaves=30,
        fields=(fields.FROM,),
        texts={
            "de": TemplateText(
                event="Schweres Gewitter",
                headline="Schweres Gewitter in {places}: ins Haus gehen, Stecker ziehen.",
                description="Es werden Blitze, Hagel und Sturmböen erwartet. Es beginnt gegen {von}.",
                instruction="Gehen Sie in ein Haus oder ein Auto. Meiden Sie Bäume, Masten und Wasser. Ziehen Sie "
                "Stecker von Geräten. Stellen Sie lose Dinge im Freien sicher.",
            ),
            "en": TemplateText(
                event="Severe thunderstorm",
                headline="Severe thunderstorm in {places}: go inside, unplug appliances.",
                description="Lightning, hail and gales are expected. They begin at about {von}.",
                instruction="Go into a house or a car. Keep away from trees, masts and water. Unplug appliances. "
                "Secure loose things outdoors.",
            ),
            "de-easy": TemplateText(
                event="Starkes Gewitter",
                headline="Starkes Gewitter in {places}. Gehen Sie ins Haus.",
                description="Es blitzt und donnert stark. Das Gewitter beginnt um {von}.",
                instruction="Gehen Sie in ein Haus. Ein Auto ist auch sicher. Gehen Sie nicht unter Bäume. Gehen Sie "
                "nicht ins Wasser.",
            ),
        },
    ),
    Template(
        key="starkregen",
        hazard="starkregen",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID, ResponseType.PREPARE),
        usual_km2=1500,
        usual_leaves=25,
        fields=(fields.FROM,),
        texts={
            "de": TemplateText(
                event="Starkregen",
                headline="Starkregen in {places}: Keller, Tiefgaragen, Unterführungen meiden.",
                description="In kurzer Zeit fällt sehr viel Regen. Es beginnt gegen {von}.",
                instruction="Verlassen Sie Keller und Tiefgaragen. Fahren und gehen Sie nicht durch überflutete "
                "Straßen. Schließen Sie Kellerfenster. Heben Sie wichtige Dinge hoch.",
            ),
            "en": TemplateText(
                event="Heavy rain",
                headline="Heavy rain in {places}: avoid cellars, underground car parks, underpasses.",
                description="A lot of rain falls in a short time. It begins at about {von}.",
                instruction="Leave cellars and underground car parks. Do not walk or drive through flooded streets. "
                "Close cellar windows. Move important things up.",
            ),
            "de-easy": TemplateText(
                event="Sehr starker Regen",
                headline="Sehr starker Regen in {places}. Gehen Sie nicht in den Keller.",
                description="Es regnet sehr stark. Der Regen beginnt um {von}.",
                instruction="Gehen Sie nicht in den Keller. Gehen Sie nicht in die Tief-Garage. Fahren Sie nicht durch "
                "tiefes Wasser. Machen Sie die Fenster zu.",
            ),
        },
    ),
    Template(
        key="glaette",
        hazard="glaette",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(hours=9),
        usual_km2=3000,
        usual_leaves=30,
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
            "de-easy": TemplateText(
                event="Glatte Straßen",
                headline="Glatte Straßen in {places}. Gehen und fahren Sie langsam.",
                instruction="Die Straßen sind glatt. Gehen Sie langsam. Fahren Sie langsam. Bleiben Sie zu Hause, wenn "
                "Sie können.",
            ),
        },
    ),
    Template(
        key="schnee",
        hazard="schnee",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID, ResponseType.PREPARE),
        holds=timedelta(hours=18),
        usual_km2=3000,
        usual_leaves=30,
        texts={
            "de": TemplateText(
                event="Starker Schneefall",
                headline="Starker Schneefall in {places}: zu Hause bleiben, Fahrten verschieben.",
                description="Es fällt viel Schnee. Straßen können unpassierbar werden, Busse und Bahnen ausfallen.",
                instruction="Verschieben Sie Fahrten. Nehmen Sie Decken und Getränke mit, wenn Sie fahren müssen. "
                "Meiden Sie Wald und Dächer mit Schneelast. Halten Sie Rettungswege frei.",
            ),
            "en": TemplateText(
                event="Heavy snowfall",
                headline="Heavy snowfall in {places}: stay at home, put off journeys.",
                description="A lot of snow is falling. Roads may become impassable, buses and trains may not run.",
                instruction="Put off journeys. Take blankets and drinks if you have to drive. Keep away from woods and "
                "roofs loaded with snow. Keep rescue ways clear.",
            ),
            "de-easy": TemplateText(
                event="Sehr viel Schnee",
                headline="Sehr viel Schnee in {places}. Bleiben Sie zu Hause.",
                description="Es schneit sehr stark. Busse und Bahnen fahren vielleicht nicht.",
                instruction="Bleiben Sie zu Hause. Müssen Sie fahren? Nehmen Sie Decken und Getränke mit. Gehen Sie "
                "nicht in den Wald.",
            ),
        },
    ),
    Template(
        key="lawine",
        hazard="lawine",
        family=Family.WEATHER,
        category=Category.GEO,
        severity=Severity.SEVERE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.EVACUATE, ResponseType.AVOID),
        holds=timedelta(hours=24),
        usual_km2=50,
        usual_leaves=3,
        fields=(fields.LEAVE_BY, fields.SHELTER),
        zones=(
            TemplateZone(
                name="Lawinenbereich",
                instruction={
                    "de": "Verlassen Sie den Lawinenbereich bis {verlassen_bis}. Betreuungsstelle: {betreuungsstelle}.",
                    "en": "Leave the avalanche area by {verlassen_bis}. Shelter: {betreuungsstelle}.",
                    "de-easy": "Gehen Sie weg vom Lawinen-Bereich. Gehen Sie bis {verlassen_bis}. Hier gibt es Hilfe: "
                    "{betreuungsstelle}.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Lawinengefahr",
                headline="Lawinengefahr in {places}: Hänge meiden, im Tal bleiben.",
                inner_headline="Lawinengefahr in {places}: Lawinenbereich bis {verlassen_bis} verlassen.",
                description="Lawinen können von selbst abgehen und Straßen erreichen.",
                instruction="Meiden Sie Hänge, Rinnen und gesperrte Straßen. Bleiben Sie im Tal und in festen Häusern. "
                "Halten Sie sich in Räumen auf, die dem Hang abgewandt sind.",
            ),
            "en": TemplateText(
                event="Avalanche danger",
                headline="Avalanche danger in {places}: keep off slopes, stay in the valley.",
                inner_headline="Avalanche danger in {places}: leave the avalanche area by {verlassen_bis}.",
                description="Avalanches may come down by themselves and reach roads.",
                instruction="Keep off slopes, gullies and closed roads. Stay in the valley and in solid houses. Use "
                "rooms that face away from the slope.",
            ),
            "de-easy": TemplateText(
                event="Gefahr durch Lawinen",
                headline="Gefahr durch Lawinen in {places}. Gehen Sie nicht auf den Berg.",
                inner_headline="Gefahr durch Lawinen in {places}. Gehen Sie weg bis {verlassen_bis}.",
                description="Viel Schnee kann vom Berg rutschen. Das heißt: Lawine.",
                instruction="Gehen Sie nicht auf den Berg. Fahren Sie nicht auf gesperrten Straßen. Bleiben Sie im "
                "Haus.",
            ),
        },
    ),
    Template(
        key="hitze",
        hazard="hitze",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.PREPARE,),
        holds=timedelta(hours=30),
        usual_km2=3000,
        usual_leaves=30,
        fields=(_COOL,),
        texts={
            "de": TemplateText(
                event="Starke Hitze",
                headline="Starke Hitze in {places}: trinken, Schatten suchen, Nachbarn helfen.",
                description="Die Hitze belastet vor allem alte und kranke Menschen und kleine Kinder.",
                instruction="Trinken Sie viel Wasser. Meiden Sie die Mittagssonne. Lassen Sie niemanden im Auto. Sehen "
                "Sie nach alten und kranken Nachbarn. Kühler Ort für alle: {kuehler_ort}.",
            ),
            "en": TemplateText(
                event="Extreme heat",
                headline="Extreme heat in {places}: drink, seek shade, look after neighbours.",
                description="The heat is hard above all for old and ill people and small children.",
                instruction="Drink a lot of water. Avoid the midday sun. Leave nobody in a car. Look after old and ill "
                "neighbours. Cool place for everybody: {kuehler_ort}.",
            ),
            "de-easy": TemplateText(
                event="Große Hitze",
                headline="Große Hitze in {places}. Trinken Sie viel Wasser.",
                description="Es wird sehr heiß.",
                instruction="Trinken Sie viel Wasser. Bleiben Sie im Schatten. Lassen Sie kein Kind und kein Tier im "
                "Auto. Hier ist es kühl: {kuehler_ort}.",
            ),
        },
    ),
    Template(
        key="sturmflut",
        hazard="sturmflut",
        family=Family.WEATHER,
        category=Category.MET,
        severity=Severity.SEVERE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        response_types=(ResponseType.AVOID, ResponseType.PREPARE),
        event_code="BBK-EVC-065",
        holds=timedelta(hours=12),
        usual_km2=400,
        usual_leaves=10,
        fields=(_TIDE, fields.SHELTER),
        texts={
            "de": TemplateText(
                event="Sturmflut",
                headline="Sturmflut in {places}: Ufer und Häfen bis nach {hochwasserzeit} meiden.",
                description="Das Wasser steigt weit über das übliche Hochwasser. Höchststand gegen {hochwasserzeit}.",
                instruction="Verlassen Sie Ufer, Häfen und Flächen vor dem Deich. Bringen Sie Fahrzeuge in Sicherheit. "
                "Bleiben Sie in oberen Stockwerken. Betreuungsstelle: {betreuungsstelle}.",
            ),
            "en": TemplateText(
                event="Storm surge",
                headline="Storm surge in {places}: keep away from the water until after {hochwasserzeit}.",
                description="The water rises far above its usual level. It is highest at about {hochwasserzeit}.",
                instruction="Leave banks, harbours and land outside the dyke. Bring vehicles to safety. Stay on upper "
                "floors. Shelter: {betreuungsstelle}.",
            ),
            "de-easy": TemplateText(
                event="Sturm-Flut",
                headline="Sturm-Flut in {places} um {hochwasserzeit}. Gehen Sie weg vom Wasser.",
                description="Das Wasser steigt sehr hoch. Am höchsten ist das Wasser um {hochwasserzeit}.",
                instruction="Gehen Sie weg vom Wasser. Gehen Sie nach oben im Haus. Hier gibt es Hilfe: "
                "{betreuungsstelle}.",
            ),
        },
    ),
)
