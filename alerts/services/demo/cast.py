"""Who and what the demo holds, as plain data. Follower figures are invented; places and codes are real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alerts.domain.model.codes import ChannelKind, Role

WHATSAPP, MANUAL = ChannelKind.WHATSAPP, ChannelKind.WHATSAPP_MANUAL
TELEGRAM, EMAIL, WEBHOOK = ChannelKind.TELEGRAM, ChannelKind.EMAIL, ChannelKind.WEBHOOK


@dataclass(frozen=True, kw_only=True)
class CastChannel:
    """A channel by the name of the place it serves; ``place`` empty means the whole authority."""

    place: str
    kind: ChannelKind
    followers: int
    language: str = "de"
    label: str = ""
    alone: bool = False
    """The place is marked "carries alone"."""
    standby: str = ""
    """Name of the channel that takes over where this one fails: one that would stay silent otherwise."""


@dataclass(frozen=True, kw_only=True)
class CastOffice:
    """An office and the places whose channels it runs."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CastPerson:
    """A person of the demo; the login is ``slug.suffix``."""

    suffix: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class CastAuthority:
    """An authority with all that hangs on it. ``jurisdiction`` holds district keys."""

    slug: str
    name: str
    short_name: str
    alerting_level: str
    jurisdiction: tuple[str, ...]
    hotline: tuple[str, str]
    offices: tuple[CastOffice, ...] = ()
    channels: tuple[CastChannel, ...] = ()
    people: tuple[CastPerson, ...] = field(default_factory=tuple)
    whole_districts_only: bool = False


def staff(desk: str, office: str, office_unit: str) -> tuple[CastPerson, ...]:
    """The five people every demo authority has: two shifts, an office, an analyst, an administrator."""
    release = (Role.OPERATOR, Role.APPROVER)
    return (
        CastPerson(suffix="a", name="Schicht A", unit=desk, roles=release),
        CastPerson(suffix="b", name="Schicht B", unit=desk, roles=release),
        CastPerson(suffix="buero", name="Pressestelle", unit=office_unit, roles=(Role.OFFICE,), office=office),
        CastPerson(suffix="analyse", name="Statistik", unit="Auswertung", roles=(Role.ANALYST,)),
        CastPerson(suffix="admin", name="Verwaltung", unit="IT", roles=(Role.ADMINISTRATOR, Role.AUDITOR)),
    )


def _whatsapp(standby: str, followers: Mapping[str, int]) -> tuple[CastChannel, ...]:
    return tuple(
        CastChannel(place=place, kind=WHATSAPP, followers=count, standby=standby) for place, count in followers.items()
    )


BEZIRK_BY_HAND = "WhatsApp Bezirk Mitte"
"""Posted by a person with a phone, so that it works where the gateway or both numbers are blocked."""
OPR_BY_MAIL, HELMSTEDT_BY_MAIL = "E-Mail Landkreis OPR", "E-Mail Landkreis Helmstedt"
"""Another gateway than WhatsApp's, and silent while the Gemeinde's own channel works."""

MITTE = CastAuthority(
    slug="mitte",
    name="Bezirksamt Mitte von Berlin",
    short_name="Bezirk Mitte",
    alerting_level="ortsteil",
    jurisdiction=("bezirk:berlin:01",),
    hotline=("030 23125 110", "Mo bis Fr 8 bis 18 Uhr"),
    offices=(
        CastOffice(name="Stadtteilbüro Moabit", places=("Moabit", "Hansaviertel")),
        CastOffice(name="Stadtteilbüro Wedding", places=("Wedding", "Gesundbrunnen")),
        CastOffice(name="Stadtteilbüro Mitte", places=("Mitte", "Tiergarten")),
    ),
    channels=(
        CastChannel(place="", kind=MANUAL, followers=4310, standby="E-Mail Moabit"),
        CastChannel(place="Moabit", kind=WHATSAPP, followers=8420, alone=True, standby=BEZIRK_BY_HAND),
        CastChannel(place="Moabit", kind=TELEGRAM, followers=1960),
        CastChannel(place="Moabit", kind=TELEGRAM, followers=2120, language="tr", label="auf Türkisch"),
        CastChannel(place="Moabit", kind=EMAIL, followers=1130),
        CastChannel(place="Moabit", kind=WEBHOOK, followers=0, label="Stadtbildschirme"),
        CastChannel(place="Tiergarten", kind=WHATSAPP, followers=2980, standby=BEZIRK_BY_HAND),
        CastChannel(place="Tiergarten", kind=TELEGRAM, followers=740),
        CastChannel(place="Tiergarten", kind=EMAIL, followers=400),
        CastChannel(place="Wedding", kind=WHATSAPP, followers=9740, standby=BEZIRK_BY_HAND),
        CastChannel(place="Wedding", kind=TELEGRAM, followers=2310),
        CastChannel(place="Wedding", kind=TELEGRAM, followers=1890, language="ar", label="auf Arabisch"),
        CastChannel(place="Wedding", kind=EMAIL, followers=2360),
        CastChannel(place="Mitte", kind=WHATSAPP, followers=6120, standby=BEZIRK_BY_HAND),
        CastChannel(place="Mitte", kind=TELEGRAM, followers=1450),
        CastChannel(place="Mitte", kind=TELEGRAM, followers=880, language="en", label="auf Englisch"),
        CastChannel(place="Mitte", kind=EMAIL, followers=1420),
        CastChannel(place="Gesundbrunnen", kind=WHATSAPP, followers=7010, standby=BEZIRK_BY_HAND),
        CastChannel(place="Gesundbrunnen", kind=TELEGRAM, followers=1700),
        CastChannel(place="Gesundbrunnen", kind=TELEGRAM, followers=1260, language="tr", label="auf Türkisch"),
        CastChannel(place="Gesundbrunnen", kind=EMAIL, followers=1360),
    ),
    people=staff("Lagezentrum", "Stadtteilbüro Moabit", "Stadtteilbüro Moabit"),
)

