"""What help places must hold before an alert may be submitted: whoever goes there has to find something."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from alerts.domain import limits
from alerts.domain.errors import Fault
from alerts.domain.model.alert import Content
from alerts.domain.model.help_place import HelpPlace
from alerts.domain.model.tokens import OPEN

_TO_FILL_IN = re.compile(r"\[[^\]\n]+\]|\{\w+\}")
_TEXTS = ("name", "address", "hours", "access")


def help_faults(content: Content) -> Iterator[Fault]:
    """Everything that the help places lack or get wrong, by their places: ``help_places[0].lat``."""
    if len(content.help_places) > limits.HELP_PLACES:
        yield Fault(
            place="help_places",
            de=f"höchstens {limits.HELP_PLACES} Hilfsorte",
            en=f"at most {limits.HELP_PLACES} help places",
        )
    for number, one in enumerate(content.help_places):
        place = f"help_places[{number}]"
        yield from _text_faults(place, one)
        yield from _position_faults(place, one)


def _text_faults(place: str, one: HelpPlace) -> Iterator[Fault]:
    if not one.name.strip():
        yield Fault(place=f"{place}.name", de="den Hilfsort benennen", en="name the help place")
    if not one.address.strip() and one.lat is None:
        yield Fault(
            place=f"{place}.address",
            de="sagen, wo er ist: Adresse oder Punkt auf der Karte",
            en="say where it is: an address, or a point on the map",
        )
    for name in _TEXTS:
        text: str = getattr(one, name)
        most = limits.HELP_NAME if name == "name" else limits.HELP_WORDS
        if (length := limits.measure(text)) > most:
            yield Fault(
                place=f"{place}.{name}",
                de=f"{length} Zeichen; auf {most} kürzen",
                en=f"{length} characters; shorten to {most}",
            )
        if OPEN in text:
            yield Fault(place=f"{place}.{name}", de=f"die Punkte „{OPEN}“ entfernen", en=f"remove the dots “{OPEN}”")
        for mark in dict.fromkeys(_TO_FILL_IN.findall(text)):
            yield Fault(place=f"{place}.{name}", de=f"„{mark}“ ausfüllen", en=f"fill in “{mark}”")


def _position_faults(place: str, one: HelpPlace) -> Iterator[Fault]:
    if (one.lat is None) != (one.lon is None):
        missing = "lat" if one.lat is None else "lon"
        yield Fault(
            place=f"{place}.{missing}",
            de="Breite und Länge angeben oder keins von beiden",
            en="give latitude and longitude, or neither",
        )
    for name, value, most in (("lat", one.lat, 90.0), ("lon", one.lon, 180.0)):
        if value is not None and not (math.isfinite(value) and abs(value) <= most):
            yield Fault(
                place=f"{place}.{name}",
                de=f"eine Zahl von -{most:.0f} bis {most:.0f} angeben",
                en=f"give a number from -{most:.0f} to {most:.0f}",
            )
