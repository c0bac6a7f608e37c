"""The child process that opens what a person uploaded: ``python -m geo.upload_reader``, the order on standard input.

Tighter limits than ``geo.reader``: nobody may keep a desk waiting. It knows only the one GDAL driver that the file's
first bytes asked for, and neither a network nor another file. Shapes come out as WKB in EPSG:4326, refusals as a code.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo import kml
from geo.reader import crs_of, features

MEMORY = 3 << 30
CPU_SECONDS = 20
MOST_LAYERS = 60
MOST_FEATURES = 20_000
MOST_VERTICES = 2_000_000
"""What is moved into degrees at most; what an area may have at most is judged afterwards, with its own words."""

WGS84 = "OGC:CRS84"
_NAMES = ("name", "gen", "bezeichnung", "titel", "title", "bez", "label", "id")


class RefusedError(Exception):
    """A refusal with a code that the parent has words for."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(code)


@dataclass(kw_only=True)
class Layer:
    """What a layer holds. ``shapes`` is filled only where the layer is read."""

    name: str
    features: int
    polygons: bool
    crs: str | None = WGS84
    shapes: list[BaseGeometry | None] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    heights: bool = False


def main() -> None:
    """Carry out one order; a refusal goes to standard error as one line of JSON, with exit code 3."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
    try:
        _answer(Path(order["out"]), *_chosen(order["files"], order["layer"]), order["crs"])
    except RefusedError as refusal:
        _refuse(refusal.code, refusal.detail)
    except MemoryError:
        _refuse("memory", "")
    except Exception as error:
        _refuse("broken", f"{type(error).__name__}: {str(error)[:200]}")


def _refuse(code: str, detail: str) -> None:
    sys.stderr.write("\n" + json.dumps({"code": code, "detail": detail}) + "\n")
    sys.exit(3)


def _chosen(files: list[dict[str, str]], wanted: str | None) -> tuple[list[Layer], Layer | None]:
    """All layers, and the one to be read: the wanted one, or the only one that holds areas."""
    found = [(file, layer) for file in files for layer in _layers(file, several=len(files) > 1)]
    if len(found) > MOST_LAYERS:
        raise RefusedError("layers", str(len(found)))
    layers = [layer for _, layer in found]
    fitting = [one for one in found if (one[1].polygons if wanted is None else one[1].name == wanted)]
    if not fitting:
        kinds = sum((layer.skipped for layer in layers), Counter[str]())
        raise RefusedError("no-layer" if wanted else "no-polygons", json.dumps(dict(kinds)))
    if len(fitting) > 1:
        return layers, None
    return layers, _read(*fitting[0])


def _layers(file: dict[str, str], *, several: bool) -> Iterator[Layer]:
    if file["format"] == "GeoJSON":
        yield _geojson(Path(file["path"]), file["name"])
    elif file["format"] == "KML":
        yield from _kml(Path(file["path"]), file["name"])
    else:
        for name, kind in pyogrio.list_layers(file["path"]):
            info = pyogrio.read_info(file["path"], layer=str(name))
            shown = f"{file['name']}: {name}" if several and str(name) != file["name"] else str(name)
            yield Layer(
                name=shown,
                features=max(0, int(info["features"])),
                polygons=kind is not None and _may_hold_polygons(str(kind)),
                crs=info["crs"],
                skipped=Counter({str(kind): int(info["features"])}) if kind else Counter(),
            )


def _may_hold_polygons(kind: str) -> bool:
    return any(word in kind for word in ("Polygon", "Unknown", "GeometryCollection", "Surface"))


def _read(file: dict[str, str], layer: Layer) -> Layer:
    if file["format"] in ("GeoJSON", "KML"):
        return layer
    if layer.features > MOST_FEATURES:
        raise RefusedError("features", str(layer.features))
    inner = layer.name.removeprefix(f"{file['name']}: ")
    meta, _, wkb, columns = pyogrio.raw.read(file["path"], layer=inner, max_features=MOST_FEATURES + 1)
    fields = [str(name) for name in meta["fields"]]
    shapes = [None if one is None else shapely.from_wkb(one) for one in wkb]
    rows: list[dict[str, Any]] = [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)]
    named = [_name(row) for row in rows] or [""] * len(shapes)
    kept = _sorted(layer.name, list(zip(shapes, named, strict=True)))
    kept.crs = meta["crs"]
    return kept


def _geojson(path: Path, name: str) -> Layer:
    """By ``json``, never by GDAL: whatever follows a brace is data then."""
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    if isinstance(document, dict) and document.get("type") in ("Polygon", "MultiPolygon", "GeometryCollection"):
        found = [{"geometry": document, "properties": {}}]
    else:
        found = list(features(document))
    if len(found) > MOST_FEATURES:
        raise RefusedError("features", str(len(found)))
    shapes = [(shape(one["geometry"]) if one.get("geometry") else None, _name(one.get("properties"))) for one in found]
    layer = _sorted(name, shapes)
    layer.crs = crs_of(document)
    return layer


def _kml(path: Path, name: str) -> Iterator[Layer]:
    marks = kml.placemarks(path.read_bytes())
    for folder in dict.fromkeys(mark.folder for mark in marks):
        inside = [mark for mark in marks if mark.folder == folder]
        shapes = [
            (shape({"type": "MultiPolygon", "coordinates": mark.polygons}) if mark.polygons else None, mark.name)
            for mark in inside
        ]
        layer = _sorted(folder or name, [one for one in shapes if one[0] is not None])
        layer.skipped = sum((Counter(mark.others) for mark in inside), Counter[str]())
        layer.heights = any(mark.heights for mark in inside)
        yield layer


def _sorted(name: str, shapes: list[tuple[BaseGeometry | None, str]]) -> Layer:
    """Areas apart from points and lines, which are counted; collections are opened."""
    layer = Layer(name=name, features=len(shapes), polygons=False)
    for one, called in shapes:
        for part in _opened(one):
            if part.geom_type in ("Polygon", "MultiPolygon"):
                layer.shapes.append(part)
                layer.names.append(called)
            else:
                layer.skipped[part.geom_type] += 1
            layer.heights = layer.heights or bool(shapely.has_z(part))
        if one is None or one.is_empty:
            layer.skipped["none"] += 1
    layer.polygons = bool(layer.shapes)
    return layer


def _opened(one: BaseGeometry | None) -> Iterator[BaseGeometry]:
    if one is None or one.is_empty:
        return
    if one.geom_type == "GeometryCollection":
        for part in shapely.get_parts(one):
            yield from _opened(part)
    else:
        yield one


def _name(row: Any) -> str:
    if not isinstance(row, dict):
        return ""
    lower = {str(key).casefold(): value for key, value in row.items()}
    found = next((lower[name] for name in _NAMES if isinstance(lower.get(name), str | int)), "")
    return str(found)[:120]


def _answer(out: Path, layers: list[Layer], chosen: Layer | None, crs: str | None) -> None:
    said: dict[str, Any] = {"layers": [{"name": one.name, "features": one.features} for one in layers if one.polygons]}
    if chosen is not None:
        if not chosen.shapes:
            raise RefusedError("no-polygons", json.dumps(dict(chosen.skipped)))
        if sum(int(shapely.get_num_coordinates(one)) for one in chosen.shapes) > MOST_VERTICES:
            count = sum(int(shapely.get_num_coordinates(one)) for one in chosen.shapes)
            raise RefusedError("vertices", str(count))
        system = _system(chosen.crs or crs)
        moved, accuracy = _in_degrees(chosen.shapes, system)
        said |= {
            "layer": chosen.name,
            "names": chosen.names,
            "skipped": dict(chosen.skipped),
            "heights": chosen.heights,
            "crs": system.name,
            "epsg": system.to_epsg(min_confidence=70),
            "accuracy": accuracy,
            "degrees": system.is_geographic,
        }
        with (out / "shapes.bin").open("wb") as file:
            for one in moved:
                data = shapely.to_wkb(one)
                file.write(struct.pack("<I", len(data)))
                file.write(data)
    (out / "said.json").write_text(json.dumps(said), encoding="utf-8")


def _system(named: str | None) -> CRS:
    if not named:
        raise RefusedError("no-crs")
    if len(named) > 20_000 or "grids" in named:
        raise RefusedError("bad-crs", named[:60])
    try:
        return CRS.from_user_input(named)
    except CRSError:
        raise RefusedError("bad-crs", named[:60]) from None


def _in_degrees(shapes: list[BaseGeometry | None], system: CRS) -> tuple[list[Any], float]:
    """The shapes in EPSG:4326 without heights, and how exact that is (metres; 0: exact or not known)."""
    flat = [shapely.force_2d(one) for one in shapes]
    transformer = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)

    def moved(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    accuracy = float(transformer.accuracy)
    return [shapely.transform(one, moved) for one in flat], max(0.0, accuracy)


if __name__ == "__main__":
    main()
