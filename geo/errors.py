"""The root of every refusal in Ortsruf, and the refusals of geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


class OrtsrufError(Exception):
    """Something was refused. The message says what, where, and what to do next.

    Subclasses set ``code`` (stable, for machines) and ``de`` / ``en`` (templates for people, filled from
    ``context``). ``place`` names the spot of the fault, for example ``ring 0, vertex 17 (13.4, 52.5)``.
    """

    code: ClassVar[str] = "refused"
    de: ClassVar[str] = "Das geht so nicht."
    en: ClassVar[str] = "This was refused."

    field: str | None = None
    """The part of a request that was refused (``geometry``, ``subtract``), where several could be; for machines."""

    def __init__(self, *, place: str | None = None, **context: Any) -> None:
        self.place = place
        self.context = context
        super().__init__(self.text("en"))

    def text(self, language: str = "de") -> str:
        """The message for a person, in German (default) or English, ending with the place if there is one."""
        template = self.en if language == "en" else self.de
        message = template.format(**self.context)
        return f"{message} ({self.place})" if self.place else message


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where in a shape a fault lies. Parts, rings and vertices count from 0; ring 0 is the outer one."""

    part: int | None = None
    ring: int | None = None
    vertex: int | None = None
    lon: float | None = None
    lat: float | None = None

    def text(self, language: str = "de") -> str:
        """For example ``ring 0, vertex 17 (13.4, 52.5)``, in German ``Ring 0, Punkt 17 (13.4, 52.5)``."""
        words = ("part", "ring", "vertex") if language == "en" else ("Teil", "Ring", "Punkt")
        numbers = (self.part, self.ring, self.vertex)
        said = ", ".join(f"{word} {number}" for word, number in zip(words, numbers, strict=True) if number is not None)
        if self.lon is None or self.lat is None:
            return said
        position = f"{_degrees(self.lon)}, {_degrees(self.lat)}"
        return f"{said} ({position})" if said else position


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e6 else f"{value:.6g}"


class ShapeRefusedError(OrtsrufError):
    """A geometry that a person sent was refused; it is never repaired. ``spot`` says where, if a place is known."""

    code = "shape-refused"
    de = "Die Fläche wurde abgelehnt."
    en = "The shape was refused."

    def __init__(self, spot: Spot | None = None, *, place: str | None = None, **context: Any) -> None:
        self.spot = spot
        super().__init__(place=place or (spot.text("en") if spot else None) or None, **context)

    def text(self, language: str = "de") -> str:
        """The message with the place of the fault, in German (default) or English."""
        message = (self.en if language == "en" else self.de).format(**self.context)
        place = self.spot.text(language) if self.spot else self.place
        return f"{message} ({place})" if place else message


class ShapeUnreadableError(ShapeRefusedError):
    """The text is no GeoJSON, WKT or CAP area at all."""

    code = "shape-unreadable"
    de = "Das ist als {format} nicht lesbar: {detail}."
    en = "This cannot be read as {format}: {detail}."


class ShapeKindError(ShapeRefusedError):
    """A point, a line or an unknown type where an area is needed."""

    code = "shape-kind"
    de = "Gebraucht wird eine Fläche (Polygon oder MultiPolygon), gekommen ist „{kind}“."
    en = "An area is needed (Polygon or MultiPolygon), but “{kind}” was sent."


class ShapeTooBigError(ShapeRefusedError):
    """More bytes, vertices, rings, parts or nesting than an alert can need; nothing of it was looked at."""

    code = "shape-too-big"
    de = "Zu groß: höchstens {limit} {what_de}, gekommen sind {found}. Vereinfachen Sie die Fläche."
    en = "Too big: at most {limit} {what_en}, but {found} were sent. Simplify the shape."


class TangledError(ShapeRefusedError):
    """So many long edges so close together that nobody could measure it in time; nothing was tried."""

    code = "shape-tangled"
    de = "Zu verschlungen: Hier liegen zu viele lange Kanten dicht nebeneinander. Zeichnen Sie die Fläche einfacher."
    en = "Too tangled: too many long edges lie close together here. Draw the shape more simply."


class OutlineTooLongError(ShapeRefusedError):
    """An outline that is longer than any district's, hundreds of times around what it encloses."""

    code = "shape-outline-too-long"
    de = "Der Rand der Fläche ist {found} km lang, höchstens {limit} km gehen. Zeichnen Sie die Fläche einfacher."
    en = "The outline is {found} km long, at most {limit} km are possible. Draw the shape more simply."


class TooSmallError(ShapeRefusedError):
    """An area in which nobody could stand."""

    code = "shape-too-small"
    de = "Die Fläche ist kleiner als {least} m². Zeichnen Sie sie größer oder setzen Sie einen Kreis."
    en = "The area is smaller than {least} m². Draw it larger or set a circle."


class NotFiniteError(ShapeRefusedError):
    """NaN, infinity, or a number too great to be one."""

    code = "shape-not-finite"
    de = "Eine Koordinate ist keine endliche Zahl. Prüfen Sie die Quelle."
    en = "A coordinate is not a finite number. Check the source."


