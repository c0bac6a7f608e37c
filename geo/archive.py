"""Which kind of boundary file something is, by its first bytes; and what a zip holds, within limits."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from geo.errors import OrtsrufError

GREATEST_FILE = 2_000_000_000
"""Bytes, unpacked: all Germany with its Gemeinden takes 100 MB; a zip of 1 MB can hold a thousand times that."""
GREATEST_MEMBERS = 200


class Format(StrEnum):
    """The formats read, by GDAL's name of the driver."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GPKG"
    SHAPEFILE = "ESRI Shapefile"
    FLATGEOBUF = "FlatGeobuf"


class FileUnreadableError(OrtsrufError):
    """A file that is none of the formats, or broken."""

    code = "districts-unreadable"
    de = "„{file}“ ist nicht lesbar: {detail}. Möglich sind GeoJSON, GeoPackage, Shapefile (auch als zip), FlatGeobuf."
    en = "“{file}” cannot be read: {detail}. GeoJSON, GeoPackage, Shapefile (zipped too) and FlatGeobuf are possible."


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """A file to read, with its format."""

    path: Path
    format: Format


_SUFFIXES = {
    ".shp": Format.SHAPEFILE,
    ".gpkg": Format.GEOPACKAGE,
    ".fgb": Format.FLATGEOBUF,
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
}
_BESIDE = frozenset({".shx", ".dbf", ".prj", ".cpg"})


def find(path: Path, scratch: Path) -> Boundaries:
    """The boundary file at ``path``, taken out of its zip into ``scratch`` if it is one.

    Raises FileUnreadableError.
    """
    if not path.is_file():
        raise FileUnreadableError(file=path.name, detail="not a file")
    if path.stat().st_size > GREATEST_FILE:
        raise FileUnreadableError(file=path.name, detail=f"more than {GREATEST_FILE} bytes")
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(b"PK\x03\x04"):
        return _unpacked(path, scratch)
    found = format_of(start)
    if found is None:
        raise FileUnreadableError(file=path.name, detail="unknown format")
    return Boundaries(path=path, format=found)


def format_of(start: bytes) -> Format | None:
    """The format that a file's first bytes say, None for any other."""
    if start.startswith(b"SQLite format 3\x00"):
        return Format.GEOPACKAGE
    if start.startswith(b"fgb"):
        return Format.FLATGEOBUF
    if start.startswith(b"\x00\x00\x27\x0a"):
        return Format.SHAPEFILE
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return Format.GEOJSON
    return None


def _unpacked(path: Path, scratch: Path) -> Boundaries:
    try:
        with zipfile.ZipFile(path) as archive:
            main = _main_member(archive, path)
            for member in _members(archive, main):
                _extract(archive, member, scratch)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise FileUnreadableError(file=path.name, detail=str(error)) from error
    inner = scratch / PurePosixPath(main.filename).name
    with inner.open("rb") as file:
        found = format_of(file.read(64))
    if found is None or found != _SUFFIXES[inner.suffix.lower()]:
        raise FileUnreadableError(file=inner.name, detail="its content is not what its name says")
    return Boundaries(path=inner, format=found)


def _main_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    if len(archive.infolist()) > GREATEST_MEMBERS:
        raise FileUnreadableError(file=path.name, detail=f"more than {GREATEST_MEMBERS} files in the zip")
    found = [m for m in archive.infolist() if PurePosixPath(m.filename).suffix.lower() in _SUFFIXES]
    if len(found) != 1:
        raise FileUnreadableError(file=path.name, detail=f"{len(found)} boundary files in the zip, one is needed")
    return found[0]


def _members(archive: zipfile.ZipFile, main: zipfile.ZipInfo) -> list[zipfile.ZipInfo]:
    """The main file, and what belongs to a Shapefile of the same name."""
    stem = PurePosixPath(main.filename).with_suffix("")
    beside = [
        m
        for m in archive.infolist()
        if PurePosixPath(m.filename).with_suffix("") == stem and PurePosixPath(m.filename).suffix.lower() in _BESIDE
    ]
    return [main, *beside]


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: Path) -> None:
    """One member by its bare name, counted while it is unpacked: the size in the header may lie."""
    left = GREATEST_FILE
    name = PurePosixPath(member.filename)
    target = scratch / (name.stem + name.suffix.lower())
    with archive.open(member) as source, target.open("wb") as sink:
        while block := source.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise FileUnreadableError(file=member.filename, detail=f"more than {GREATEST_FILE} bytes unpacked")
            sink.write(block)
