"""From the rows of a file to districts with keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from alerts.domain.model.codes import Level
from alerts.domain.model.district import Population
from alerts.services.admin.options import Layer, Options, Row
from alerts.services.admin.refusals import OptionMissingError
from alerts.store.editions import NewDistrict
from geo.catalogue import Table
from geo.checks import Candidate
from geo.report import Finding, Weight
from geo.rings import polygonal


def layer_of_options(options: Options, table: Table) -> Layer:
    """How the columns of a file without a name read, as the person said. Raises OptionMissingError."""
    columns = tuple(table.rows[0]) if table.rows else ()
    required = {"--level": options.level, "--code-field": options.code_field, "--name-field": options.name_field}
    missing = [flag for flag, value in required.items() if value is None]
    named = (options.code_field, options.name_field, options.parent_field, options.population_field)
    wrong = [field for field in named if field is not None and table.rows and field not in columns]
    if options.level is not None and options.level not in set(Level):
        missing.append(f"--level ({', '.join(Level)})")
    if missing or wrong:
        raise OptionMissingError(options=", ".join([*missing, *wrong]), columns=", ".join(columns) or "—")
    return Layer(
        level=options.level or "",
        scheme=options.scheme or "ars",
        code=lambda row: _said(row, options.code_field),
        name=lambda row: _said(row, options.name_field),
        parent=lambda row: _parent(row, options),
        population=lambda row: _whole(row.get(options.population_field or "")),
        ars=lambda row: _own_ars(_said(row, options.code_field), options),
    )


def candidates(table: Table, layer: Layer) -> tuple[list[Candidate], list[Finding]]:
    """Every wanted row, its code not yet judged; and what was mended, for sources that are known to need it."""
    found, told = [], []
    wanted = [
        (number, row, shape)
        for number, (row, shape) in enumerate(zip(table.rows, table.shapes, strict=True), start=1)
        if layer.wanted(row)
    ]
    for number, row, shape in wanted:
        code = layer.code(row)
        if layer.mends and shape is not None and not shape.is_valid:
            told.append(_mended(code, shape))
            shape = polygonal(shapely.make_valid(shape, method="structure", keep_collapsed=False))
        found.append(
            Candidate(
                row=number,
                code=code,
                name=layer.name(row),
                parent=layer.parent(row) or None,
                shape=shape,
                population=layer.population(row),
            )
        )
    return found, told


def new_districts(
    checked: Iterable[Candidate], table: Table, layer: Layer, *, as_of: date, source: str
) -> list[NewDistrict]:
    """Checked candidates as districts; people with their date and source where the file has them."""
    return [
        NewDistrict(
            key=f"{layer.level}:{layer.scheme}:{one.code}",
            name=one.name,
            shape=one.shape,
            parent=one.parent,
            ars=layer.ars(table.rows[one.row - 1]) or None,
            population=None
            if one.population is None
            else Population(people=one.population, as_of=as_of, source=source, method="official"),
        )
        for one in checked
        if one.shape is not None
    ]


def _mended(code: str, shape: BaseGeometry) -> Finding:
    reason = shapely.is_valid_reason(shape)
    return Finding(
        kind="mended",
        where=code,
        de=f"bekannter Fehler der Quelle behoben ({reason})",
        en=f"known fault of the source mended ({reason})",
        weight=Weight.NOTE,
    )


def _said(row: Row, field: str | None) -> str:
    value = row.get(field or "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _whole(value: object) -> int | None:
    try:
        return None if value is None else int(float(str(value)))
    except (ValueError, OverflowError):
        return -1


def _parent(row: Row, options: Options) -> str | None:
    if options.parent_field is None:
        return options.parent
    code = _said(row, options.parent_field)
    if not code or ":" in code:
        return code or None
    return f"{options.parent_level or 'kreis'}:{options.scheme or 'ars'}:{code}"


def _own_ars(code: str, options: Options) -> str | None:
    """The code itself where it is one: 2, 5 or 12 digits of the scheme ``ars``."""
    is_ars = (options.scheme or "ars") == "ars" and code.isdigit() and len(code) in (2, 5, 12)
    return code.ljust(12, "0") if is_ars else None
