"""Fields that several templates ask for."""

from __future__ import annotations

from alerts.domain.templates.template import Choice, Field, FieldKind


def _choice(key: str, german: str, english: str) -> Choice:
    return Choice(key=key, names={"de": german, "en": english})


def required(field: Field) -> Field:
    """The same field, but without it nothing is submitted."""
    return Field(
        key=field.key,
        labels=field.labels,
        kind=field.kind,
        required=True,
        example=field.example,
        longest=field.longest,
        choices=field.choices,
    )


SPOT = Field(
    key="ort",
    labels={"de": "Wo genau", "en": "Where exactly"},
    kind=FieldKind.ADDRESS,
    example="Turmstraße 21",
    longest=60,
)
SHELTER = Field(
    key="betreuungsstelle",
    labels={"de": "Betreuungsstelle", "en": "Shelter"},
    kind=FieldKind.ADDRESS,
    example="Rathaus Wedding, Müllerstraße 146",
)
HELP_POINT = Field(
    key="anlaufstelle",
    labels={"de": "Anlaufstelle", "en": "Help point"},
    kind=FieldKind.ADDRESS,
    example="Feuerwache Moabit, Jagowstraße 31",
)
WATER_POINT = Field(
    key="wasserstelle",
    labels={"de": "Wasserausgabe", "en": "Water point"},
    kind=FieldKind.ADDRESS,
    example="Marktplatz, vor dem Rathaus",
)
LEAVE_BY = Field(
    key="verlassen_bis",
    labels={"de": "Verlassen bis", "en": "Leave by"},
    kind=FieldKind.TIME,
    required=True,
    example="16:00",
)
FROM = Field(key="von", labels={"de": "Ab", "en": "From"}, kind=FieldKind.TIME, example="18:00")
UNTIL = Field(
    key="bis", labels={"de": "Voraussichtlich bis", "en": "Expected until"}, kind=FieldKind.TIME, example="22:00"
)
DAY = Field(key="tag", labels={"de": "Datum", "en": "Date"}, example="5.12.", longest=30)
STREET = Field(
    key="strasse",
    labels={"de": "Straße, Abschnitt", "en": "Road, section"},
    kind=FieldKind.ADDRESS,
    required=True,
    example="Müllerstraße ab Seestraße",
    longest=60,
)
PHONE = Field(
    key="telefon", labels={"de": "Telefon", "en": "Phone"}, kind=FieldKind.PHONE, example="030 901820", longest=30
)
WIND = Field(
    key="richtung",
    labels={"de": "Rauch oder Stoff zieht nach", "en": "Drifts towards"},
    kind=FieldKind.CHOICE,
    example="ost",
    choices=(
        _choice("nord", "Norden", "the north"),
        _choice("nordost", "Nordosten", "the north-east"),
        _choice("ost", "Osten", "the east"),
        _choice("suedost", "Südosten", "the south-east"),
        _choice("sued", "Süden", "the south"),
        _choice("suedwest", "Südwesten", "the south-west"),
        _choice("west", "Westen", "the west"),
        _choice("nordwest", "Nordwesten", "the north-west"),
    ),
)
