"""The child process that opens a boundary file: ``python -m geo.reader`` with the order as JSON on standard input.

It has limits on memory, time and what it writes, knows only the one GDAL driver that the file's first bytes asked for,
and no network. Rows come out as JSON, shapes as WKB, so that the parent unpickles nothing from it.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

MEMORY = 8 << 30
CPU_SECONDS = 600
WRITTEN = 4 << 30

Row = dict[str, Any]


def main() -> None:
    """Carry out one order; a refusal goes to standard error as one line, with exit code 3."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    try:
        if order["format"] == "GeoJSON":
            rows, shapes, crs = _from_geojson(Path(order["path"]))
        else:
            rows, shapes, crs = _from_driver(order["path"], order["layer"])
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {str(error)[:300]}\n")
        sys.exit(3)
    _write(Path(order["out"]), rows, shapes, crs)


def _from_geojson(path: Path) -> tuple[list[Row], list[BaseGeometry | None], str | None]:
    """By ``json``, never by GDAL: whatever follows a brace is data then. Lists and nested collections are flattened."""
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    found = list(features(document))
    rows = [dict(feature.get("properties") or {}) for feature in found]
    shapes = [shape(feature["geometry"]) if feature.get("geometry") else None for feature in found]
    return rows, shapes, crs_of(document)


def features(value: Any) -> Iterator[Row]:
    """Every feature of a GeoJSON document, lists and collections flattened. Raises ValueError for anything else."""
    if isinstance(value, list):
        for item in value:
            yield from features(item)
    elif not isinstance(value, dict):
        raise ValueError("a GeoJSON file holds features")
    elif value.get("type") == "FeatureCollection":
        yield from features(value["features"])
    elif value.get("type") == "Feature":
        yield value
    else:
        raise ValueError(f"a GeoJSON file holds features, not “{value.get('type')}”")


def crs_of(document: Any) -> str:
    """The name of the coordinate system of a GeoJSON document."""
    crs = document.get("crs") if isinstance(document, dict) else None
    return str(crs["properties"]["name"]) if crs else "OGC:CRS84"


def _from_driver(path: str, layer: str | None) -> tuple[list[Row], list[BaseGeometry | None], str | None]:
    layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    wanted = [name for name in layers if layer is None or name.casefold().endswith(layer.casefold())]
    if len(wanted) != 1:
        raise ValueError(f"one layer is needed; this file has: {', '.join(layers)}")
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=wanted[0])
    names = [str(name) for name in meta["fields"]]
    lists = [[_plain(value) for value in column] for column in columns]
    rows = (
        [dict(zip(names, values, strict=True)) for values in zip(*lists, strict=True)] if lists else [{} for _ in wkb]
    )
    return rows, list(shapely.from_wkb(wkb)), meta["crs"]


def _plain(value: Any) -> Any:
    """A number or text as JSON knows it."""
    value = value.item() if hasattr(value, "item") else value
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _write(out: Path, rows: list[Row], shapes: list[BaseGeometry | None], crs: str | None) -> None:
    (out / "rows.json").write_text(json.dumps({"rows": rows, "crs": crs}), encoding="utf-8")
    with (out / "shapes.bin").open("wb") as file:
        for one in shapes:
            data = b"" if one is None else shapely.to_wkb(one)
            file.write(struct.pack("<I", len(data)))
            file.write(data)


if __name__ == "__main__":
    main()
