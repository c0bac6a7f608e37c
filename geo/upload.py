"""What a person uploads as an area: GeoPackage, zipped Shapefile, KML, GeoJSON, FlatGeobuf, in any coordinate system.

It is opened in a child process with limits (``geo.upload_reader``). What comes back is judged like a drawn shape:
refused with the place of the fault, never repaired. What was changed on the way (coordinate system, heights) and what
was left out (points, lines) is said.
"""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from typing import Any, BinaryIO

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.archive import Format, format_of
from geo.catalogue import environment
from geo.errors import OrtsrufError, ShapeRefusedError
from geo.limits import DEFAULT
from geo.rings import Shape, shape_from_parts, too_big, union_of

MEGABYTES = 16
GREATEST_UPLOAD = MEGABYTES * 1024 * 1024
"""Bytes that come in."""
GREATEST_UNPACKED = 200_000_000
GREATEST_MEMBERS = 200
SECONDS = 30.0
"""How long the child may take by the clock."""
AT_ONCE = 2
"""Files that are opened at the same time by one process; a third one is asked to come again."""
MOST_FAULTS = 20
"""Faulty features that are named."""

SYSTEMS = ("EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:3857", "EPSG:31466", "EPSG:31467", "EPSG:31468", "EPSG:31469")
"""What German files come in; to choose from where a file names none."""

KML = "KML"
_SUFFIXES = {
    ".shp": Format.SHAPEFILE.value,
    ".gpkg": Format.GEOPACKAGE.value,
    ".fgb": Format.FLATGEOBUF.value,
    ".geojson": Format.GEOJSON.value,
    ".json": Format.GEOJSON.value,
    ".kml": KML,
}
_BESIDE = frozenset({".shx", ".dbf", ".prj", ".cpg"})
TURNS = BoundedSemaphore(AT_ONCE)
"""Held while a file is read."""

_WORDS = {
    "empty": ("Die Datei ist leer", "the file is empty"),
    "format": (
        "Das Format ist keins von GeoPackage, Shapefile (als zip), KML, GeoJSON, FlatGeobuf",
        "its format is none of GeoPackage, Shapefile (as zip), KML, GeoJSON, FlatGeobuf",
    ),
    "alone": (
        "Ein Shapefile besteht aus mehreren Dateien (.shp, .shx, .dbf, .prj); packen Sie sie in eine zip-Datei",
        "a Shapefile consists of several files (.shp, .shx, .dbf, .prj); put them into one zip file",
    ),
    "zip": ("Das zip-Archiv ist beschädigt oder verschlüsselt", "the zip archive is broken or encrypted"),
    "nothing": ("Im zip-Archiv liegt keine Datei mit Flächen", "there is no file with areas in the zip archive"),
    "members": (
        f"Im zip-Archiv liegen mehr als {GREATEST_MEMBERS} Dateien",
        f"there are more than {GREATEST_MEMBERS} files in the zip archive",
    ),
    "unpacked": (
        f"Ausgepackt ist sie größer als {GREATEST_UNPACKED // 1_000_000} MB",
        f"unpacked it is larger than {GREATEST_UNPACKED // 1_000_000} MB",
    ),
    "content": ("Ihr Inhalt ist nicht das, was ihr Name sagt", "its content is not what its name says"),
    "broken": ("Sie lässt sich nicht lesen ({detail})", "it cannot be read ({detail})"),
    "slow": (
        f"Sie zu lesen dauert länger als {SECONDS:g} Sekunden",
        f"reading it takes longer than {SECONDS:g} seconds",
    ),
    "memory": ("Sie braucht zu viel Speicher", "it needs too much memory"),
    "layers": ("Sie hat zu viele Ebenen ({detail})", "it has too many layers ({detail})"),
    "no-layer": ("Diese Ebene gibt es darin nicht", "it has no such layer"),
    "no-polygons": ("Sie enthält keine Flächen", "it holds no areas"),
    "features": ("Sie hat zu viele Objekte ({detail})", "it has too many features ({detail})"),
    "vertices": ("Sie hat zu viele Punkte ({detail})", "it has too many vertices ({detail})"),
    "no-crs": (
        "Sie nennt kein Koordinatensystem; wählen Sie es selbst",
        "it names no coordinate system; choose it yourself",
    ),
    "bad-crs": ("Ihr Koordinatensystem ist unbekannt ({detail})", "its coordinate system is unknown ({detail})"),
}


