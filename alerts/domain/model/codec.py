"""Content, plans and area requests as JSON and back: strict, complete, and never silently repaired.

Times are ISO 8601 with an offset, UUIDs and code values are strings, tuples are lists, dates are YYYY-MM-DD. A
field that is not known, not of its type, or missing without a default is a fault that names its place
(``infos[0].headline``); all faults come in one ``InvalidError``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, get_origin
from uuid import UUID

import cattrs
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_mapping_structure_fn

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, Content
from alerts.domain.model.foreign import ForeignMessage
from alerts.domain.model.frozen import Frozen
from alerts.domain.model.plan import Plan
from alerts.domain.model.saved_area import SavedContent

T = TypeVar("T")

DEPTH = 40
"""Deepest nesting of a document; GeoJSON needs 8."""

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Times beyond cannot be meant, and the ends of the calendar cannot be moved between time zones."""

MOST_MINUTES = 366 * 24 * 60
"""Longest span of time, a year: no alert and no template means more."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class _WrongTypeError(ValueError):
    """A value is not what its place wants; says so in both languages."""

    def __init__(self, de: str, en: str) -> None:
        self.de, self.en = de, en
        super().__init__(en)


def content_to_json(content: Content) -> dict[str, Any]:
    """A content as a JSON object; every field is there, defaults included."""
    return _written(content)


def content_from_json(data: object) -> Content:
    """A content from a JSON object; fields left out take their defaults. Raises InvalidError."""
    return _read(data, Content)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as a JSON object."""
    return _written(plan)


def plan_from_json(data: object) -> Plan:
    """A plan from a JSON object. Raises InvalidError."""
    return _read(data, Plan)


def area_to_json(area: AreaRequest) -> dict[str, Any]:
    """An area request as a JSON object."""
    return _written(area)


def area_from_json(data: object) -> AreaRequest:
    """An area request from a JSON object. Raises InvalidError; the geometry itself is judged by ``geo.parse``."""
    return _read(data, AreaRequest)


def saved_to_json(saved: SavedContent) -> dict[str, Any]:
    """A saved area's content as a JSON object."""
    return _written(saved)


def saved_from_json(data: object) -> SavedContent:
    """A saved area's content from a JSON object. Raises InvalidError."""
    return _read(data, SavedContent)


def foreign_to_json(message: ForeignMessage) -> dict[str, Any]:
    """A foreign message as a JSON object."""
    return _written(message)


def foreign_from_json(data: object) -> ForeignMessage:
    """A foreign message from a JSON object. Raises InvalidError."""
    return _read(data, ForeignMessage)


def noun_to_json(value: object) -> dict[str, Any]:
    """A dataclass of a higher room as a JSON object; spans of time are whole minutes."""
    return _written(value)


def noun_from_json(data: object, kind: type[T]) -> T:
    """A dataclass of a higher room from a JSON object. Raises InvalidError."""
    return _read(data, kind)


def frozen_to_json(frozen: Frozen) -> dict[str, Any]:
    """A frozen version as a JSON object."""
    return _written(frozen)


def frozen_from_json(data: object) -> Frozen:
    """A frozen version from a JSON object. Raises InvalidError."""
    return _read(data, Frozen)


def _written(value: object) -> dict[str, Any]:
    written: dict[str, Any] = _CONVERTER.unstructure(value)
    return written


def _read(data: object, kind: type[T]) -> T:
    unfit = tuple(_unfit_places(data))
    if unfit:
        raise InvalidError(unfit)
    try:
        return _CONVERTER.structure(data, kind)
    except BaseValidationError as error:
        raise InvalidError(tuple(_faults(error, ""))) from error
    except _WrongTypeError as error:
        raise InvalidError((Fault(place="$", de=error.de, en=error.en),)) from error


def _unfit_places(data: object, place: str = "", depth: int = 0) -> Iterator[Fault]:
    """What no field may hold: control characters, half characters, numbers that are none, bottomless nesting."""
    if depth > DEPTH:
        yield Fault(place=place, de=f"tiefer als {DEPTH} Ebenen verschachtelt", en=f"nested deeper than {DEPTH} levels")
    elif isinstance(data, str):
        if _UNFIT.search(data):
            yield Fault(place=place or "$", de="Steuerzeichen entfernen", en="remove control characters")
    elif isinstance(data, float) and not math.isfinite(data):
        yield Fault(place=place or "$", de="eine endliche Zahl angeben", en="give a finite number")
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _unfit_places(key, f"{place}.(key)".lstrip("."), depth + 1)
            yield from _unfit_places(value, f"{place}.{key}".lstrip("."), depth + 1)
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _unfit_places(value, f"{place}[{number}]", depth + 1)