STUTTGART = CastAuthority(
    slug="stuttgart",
    name="Polizeipräsidium Stuttgart",
    short_name="Polizei Stuttgart",
    alerting_level="gemeinde",
    jurisdiction=("kreis:ars:08111",),
    hotline=("0711 8990 0", "rund um die Uhr"),
    offices=(CastOffice(name="Stabsstelle Öffentlichkeitsarbeit", places=("Stuttgart",)),),
    channels=(
        CastChannel(place="Stuttgart", kind=WHATSAPP, followers=61200, alone=True),
        CastChannel(place="Stuttgart", kind=TELEGRAM, followers=7300),
        CastChannel(place="Stuttgart", kind=EMAIL, followers=2100),
    ),
    people=staff("Führungs- und Lagezentrum", "Stabsstelle Öffentlichkeitsarbeit", "Öffentlichkeitsarbeit"),
    whole_districts_only=True,
)

OPR = CastAuthority(
    slug="opr",
    name="Landkreis Ostprignitz-Ruppin",
    short_name="Landkreis OPR",
    alerting_level="gemeinde",
    jurisdiction=("kreis:ars:12068",),
    hotline=("03391 688 0", "Mo bis Fr 8 bis 16 Uhr"),
    offices=(
        CastOffice(name="Amt Temnitz", places=("Dabergotz", "Märkisch Linden", "Storbeck-Frankendorf", "Walsleben")),
        CastOffice(name="Stadt Neuruppin", places=("Neuruppin",)),
    ),
    channels=(
        CastChannel(place="", kind=WHATSAPP, followers=3980),
        CastChannel(place="", kind=EMAIL, followers=640),
        CastChannel(place="Neuruppin", kind=TELEGRAM, followers=870),
        CastChannel(place="Wusterhausen/Dosse", kind=TELEGRAM, followers=80),
        *_whatsapp(
            OPR_BY_MAIL,
            {
                "Neuruppin": 6120,
                "Wittstock/Dosse": 2450,
                "Kyritz": 1770,
                "Rheinsberg": 910,
                "Fehrbellin": 840,
                "Wusterhausen/Dosse": 480,
                "Neustadt (Dosse)": 290,
                "Lindow (Mark)": 490,
                "Dabergotz": 96,
                "Märkisch Linden": 130,
                "Walsleben": 104,
                "Storbeck-Frankendorf": 31,
                "Temnitzquell": 24,
                "Temnitztal": 102,
                "Herzberg (Mark)": 71,
                "Rüthnick": 37,
                "Vielitzsee": 58,
            },
        ),
    ),
    people=staff("Leitstelle", "Amt Temnitz", "Amt Temnitz"),
)

HELMSTEDT = CastAuthority(
    slug="helmstedt",
    name="Landkreis Helmstedt",
    short_name="Landkreis Helmstedt",
    alerting_level="gemeinde",
    jurisdiction=("kreis:ars:03154",),
    hotline=("05351 121 0", "Mo bis Fr 8 bis 16 Uhr"),
    offices=(CastOffice(name="Stadt Königslutter", places=("Königslutter am Elm",)),),
    channels=(
        CastChannel(place="", kind=WHATSAPP, followers=4120),
        CastChannel(place="", kind=EMAIL, followers=310),
        *_whatsapp(
            HELMSTEDT_BY_MAIL,
            {"Helmstedt": 1830, "Königslutter am Elm": 940, "Schöningen": 760, "Lehre": 520},
        ),
    ),
    people=staff("Leitstelle", "Stadt Königslutter", "Stadt Königslutter"),
)

AUTHORITIES = (MITTE, STUTTGART, OPR, HELMSTEDT)