class NotANumberError(ShapeRefusedError):
    """A position that is not a list of two numbers."""

    code = "shape-not-a-position"
    de = "Eine Position besteht aus zwei Zahlen, Länge und Breite."
    en = "A position consists of two numbers, longitude and latitude."


class ThreeDimensionsError(ShapeRefusedError):
    """Heights have no meaning in an alert's area."""

    code = "shape-3d"
    de = "Nur Länge und Breite, keine Höhen. Entfernen Sie die dritte Zahl."
    en = "Longitude and latitude only, no heights. Remove the third number."


class OutOfRangeError(ShapeRefusedError):
    """No such place on earth."""

    code = "shape-out-of-range"
    de = "Länge muss zwischen -180 und 180 liegen, Breite zwischen -90 und 90 (WGS 84, Grad)."
    en = "Longitude must lie between -180 and 180, latitude between -90 and 90 (WGS 84, degrees)."


class SwappedAxesError(ShapeRefusedError):
    """Latitude came first: German places read that way lie in the Gulf of Aden."""

    code = "shape-axes-swapped"
    de = "So gelesen liegt die Fläche im Golf von Aden: Länge und Breite sind vertauscht. Länge zuerst."
    en = "Read like this the shape lies in the Gulf of Aden: the axes are swapped. Longitude comes first."


class SwappedCapAxesError(SwappedAxesError):
    """CAP's order is latitude first; longitude came first."""

    code = "shape-axes-swapped"
    de = "So gelesen liegt die Fläche im Golf von Aden: Die Achsen sind vertauscht. In CAP kommt die Breite zuerst."
    en = "Read like this the shape lies in the Gulf of Aden: the axes are swapped. In CAP latitude comes first."


class AntimeridianError(ShapeRefusedError):
    """Wider than half the globe: read naively it would cover Germany by accident."""

    code = "shape-antimeridian"
    de = "Die Fläche überspannt den 180. Längengrad oder mehr als den halben Globus."
    en = "The shape crosses the antimeridian or spans more than half the globe."


class FarAwayError(ShapeRefusedError):
    """Nowhere near Germany."""

    code = "shape-far-away"
    de = "Die Fläche liegt nicht in oder bei Deutschland."
    en = "The shape does not lie in or near Germany."


class EmptyShapeError(ShapeRefusedError):
    """No area: nothing was drawn, or nothing is left after cutting."""

    code = "shape-empty"
    de = "Die Fläche ist leer. Zeichnen oder wählen Sie ein Gebiet."
    en = "The area is empty. Draw or pick one."


class RingNotClosedError(ShapeRefusedError):
    """First and last vertex differ."""

    code = "shape-ring-not-closed"
    de = "Der Ring ist nicht geschlossen: Der letzte Punkt muss der erste sein."
    en = "The ring is not closed: its last vertex must be its first."


class RingTooShortError(ShapeRefusedError):
    """Fewer than four positions make no area."""

    code = "shape-ring-too-short"
    de = "Ein Ring braucht mindestens vier Positionen, die letzte gleich der ersten."
    en = "A ring needs at least four positions, the last equal to the first."


class SelfIntersectionError(ShapeRefusedError):
    """A ring crosses or touches itself (a bow tie), or two rings cross."""

    code = "shape-self-intersection"
    de = "Die Linie kreuzt sich. Verschieben Sie den Punkt dort."
    en = "The line crosses itself. Move the vertex there."


class HoleOutsideError(ShapeRefusedError):
    """A hole lies outside its outer ring, or within another hole."""

    code = "shape-hole-outside"
    de = "Ein Loch liegt außerhalb seiner Fläche oder in einem anderen Loch."
    en = "A hole lies outside its area or within another hole."


class PartsOverlapError(ShapeRefusedError):
    """Two parts of a MultiPolygon overlap."""

    code = "shape-parts-overlap"
    de = "Zwei Teile der Fläche liegen übereinander. Zeichnen Sie sie als einen."
    en = "Two parts of the area overlap. Draw them as one."


class InvalidShapeError(ShapeRefusedError):
    """Any other way in which a shape breaks the rules of simple features."""

    code = "shape-invalid"
    de = "Die Fläche ist ungültig: {detail}."
    en = "The shape is invalid: {detail}."


class CoordinateSystemError(ShapeRefusedError):
    """A GeoJSON that names another coordinate system than WGS 84."""

    code = "shape-crs"
    de = "Nur WGS 84 (EPSG:4326, Länge und Breite in Grad), gekommen ist „{found}“."
    en = "WGS 84 only (EPSG:4326, longitude and latitude in degrees), but “{found}” was sent."


class RadiusError(ShapeRefusedError):
    """A circle so small or so large that it cannot be meant."""

    code = "shape-radius"
    de = "Der Radius muss zwischen {least} m und {most} km liegen."
    en = "The radius must lie between {least} m and {most} km."
