"""Loading districts: fetch, read, check, count, store; all of it or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alerts.services.admin.counting import with_people
from alerts.services.admin.fetching import fetched, unpacked
from alerts.services.admin.mapping import candidates, layer_of_options, new_districts
from alerts.services.admin.options import Layer, Options, Source
from alerts.services.admin.refusals import DistrictsRefusedError, EditionTakenError
from alerts.services.admin.sources import NAMED
from alerts.store import editions
from alerts.store.editions import Edition, InForce, NewDistrict
from alerts.store.ground import settle
from alerts.store.session import Session, database_now
from geo import catalogue
from geo.catalogue import Table
from geo.checks import Candidate, Parent, check
from geo.report import Report, report

Progress = Callable[[str], None]
"""Told the step that begins: fetch, read, check, people, store, settle, with the layer's level."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What one layer came to. ``stored`` is False for a trial, or where the same file had been loaded before."""

    edition: Edition
    districts: int
    people: int
    yielded: int
    """Districts left to an authority's own, narrower layer."""
    crs: str
    report: Report
    stored: bool


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A layer read and checked, ready to be stored."""

    layer: Layer
    table: Table
    checked: tuple[Candidate, ...]
    report: Report


def load(
    session: Session,
    what: str | Path,
    options: Options | None = None,
    progress: Progress = lambda step: None,
    *,
    trial: bool = False,
) -> tuple[Loaded, ...]:
    """Load a named source, or a file with options; a layer each, parents first. ``trial`` only checks.

    Raises DistrictsRefusedError with every fault (nothing is stored then), EditionTakenError, OptionMissingError,
    SourceUnreachableError, FileUnreadableError.
    """
    chosen = options or Options()
    source = NAMED.get(str(what))
    file = chosen.file if source is not None else Path(what)
    with tempfile.TemporaryDirectory(prefix="ortsruf-") as folder:
        if source is None:
            layers: Sequence[Layer | None] = (None,)
        else:
            layers = source.layers if chosen.layer is None else _only(source, chosen.layer)
        loaded = tuple(
            _load_layer(session, source, layer, file, chosen, progress, Path(folder), trial=trial) for layer in layers
        )
    if any(one.stored for one in loaded):
        progress("settle")
        settle(session)
    return loaded


def _only(source: Source, wanted: str) -> Sequence[Layer]:
    return [layer for layer in source.layers if wanted in (layer.level, layer.layer)] or source.layers


def _load_layer(
    session: Session,
    source: Source | None,
    layer: Layer | None,
    file: Path | None,
    options: Options,
    progress: Progress,
    folder: Path,
    *,
    trial: bool,
) -> Loaded:
    level = layer.level if layer else options.level or ""
    read = _read_and_check(session, layer, file, options, lambda step: progress(f"{step} {level}"), folder)
    if read.report.faults:
        raise DistrictsRefusedError(read.report)
    edition = _edition(session, source, read.layer, options, read.table.sha256)
    known = editions.known_checksum(session, edition)
    if known not in (None, edition.sha256):
        raise EditionTakenError(edition=edition.name)
    progress(f"people {level}")
    districts = _counted(session, read, source, options, edition)
    yielded = editions.left_to_narrower(session, edition, districts)
    stores = known is None and not trial
    if stores:
        progress(f"store {level}")
        editions.load(session, edition, districts, yielded=yielded)
    return Loaded(
        edition=edition,
        districts=len(districts),
        people=sum(one.population.people for one in districts if one.population),
        yielded=len(yielded),
        crs=read.table.crs,
        report=read.report,
        stored=stores,
    )


def _read_and_check(
    session: Session, layer: Layer | None, file: Path | None, options: Options, progress: Progress, folder: Path
) -> _Read:
    path = file
    if layer is not None:
        progress("fetch")
        path = fetched(layer, folder) if file is None else unpacked(file, layer, folder)
    if path is None:
        raise ValueError("a file without a name needs a path")
    progress("read")
    table = catalogue.read(path, layer=(layer.layer if layer else None) or options.layer, crs=options.crs)
    understood = layer or layer_of_options(options, table)
    found, mended = candidates(table, understood)
    found = _to_successors(session, found)
    progress("check")
    parents = editions.in_force(session, {one.parent for one in found if one.parent})
    shapes = {key: Parent(name=one.name, shape=one.shape) for key, one in parents.items()}
    expected = options.expected if options.expected is not None else understood.expected
    checked = check(found, parents=shapes, expected=expected)
    return _Read(
        layer=understood,
        table=replace(table, sha256=catalogue.checksum(file) if file else table.sha256),
        checked=tuple(found),
        report=report([*checked.findings, *mended]),
    )


def _to_successors(session: Session, found: list[Candidate]) -> list[Candidate]:
    """Parents that have merged away are replaced by what took their place."""
    today = editions.successors(session, {one.parent for one in found if one.parent})
    return [replace(one, parent=today.get(one.parent, one.parent)) if one.parent else one for one in found]


def _edition(session: Session, source: Source | None, layer: Layer, options: Options, sha256: str) -> Edition:
    since = options.valid_from or (source.valid_from if source else None) or database_now(session).date()
    return Edition(
        level=layer.level,
        scheme=layer.scheme,
        name=options.edition or (source.edition if source else "") or since.isoformat(),
        scope=options.scope or (source.scope if source else None) or options.parent or "de",
        valid_from=since,
        source=_origin(source, layer, options),
        licence=options.licence or (source.licence if source else ""),
        credit=options.credit or (source.credit if source else ""),
        sha256=sha256,
    )


def _origin(source: Source | None, layer: Layer, options: Options) -> str:
    if source is None:
        return options.credit or "file"
    return f"{source.name} ({layer.address})" if options.file is None else f"{source.name} ({options.file.name})"


def _counted(
    session: Session, read: _Read, source: Source | None, options: Options, edition: Edition
) -> list[NewDistrict]:
    as_of: date = options.population_as_of or (source.population_as_of if source else None) or edition.valid_from
    districts = new_districts(read.checked, read.table, read.layer, as_of=as_of, source=edition.source)
    if all(one.population for one in districts):
        return districts
    before: dict[str, InForce] = editions.in_force(session, {one.key for one in districts})
    parents = editions.in_force(session, {one.parent for one in districts if one.parent})
    return with_people(districts, before, parents)
