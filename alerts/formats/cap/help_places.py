"""A help place as the value of a CAP parameter."""

from __future__ import annotations

from alerts.domain.model.help_place import HelpPlace


def help_value(place: HelpPlace) -> str:
    """ "kind|name|address|hours|access|lat,lon", the position with five digits: about a metre."""
    spot = "" if place.lat is None or place.lon is None else f"{place.lat:.5f},{place.lon:.5f}"
    texts = (place.name, place.address, place.hours, place.access)
    return "|".join([place.kind.value, *(" ".join(text.split()).replace("|", "/") for text in texts), spot])