class UploadRefusedError(OrtsrufError):
    """A file that cannot be taken. ``reason`` is stable, for machines."""

    code = "upload-refused"
    de = "„{file}“: {said_de}."
    en = "“{file}”: {said_en}."

    def __init__(self, file: str, reason: str, detail: str = "") -> None:
        german, english = _WORDS[reason]
        self.reason = reason
        super().__init__(file=file[:80], said_de=german.format(detail=detail), said_en=english.format(detail=detail))


class UploadFaultsError(ShapeRefusedError):
    """Features of a file that are no valid areas, each named with its place; nothing of the file is taken."""

    code = "upload-faults"
    de = "{count} von {all} Flächen sind fehlerhaft, nichts wurde übernommen: {said_de}"
    en = "{count} of {all} areas are faulty, nothing was taken: {said_en}"


class UploadsBusyError(OrtsrufError):
    """Others are having files opened; it is over in seconds."""

    code = "uploads-busy"
    de = "Gerade werden andere Dateien gelesen. Versuchen Sie es in ein paar Sekunden noch einmal."
    en = "Other files are being read right now. Try again in a few seconds."


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer that may be chosen."""

    name: str
    features: int


@dataclass(frozen=True, kw_only=True)
class Read:
    """One layer as an area. ``crs`` names the file's coordinate system, ``moved``: another one than degrees in WGS 84;
    ``accuracy_m`` how exact the move is, 0 where nothing is known. ``skipped`` counts what is no area, by kind."""

    layer: str
    shape: Shape
    features: int
    crs: str
    moved: bool
    accuracy_m: float
    heights: bool
    skipped: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """What a file holds: its layers with areas, and the one that was read, None where somebody has to choose."""

    layers: tuple[Layer, ...]
    read: Read | None
    sha256: str


def take(file: BinaryIO, name: str, *, layer: str | None = None, crs: str | None = None) -> Uploaded:
    """The areas of an uploaded file. ``crs`` (one of ``SYSTEMS``) stands in where the file names no system.

    Raises UploadRefusedError, UploadFaultsError or another ShapeRefusedError, UploadsBusyError.
    """
    if not TURNS.acquire(timeout=2.0):
        raise UploadsBusyError
    try:
        with tempfile.TemporaryDirectory(prefix="ortsruf-upload-") as folder:
            return _taken(file, name, Path(folder), layer, crs)
    finally:
        TURNS.release()


def _taken(file: BinaryIO, name: str, scratch: Path, layer: str | None, crs: str | None) -> Uploaded:
    whole = scratch / "whole"
    digest = _kept(file, name, whole)
    files = _files(whole, name, scratch)
    said = _child(files, name, scratch, layer, crs)
    layers = tuple(Layer(name=one["name"], features=one["features"]) for one in said["layers"])
    if "layer" not in said:
        return Uploaded(layers=layers, read=None, sha256=digest)
    shapes = list(_shapes(scratch / "shapes.bin"))
    read = Read(
        layer=said["layer"],
        shape=_judged(shapes, said["names"]),
        features=len(shapes),
        crs=f"{said['crs']} (EPSG:{said['epsg']})" if said["epsg"] else said["crs"],
        moved=not (said["degrees"] and said["crs"].startswith("WGS 84")),
        accuracy_m=said["accuracy"],
        heights=said["heights"],
        skipped=said["skipped"],
    )
    return Uploaded(layers=layers, read=read, sha256=digest)


def _kept(file: BinaryIO, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    size = 0
    with path.open("wb") as sink:
        while block := file.read(1 << 20):
            size += len(block)
            digest.update(block)
            sink.write(block)
    if not size:
        raise UploadRefusedError(name, "empty")
    return digest.hexdigest()


def _files(whole: Path, name: str, scratch: Path) -> list[dict[str, str]]:
    """What the child is to open: the file itself, or the boundary files of a zip, taken out within limits."""
    with whole.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(whole) as archive:
                return list(_unpacked(archive, name, scratch))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
            raise UploadRefusedError(name, "zip") from error
    found = _format(start)
    if found is None:
        raise UploadRefusedError(name, "format")
    if found == Format.SHAPEFILE:
        raise UploadRefusedError(name, "alone")
    return [{"path": str(whole), "format": found, "name": PurePosixPath(name).stem[:80] or found}]


def _format(start: bytes) -> str | None:
    found = format_of(start)
    if found is not None:
        return found.value
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return KML if text.startswith((b"<?xml", b"<kml")) else None


def _unpacked(archive: zipfile.ZipFile, name: str, scratch: Path) -> Iterator[dict[str, str]]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > GREATEST_MEMBERS:
        raise UploadRefusedError(name, "members")
    main = [
        one for one in members if _suffix(one) in _SUFFIXES and not PurePosixPath(one.filename).name.startswith(".")
    ]
    if not main:
        raise UploadRefusedError(name, "nothing")
    left = GREATEST_UNPACKED
    for number, one in enumerate(main):
        folder = scratch / f"member-{number}"
        folder.mkdir()
        for part in (one, *_beside(one, members)):
            left -= _extract(archive, part, folder / f"area{_suffix(part)}", left, name)
        path = folder / f"area{_suffix(one)}"
        with path.open("rb") as file:
            if _format(file.read(512)) != _SUFFIXES[_suffix(one)]:
                raise UploadRefusedError(one.filename, "content")
        stem = PurePosixPath(one.filename).stem[:80]
        yield {"path": str(path), "format": _SUFFIXES[_suffix(one)], "name": stem}


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _beside(main: zipfile.ZipInfo, members: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """What belongs to a Shapefile of the same name, whatever the case of its letters."""
    if _suffix(main) != ".shp":
        return
    stem = str(PurePosixPath(main.filename).with_suffix("")).casefold()
    for one in members:
        if str(PurePosixPath(one.filename).with_suffix("")).casefold() == stem and _suffix(one) in _BESIDE:
            yield one


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, name: str) -> int:
    """Counted while it is unpacked: the size in the header may lie. Returns the bytes written."""
    written = 0
    with archive.open(member) as source, target.open("wb") as sink:
        while block := source.read(1 << 20):
            written += len(block)
            if written > left:
                raise UploadRefusedError(name, "unpacked")
            sink.write(block)
    return written


def _child(files: list[dict[str, str]], name: str, out: Path, layer: str | None, crs: str | None) -> dict[str, Any]:
    order = {"files": files, "layer": layer, "crs": crs, "out": str(out)}
    drivers = {Format(one["format"]) for one in files if one["format"] != KML}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "geo.upload_reader"],
            input=json.dumps(order),
            env=environment(*drivers),
            cwd=out,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UploadRefusedError(name, "slow") from None
    if done.returncode == 0:
        said: dict[str, Any] = json.loads((out / "said.json").read_text(encoding="utf-8"))
        return said
    raise _refusal(name, done)


def _refusal(name: str, done: subprocess.CompletedProcess[str]) -> UploadRefusedError:
    """What the child said, or what became of it: killed by its time or memory limit."""
    last = (done.stderr.strip().splitlines() or [""])[-1]
    try:
        said = json.loads(last)
        return UploadRefusedError(name, said["code"], said["detail"])
    except (ValueError, KeyError, TypeError):
        return UploadRefusedError(name, "slow" if done.returncode in (-9, -24) else "memory")


def _shapes(path: Path) -> Iterator[BaseGeometry]:
    with path.open("rb") as file:
        while head := file.read(4):
            (length,) = struct.unpack("<I", head)
            yield shapely.from_wkb(file.read(length))


def _judged(shapes: list[BaseGeometry], names: list[str]) -> Shape:
    """All of them as one, each judged as if it had been drawn."""
    vertices = sum(int(shapely.get_num_coordinates(one)) for one in shapes)
    if vertices > DEFAULT.vertices:
        raise too_big("vertices", DEFAULT.vertices, vertices)
    parts = sum(len(shapely.get_parts(one)) for one in shapes)
    if parts > DEFAULT.parts:
        raise too_big("parts", DEFAULT.parts, parts)
    good: list[Shape] = []
    faults: list[tuple[int, str, ShapeRefusedError]] = []
    for number, (one, name) in enumerate(zip(shapes, names, strict=True), start=1):
        try:
            good.append(shape_from_parts(_coordinates(one), DEFAULT))
        except ShapeRefusedError as refusal:
            faults.append((number, name, refusal))
    if faults:
        raise _faulty(faults, len(shapes))
    return union_of(good)


def _coordinates(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else (shape,)
    return [
        [shapely.get_coordinates(ring).tolist() for ring in (part.exterior, *part.interiors)]
        for part in parts
        if isinstance(part, Polygon)
    ]


def _faulty(faults: list[tuple[int, str, ShapeRefusedError]], count: int) -> UploadFaultsError:
    said = {
        language: " ".join(
            f"{word} {number}{f' „{name}“' if name else ''}: {refusal.text(language)}"
            for number, name, refusal in faults[:MOST_FAULTS]
        )
        for language, word in (("de", "Fläche"), ("en", "Area"))
    }
    spot = faults[0][2].spot
    error = UploadFaultsError(count=len(faults), all=count, said_de=said["de"], said_en=said["en"])
    error.place = spot.text("en") if spot else None
    return error