def _faults(error: BaseException, place: str) -> Iterator[Fault]:
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, place + _step(inner, first=not place))
    elif isinstance(error, ForbiddenExtraKeysError):
        for name in sorted(map(str, error.extra_fields)):
            yield Fault(place=_join(place, name), de="unbekanntes Feld, bitte entfernen", en="unknown field, remove it")
    elif isinstance(error, KeyError):
        name = str(error.args[0])
        missing = place if place.split(".")[-1] == name else _join(place, name)
        yield Fault(place=missing, de="fehlt", en="is missing")
    elif isinstance(error, _WrongTypeError):
        yield Fault(place=place or "$", de=error.de, en=error.en)
    else:
        yield Fault(place=place or "$", de="anders angeben: " + str(error), en="give it differently: " + str(error))


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _step(error: BaseException, *, first: bool) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return note.name if first else f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]" if isinstance(note.index, int) else (f".{note.index}" if not first else note.index)
    return ""


def _exactly(wanted: type, de: str, en: str) -> Callable[[object, object], Any]:
    """A hook that takes values of one type and no other, so that nothing is turned into something else."""

    def hook(value: object, _: object) -> Any:
        if type(value) is not wanted:
            raise _WrongTypeError(de, en)
        return value

    return hook


def _number(value: object, _: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongTypeError("eine Zahl angeben", "give a number")
    try:
        return float(value)
    except OverflowError:
        raise _WrongTypeError("eine kleinere Zahl angeben", "give a smaller number") from None


def _moment(value: object, _: object) -> datetime:
    parsed = _parsed(value, datetime.fromisoformat)
    if parsed is None or parsed.utcoffset() is None:
        raise _WrongTypeError(
            "eine Zeit mit Zeitzone angeben, etwa 2026-11-24T20:00:00+01:00",
            "give a time with its offset, like 2026-11-24T20:00:00+01:00",
        )
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise _WrongTypeError(
            f"ein Jahr von {FIRST_YEAR} bis {LAST_YEAR} angeben", f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return parsed


def _minutes(value: object, _: object) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MINUTES:
        raise _WrongTypeError(
            f"ganze Minuten von 0 bis {MOST_MINUTES} angeben", f"give whole minutes from 0 to {MOST_MINUTES}"
        )
    return timedelta(minutes=value)


def _day(value: object, _: object) -> date:
    parsed = _parsed(value, date.fromisoformat)
    if parsed is None:
        raise _WrongTypeError("ein Datum angeben, etwa 2026-11-24", "give a date like 2026-11-24")
    return parsed


def _uuid(value: object, _: object) -> UUID:
    parsed = _parsed(value, UUID)
    if parsed is None:
        raise _WrongTypeError("eine UUID angeben", "give a UUID")
    return parsed


def _parsed(value: object, parse: Callable[[str], T]) -> T | None:
    if not isinstance(value, str):
        return None
    try:
        return parse(value)
    except ValueError:
        return None


def _code(value: object, kind: type[StrEnum]) -> StrEnum:
    allowed = [member.value for member in kind]
    if not isinstance(value, str) or value not in allowed:
        listed = ", ".join(allowed)
        raise _WrongTypeError(f"eins davon angeben: {listed}", f"give one of: {listed}")
    return kind(value)


def _only(wanted: type | tuple[type, ...], de: str, en: str, inner: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """A hook that looks at the container's type before anything inside it is read."""

    def hook(value: object, kind: Any) -> Any:
        if not isinstance(value, wanted):
            raise _WrongTypeError(de, en)
        return inner(value, kind)

    return hook


def _tuples(kind: Any, converter: cattrs.BaseConverter) -> Callable[[Any, Any], Any]:
    inner = homogenous_tuple_structure_factory(kind, converter)
    return _only((list, tuple), "eine Liste angeben", "give a list", inner)


def _mappings(kind: Any, converter: cattrs.BaseConverter) -> Callable[[Any, Any], Any]:
    inner = make_mapping_structure_fn(kind, converter, detailed_validation=True)
    return _only(dict, "ein JSON-Objekt angeben", "give a JSON object", inner)


def _nouns(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True)
    return _only(dict, "ein JSON-Objekt angeben", "give a JSON object", inner)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _exactly(str, "einen Text angeben", "give a text"))
    converter.register_structure_hook(bool, _exactly(bool, "true oder false angeben", "give true or false"))
    converter.register_structure_hook(int, _exactly(int, "eine ganze Zahl angeben", "give a whole number"))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook(timedelta, _minutes)
    converter.register_structure_hook(UUID, _uuid)
    converter.register_structure_hook(StrEnum, _code)
    converter.register_structure_hook_factory(_is_tuple, _tuples)
    converter.register_structure_hook_factory(_is_mapping, _mappings)
    converter.register_structure_hook_factory(is_dataclass, _nouns)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(timedelta, lambda span: int(span.total_seconds() // 60))
    converter.register_unstructure_hook(UUID, str)
    converter.register_unstructure_hook_func(_is_tuple, _listed)
    return converter


def _is_tuple(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is tuple


def _is_mapping(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is dict


def _listed(value: tuple[object, ...]) -> list[object]:
    return [_CONVERTER.unstructure(item) for item in value]


_CONVERTER = _converter()
