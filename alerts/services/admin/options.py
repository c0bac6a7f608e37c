"""How a district file is to be understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person who loads says; None leaves it to the named source, or to the file.

    ``parent`` is one key for all districts, ``parent_field`` a column with the parent's code or key.
    """

    file: Path | None = None
    layer: str | None = None
    crs: str | None = None
    level: str | None = None
    scheme: str | None = None
    code_field: str | None = None
    name_field: str | None = None
    parent_field: str | None = None
    parent_level: str | None = None
    parent: str | None = None
    population_field: str | None = None
    population_as_of: date | None = None
    edition: str | None = None
    valid_from: date | None = None
    scope: str | None = None
    expected: int | None = None
    licence: str | None = None
    credit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of a source, and how its rows become districts. Functions return "" or None for what a row lacks."""

    level: str
    scheme: str
    code: Callable[[Row], str]
    name: Callable[[Row], str]
    parent: Callable[[Row], str | None]
    population: Callable[[Row], int | None] = lambda row: None
    ars: Callable[[Row], str | None] = lambda row: None
    wanted: Callable[[Row], bool] = lambda row: True
    layer: str | None = None
    """End of the layer's name in the file."""
    address: str = ""
    """Where the official file lies; for a package its name and version."""
    member: str = ""
    """The file within a package."""
    expected: int | None = None
    mends: bool = False
    """The source is known to have a few crossing rings and is fixed in that state: they are mended, and told."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A named source: the same districts for everybody who loads it."""

    name: str
    edition: str
    scope: str
    valid_from: date | None
    licence: str
    credit: str
    layers: tuple[Layer, ...]
    population_as_of: date | None = None
