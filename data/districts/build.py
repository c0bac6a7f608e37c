"""Rebuild the shipped districts: ``python data/districts/build.py [--cache FOLDER]`` from the project's root.

Fetches the packages named in sources.py, derives today's Kreise and Helmstedt's units, shares out people, writes one
FlatGeobuf per edition and ``index.json`` with what each edition is, and checks what it wrote.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import people
import shapely
import sources
from boundaries import closed, fine_kreise_into_coverage, simplified, united
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
BKG = "© GeoBasis-DE / BKG 2016 (Daten verändert)"
DESTATIS = "Statistisches Bundesamt, Gemeindeverzeichnis 31.12.2018 (landkreise-deutschland 3.0.0, CC BY 4.0)"
GEONAMES = "GeoNames (CC BY 4.0), skaliert auf den amtlichen Stand 31.12.2018"

MERGED_KREISE = {"03152": "03159", "03156": "03159", "16056": "16063"}
MERGED_HELMSTEDT = {
    "031540003003": ("031540028028", "Helmstedt"),
    "031540010010": ("031540028028", "Helmstedt"),
    "031545402020": ("031545402027", "Söllingen"),
    "031545402011": ("031545402027", "Söllingen"),
    "031545402023": ("031545402027", "Söllingen"),
}
SINCE = {"03159": "2016-11-01", "16063": "2021-07-01", "031540028028": "2017-07-01", "031545402027": "2016-11-01"}
KREIS_NAMES = {"03159": "Landkreis Göttingen"}
ORTSTEIL_NAMES = {"Prenzlauerberg": "Prenzlauer Berg", "Französisch-Buchholz": "Französisch Buchholz"}
NOT_AN_ORTSTEIL = {"Berlin", "Berlin Köpenick", "Berlin Treptow"}
GREATEST_GAP_IN_BERLIN = 0.0008
"""The source leaves one spot of 574 m² between two Ortsteile to nobody."""


@dataclass
class Row:
    """One district as it is written."""

    key: str
    name: str
    parent: str | None
    ars: str | None
    geometry: BaseGeometry
    people: int
    method: str = "official"
    aliases: str = ""

    def columns(self, source: str) -> dict[str, Any]:
        """As a row of the file."""
        level, scheme, code = self.key.split(":")
        return {
            "key": self.key,
            "level": level,
            "scheme": scheme,
            "code": code,
            "name": self.name,
            "aliases": self.aliases,
            "parent": self.parent or "",
            "ars": self.ars or "",
            "population": self.people,
            "population_as_of": "2018-12-31",
            "population_source": source,
            "population_method": self.method,
            "geometry": shapely.MultiPolygon([p for p in shapely.get_parts(self.geometry) if p.geom_type == "Polygon"]),
        }


def main() -> None:
    """Fetch, derive, write, check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "ortsruf" / "districts")
    cache = parser.parse_args().cache
    cache.mkdir(parents=True, exist_ok=True)

    gemeinden = sources.features(sources.AREAS, "gemeinden.geo.json", cache)
    kreis_people = _merged_people(sources.kreis_people(cache))
    ortsteile, bezirke = berlin(cache, kreis_people["11000"])
    ruppin = units(gemeinden, "12068", kreis_people["12068"], cache)
    helmstedt = units(gemeinden, "03154", kreis_people["03154"], cache)
    stuttgart = units(gemeinden, "08111", kreis_people["08111"], cache)
    fine = {"12068": ruppin, "03154": helmstedt, "11000": ortsteile, "08111": stuttgart}
    outlines = {code: united([row.geometry for row in rows]) for code, rows in fine.items()}
    kreise = kreise_of_today(cache, kreis_people, outlines)
    laender = laender_of(kreise, cache)

    index = [
        _write("laender", "2024", "de", "2024-01-01", BKG, DESTATIS, laender),
        _write("kreise", "2024", "de", "2024-01-01", BKG, DESTATIS, kreise),
        _write(
            "berlin-bezirke", "2017", "kreis:ars:11000", "2017-01-01", "Geoportal Berlin / Ortsteile", GEONAMES, bezirke
        ),
        _write(
            "berlin-ortsteile",
            "2017",
            "kreis:ars:11000",
            "2017-01-01",
            "Geoportal Berlin / Ortsteile",
            GEONAMES,
            ortsteile,
        ),
        _write("ostprignitz-ruppin", "2016", "kreis:ars:12068", "2016-01-01", BKG, GEONAMES, ruppin),
        _write("helmstedt", "2017", "kreis:ars:03154", "2017-07-01", BKG, GEONAMES, helmstedt),
        _write("stuttgart", "2016", "kreis:ars:08111", "2016-01-01", BKG, DESTATIS, stuttgart),
    ]
    document = {"editions": index, "successors": _successors()}
    (HERE / "index.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def berlin(cache: Path, total: int) -> tuple[list[Row], list[Row]]:
    """The 96 Ortsteile, and the 12 Bezirke dissolved from them."""
    found = sources.features(sources.OUTLINES, "geoJSON/berlin.json", cache)
    codes = {f["properties"]["spatial_name"]: f for f in found}
    names = {code: _put_right(f["properties"]["OTEIL"]) for code, f in codes.items()}
    shapes = closed({code: shape_of(f["geometry"]) for code, f in codes.items()}, GREATEST_GAP_IN_BERLIN)
    known = _ortsteil_people(names, sources.cities(cache))
    share = people.shared(total, known, shapes, frozenset())
    rows = [
        Row(f"ortsteil:berlin:{code}", names[code], f"bezirk:berlin:{code[:2]}", None, shapes[code], share[code].people,
            share[code].method)
        for code in sorted(codes)
    ]  # fmt: skip
    bezirke = defaultdict(list)
    for row in rows:
        bezirke[row.key[-4:-2]].append(row)
    called = {code[:2]: f["properties"]["BEZIRK"] for code, f in codes.items()}
    return rows, [
        Row(f"bezirk:berlin:{code}", called[code], "kreis:ars:11000", None, united([r.geometry for r in members]),
            sum(r.people for r in members), "scaled", aliases=f"Bezirk {called[code]}")
        for code, members in sorted(bezirke.items())
    ]  # fmt: skip


def units(gemeinden: Iterable[dict[str, Any]], kreis: str, total: int, cache: Path) -> list[Row]:
    """The Gemeinden and gemeindefreie Gebiete of a Kreis, merged where they have merged since."""
    shapes: dict[str, list[BaseGeometry]] = defaultdict(list)
    names: dict[str, str] = {}
    aliases: dict[str, list[str]] = defaultdict(list)
    empty = set()
    members = [f for f in gemeinden if f["properties"]["AGS"].startswith(kreis)]
    for feature in members:
        own = feature["properties"]
        code, name = MERGED_HELMSTEDT.get(own["RS"], (own["RS"], own["GEN"]))
        shapes[code].append(shape_of(feature["geometry"]))
        if own["BEZ"] == "Gemeindefreies Gebiet":
            name = f"{name} (gemeindefreies Gebiet)"
            empty.add(code)
        elif own["GEN"] != name:
            aliases[code].append(own["GEN"])
        names[code] = name
    whole = {code: united(parts) for code, parts in shapes.items()}
    single = {f["properties"]["RS"]: shape_of(f["geometry"]) for f in members}
    called = {f["properties"]["RS"]: f["properties"]["GEN"] for f in members}
    counts = _merged_counts(_unit_people(single, called, cache))
    known = {code: count for code, count in counts.items() if code not in empty}
    share = people.shared(total, known, whole, frozenset(empty))
    alone = len(whole) == 1
    return [
        Row(
            f"gemeinde:ars:{code}",
            names[code],
            f"kreis:ars:{kreis}",
            code,
            whole[code],
            share[code].people,
            "official" if alone else share[code].method,
            aliases=" ".join(aliases[code]),
        )
        for code in sorted(whole)
    ]


def kreise_of_today(cache: Path, counts: Mapping[str, int], fine: Mapping[str, BaseGeometry]) -> list[Row]:
    """The 400 Kreise, simplified by 100 m, but meeting finer layers exactly."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    names: dict[str, str] = {}
    for feature in sources.features(sources.AREAS, "kreise.geo.json", cache):
        own = feature["properties"]
        code = MERGED_KREISE.get(own["RS"], own["RS"])
        parts[code].append(shape_of(feature["geometry"]))
        if own["RS"] == code or code not in names:
            names[code] = KREIS_NAMES.get(code, _kreis_name(own))
    whole = {code: united(members) for code, members in sorted(parts.items())}
    shapes = fine_kreise_into_coverage(simplified(whole, 100.0), fine)
    return [
        Row(f"kreis:ars:{code}", names[code], f"land:ars:{code[:2]}", f"{code}0000000", shape, counts[code])
        for code, shape in shapes.items()
    ]


def laender_of(kreise: Iterable[Row], cache: Path) -> list[Row]:
    """The 16 Länder, dissolved from the Kreise so that both meet."""
    names = {
        f["properties"]["RS"]: f["properties"]["GEN"]
        for f in sources.features(sources.AREAS, "laender.geo.json", cache)
    }
    members = defaultdict(list)
    for row in kreise:
        members[row.key.split(":")[2][:2]].append(row)
    return [
        Row(f"land:ars:{code}", names[code], None, f"{code}0000000000", united([r.geometry for r in rows]),
            sum(r.people for r in rows))
        for code, rows in sorted(members.items())
    ]  # fmt: skip


def _merged_people(counts: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for code, count in counts.items():
        found[MERGED_KREISE.get(code, code)] += count
    return found


def _kreis_name(own: Mapping[str, Any]) -> str:
    """ "Landkreis Helmstedt", but "Märkischer Kreis" and "Wartburgkreis"; towns by their bare name."""
    if own["BEZ"] in ("Landkreis", "Kreis") and "kreis" not in own["GEN"].casefold():
        return f"{own['BEZ']} {own['GEN']}"
    return str(own["GEN"])


def _put_right(name: str) -> str:
    return ORTSTEIL_NAMES.get(name, name)


def _ortsteil_people(names: Mapping[str, str], places: Iterable[sources.Place]) -> dict[str, int]:
    counts = {p.name: p.people for p in places if p.ags == "11000000" and p.name not in NOT_AN_ORTSTEIL}
    return {code: counts[name] for code, name in names.items() if name in counts}


def _unit_people(shapes: Mapping[str, BaseGeometry], names: Mapping[str, str], cache: Path) -> dict[str, int]:
    large: dict[str, int] = {}
    for place in sources.cities(cache):
        for code in shapes:
            if place.ags == code[:5] + code[9:]:
                large[code] = max(large.get(code, 0), place.people)
    return large | people.by_place(shapes, names, sources.small_places(cache))


def _merged_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of units that have merged, together."""
    found: dict[str, int] = defaultdict(int)
    for code, count in counts.items():
        found[MERGED_HELMSTEDT.get(code, (code, ""))[0]] += count
    return found


def _successors() -> list[dict[str, str]]:
    kreise = [(f"kreis:ars:{old}", f"kreis:ars:{new}", SINCE[new]) for old, new in MERGED_KREISE.items()]
    units = [(f"gemeinde:ars:{old}", f"gemeinde:ars:{new}", SINCE[new]) for old, (new, _) in MERGED_HELMSTEDT.items()]
    return [{"old": old, "new": new, "since": since} for old, new, since in kreise + units]


def _write(
    name: str, edition: str, scope: str, since: str, credit: str, source: str, rows: list[Row]
) -> dict[str, Any]:
    path = HERE / f"{name}.fgb"
    path.unlink(missing_ok=True)
    frame = geopandas.GeoDataFrame([row.columns(source) for row in rows], crs="EPSG:4326")
    frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    level, scheme, _ = rows[0].key.split(":")
    berlin_licence = "Nutzungsbestimmungen Geoportal Berlin (nutzIII)"
    print(f"{path.name}: {len(rows)} districts, {sum(r.people for r in rows)} people, {path.stat().st_size} bytes")  # noqa: T201
    return {
        "file": path.name,
        "level": level,
        "scheme": scheme,
        "edition": edition,
        "scope": scope,
        "valid_from": since,
        "source": _source_of(name),
        "licence": berlin_licence if credit.startswith("Geoportal") else "GeoNutzV",
        "credit": credit,
        "count": len(rows),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _source_of(name: str) -> str:
    return sources.OUTLINES if name.startswith("berlin") else sources.AREAS


if __name__ == "__main__":
    main()
