"""District files of any make: read in a child process with limits, brought to EPSG:4326, nothing judged yet."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.archive import Boundaries, FileUnreadableError, Format, find

SECONDS = 900.0
"""How long the child may take by the clock."""

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of a layer with their shapes in EPSG:4326 (None where the file has none)."""

    rows: tuple[dict[str, Any], ...]
    shapes: tuple[BaseGeometry | None, ...]
    crs: str
    """Name of the coordinate system in the file."""
    sha256: str


def read(path: Path, *, layer: str | None = None, crs: str | None = None) -> Table:
    """The rows of one layer of a GeoJSON, GeoPackage, Shapefile (zipped too) or FlatGeobuf, in any coordinate system.

    ``layer`` is the end of a layer's name, needed where a file has several; ``crs`` stands in where the file names no
    system. Heights are dropped. Raises FileUnreadableError.
    """
    with tempfile.TemporaryDirectory(prefix="ortsruf-") as folder:
        scratch = Path(folder)
        boundaries = find(path, scratch)
        _run_reader(boundaries, scratch, layer)
        document = json.loads((scratch / "rows.json").read_text(encoding="utf-8"))
        shapes = list(_shapes(scratch / "shapes.bin"))
    system = _system(document["crs"] or crs, path)
    return Table(
        rows=tuple(document["rows"]),
        shapes=_in_degrees(shapes, system),
        crs=system.name,
        sha256=checksum(path),
    )


def read_own(path: Path) -> Table:
    """A FlatGeobuf of ours in EPSG:4326, whose checksum the caller knows: read here, without a child."""
    meta, _, wkb, columns = pyogrio.raw.read(path)
    names = [str(name) for name in meta["fields"]]
    rows = tuple(dict(zip(names, values, strict=True)) for values in zip(*(c.tolist() for c in columns), strict=True))
    return Table(rows=rows, shapes=tuple(shapely.from_wkb(wkb)), crs="WGS 84", sha256=checksum(path))


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run_reader(boundaries: Boundaries, out: Path, layer: str | None) -> None:
    order = {"path": str(boundaries.path), "format": boundaries.format.value, "layer": layer, "out": str(out)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "geo.reader"],
            input=json.dumps(order),
            env=environment(boundaries.format),
            cwd=out,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileUnreadableError(file=boundaries.path.name, detail=f"takes longer than {SECONDS:g} s") from None
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or [f"the reader ended with {done.returncode}"]
        raise FileUnreadableError(file=boundaries.path.name, detail=last[0])


def environment(*wanted: Format) -> dict[str, str]:
    """What a child process gets: nothing of ours but where Python lies; every driver skipped but those wanted, so that
    a VRT is only text."""
    skipped = sorted({*pyogrio.list_drivers(), "OGR_VRT", "VRT"} - {one.value for one in wanted})
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_ROOT),
        "GDAL_SKIP": ",".join(skipped),
        "OGR_SKIP": ",".join(skipped),
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "PROJ_NETWORK": "OFF",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _shapes(path: Path) -> Iterator[BaseGeometry | None]:
    with path.open("rb") as file:
        while head := file.read(4):
            (length,) = struct.unpack("<I", head)
            yield shapely.force_2d(shapely.from_wkb(file.read(length))) if length else None


def _system(named: str | None, path: Path) -> CRS:
    if not named:
        raise FileUnreadableError(file=path.name, detail="it names no coordinate system; give one (EPSG:25832)")
    try:
        return CRS.from_user_input(named)
    except CRSError as error:
        raise FileUnreadableError(file=path.name, detail=f"unknown coordinate system “{named[:80]}”") from error


def _in_degrees(shapes: list[BaseGeometry | None], system: CRS) -> tuple[BaseGeometry | None, ...]:
    transformer = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)

    def moved(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return tuple(None if shape is None else shapely.transform(shape, moved) for shape in shapes)
