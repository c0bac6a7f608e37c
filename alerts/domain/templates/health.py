"""Illness, animals and air."""

from __future__ import annotations

from datetime import timedelta

from alerts.domain.model.codes import Category, ResponseType, Severity, Urgency
from alerts.domain.templates import fields
from alerts.domain.templates.template import (
    Choice,
    Family,
    Field,
    FieldKind,
    Template,
    TemplateText,
    TemplateZone,
)

_ILLNESS = Field(
    key="krankheit",
    labels={"de": "Krankheit", "en": "Illness"},
    required=True,
    example="Masern",
    longest=30,
)
_ANIMALS = Field(
    key="tiere",
    labels={"de": "Tiere", "en": "Animals"},
    kind=FieldKind.CHOICE,
    required=True,
    example="gefluegel",
    choices=tuple(
        Choice(key=key, names={"de": german, "en": english})
        for key, german, english in (
            ("gefluegel", "Geflügel", "poultry"),
            ("schweine", "Schweine", "pigs"),
            ("rinder", "Rinder", "cattle"),
            ("schafe", "Schafe und Ziegen", "sheep and goats"),
            ("bienen", "Bienen", "bees"),
        )
    ),
)

HEALTH = (
    Template(
        key="tierseuche",
        hazard="tierseuche",
        family=Family.HEALTH,
        category=Category.HEALTH,
        severity=Severity.MINOR,
        response_types=(ResponseType.EXECUTE,),
        event_code="BBK-EVC-067",
        holds=timedelta(days=7),
        usual_km2=1500,
        usual_leaves=20,
        fields=(_ANIMALS, fields.PHONE),
        zones=(
            TemplateZone(
                name="Schutzzone",
                instruction={
                    "de": "Halten Sie Ihre Tiere im Stall. Bringen Sie keine Tiere hinein oder hinaus. Waschen Sie "
                    "Hände und wechseln Sie Schuhe am Stall.",
                    "en": "Keep your animals in. Bring no animals in or out. Wash hands and change shoes at the "
                    "stable.",
                    "de-easy": "Lassen Sie Ihre Tiere im Stall. Bringen Sie keine Tiere weg. Waschen Sie die Hände.",
                },
            ),
            TemplateZone(
                name="Überwachungszone",
                instruction={
                    "de": "Melden Sie kranke und tote Tiere dem Veterinäramt. Bringen Sie Tiere nur mit Genehmigung "
                    "weg.",
                    "en": "Report ill and dead animals to the veterinary office. Move animals with a permit only.",
                    "de-easy": "Ist ein Tier krank oder tot? Sagen Sie es dem Amt. Bringen Sie keine Tiere weg.",
                },
            ),
        ),
        texts={
            "de": TemplateText(
                event="Tierseuche",
                headline="Tierseuche in {places}: tote Tiere nicht anfassen, melden.",
                description="Betroffen: {tiere}. Für die Halter gelten besondere Regeln.",
                instruction="Fassen Sie tote oder kranke Tiere nicht an. Melden Sie sie dem Veterinäramt. Führen Sie "
                "Hunde an der Leine. Lassen Sie keine Essensreste liegen. Veterinäramt: {telefon}.",
            ),
            "en": TemplateText(
                event="Animal disease",
                headline="Animal disease in {places}: do not touch dead animals, report them.",
                description="Affected: {tiere}. Special rules hold for keepers.",
                instruction="Do not touch dead or ill animals. Report them to the veterinary office. Keep dogs on "
                "the lead. Leave no food behind. Veterinary office: {telefon}.",
            ),
            "de-easy": TemplateText(
                event="Kranke Tiere",
                headline="Kranke Tiere in {places}. Fassen Sie keine toten Tiere an.",
                description="Viele Tiere sind krank. Diese Tiere sind krank: {tiere}.",
                instruction="Fassen Sie keine toten Tiere an. Fassen Sie keine kranken Tiere an. Nehmen Sie Hunde an "
                "die Leine. Sagen Sie es dem Amt: {telefon}.",
            ),
        },
    ),
    Template(
        key="infektion",
        hazard="infektion",
        family=Family.HEALTH,
        category=Category.HEALTH,
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        response_types=(ResponseType.EXECUTE,),
        holds=timedelta(days=3),
        usual_km2=500,
        usual_leaves=10,
        fields=(_ILLNESS, fields.PHONE),
        texts={
            "de": TemplateText(
                event="Ansteckende Krankheit",
                headline="Ansteckende Krankheit in {places}: bei Anzeichen zu Hause bleiben, anrufen.",
                description="In {places} häuft sich eine ansteckende Krankheit: {krankheit}.",
                instruction="Bleiben Sie zu Hause, wenn Sie krank sind. Rufen Sie erst die Arztpraxis an, gehen Sie "
                "nicht unangemeldet hin. Waschen Sie oft die Hände. Prüfen Sie Ihre Impfungen. Gesundheitsamt: "
                "{telefon}.",
            ),
            "en": TemplateText(
                event="Contagious illness",
                headline="Contagious illness in {places}: if you feel ill, stay at home and call.",
                description="Many people in {places} have a contagious illness: {krankheit}.",
                instruction="Stay at home if you are ill. Call the doctor first, do not just go there. Wash your hands "
                "often. Check your vaccinations. Health office: {telefon}.",
            ),
            "de-easy": TemplateText(
                event="Krankheit, die ansteckt",
                headline="Krankheit, die ansteckt in {places}. Bleiben Sie zu Hause, wenn Sie krank sind.",
                description="Viele Menschen sind krank. Die Krankheit heißt: {krankheit}.",
                instruction="Sind Sie krank? Bleiben Sie zu Hause. Rufen Sie den Arzt an. Waschen Sie oft die Hände. "
                "Haben Sie Fragen? Rufen Sie an: {telefon}.",
            ),
        },
    ),
    Template(
        key="luft",
        hazard="luft",
        family=Family.HEALTH,
        category=Category.ENV,
        severity=Severity.MINOR,
        response_types=(ResponseType.AVOID,),
        holds=timedelta(hours=12),
        usual_km2=500,
        usual_leaves=15,
        fields=(fields.UNTIL,),
        texts={
            "de": TemplateText(
                event="Schlechte Luft",
                headline="Schlechte Luft in {places}: Anstrengung im Freien meiden, Fenster zu.",
                description="In der Luft ist mehr Schadstoff als erlaubt. Das hält voraussichtlich an bis {bis}.",
                instruction="Meiden Sie Anstrengung im Freien. Lüften Sie kurz oder gar nicht. Kinder, Alte und Kranke "
                "bleiben besser im Haus. Lassen Sie Auto und Kamin aus.",
            ),
            "en": TemplateText(
                event="Bad air",
                headline="Bad air in {places}: avoid effort outdoors, close windows.",
                description="There is more pollution in the air than allowed. It is expected to last until {bis}.",
                instruction="Avoid effort outdoors. Air rooms briefly or not at all. Children, old and ill people "
                "had better stay inside. Use neither car nor fireplace.",
            ),
            "de-easy": TemplateText(
                event="Schlechte Luft",
                headline="Schlechte Luft in {places}. Bleiben Sie im Haus.",
                description="Die Luft ist schmutzig.",
                instruction="Machen Sie keinen Sport draußen. Machen Sie die Fenster zu. Sind Sie krank? Bleiben Sie "
                "im Haus. Lassen Sie das Auto stehen.",
            ),
        },
    ),
)
