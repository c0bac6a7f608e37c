"""What we write is valid by the schema, by our own check, and says what the alert says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from shapely.geometry import Polygon, shape
from shapely.ops import unary_union

from alerts.domain.model.alert import Info
from alerts.domain.model.codes import MsgType, ResponseType, Status
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.formats import cap
from alerts.formats.cap import times


def covered(message: cap.CapMessage, area: int) -> Any:
    return unary_union([Polygon(ring) for ring in message.infos[0].areas[area].polygons])


def test_a_full_alert_is_valid_and_reads_as_it_was_meant(released: Any, schema: etree.XMLSchema) -> None:
    document = cap.write(released())
    schema.assertValid(etree.fromstring(document.encode()))
    message = cap.read(document)
    german, english = message.infos
    assert (message.identifier, message.sender, message.sent_text) == (
        "2026.11.24.mitte.0001",
        "lage@mitte.example",
        "2026-11-24T03:15:30+01:00",
    )
    assert (message.status, message.msg_type, message.scope) == ("Actual", "Alert", "Public")
    assert (german.language, english.language) == ("de", "en")
    assert german.event_codes == (("profile:DE-BBK-EVENTCODE", "BBK-EVC-009"),)
    assert german.response_types == ("Evacuate", "Avoid")
    assert (german.description, german.contact) == ("Eine Bombe & <viel> Verkehr.", "+49 30 000000")
    assert german.web == "https://warnung.mitte.example/a/2026.11.24.mitte.0001"
    assert german.parameter("ortsruf:code") == "7F3A-92QK"
    assert german.parameter("warnVerwaltungsbereiche") == "110000000000"
    assert german.expires == datetime(2026, 11, 24, 8, 15, 30, tzinfo=UTC)


def test_the_innermost_zone_speaks_first_and_no_zone_speaks_a_foreign_language(released: Any) -> None:
    german, english = cap.read(cap.write(released())).infos
    assert german.instruction.splitlines() == [
        "Sperrkreis: Verlassen Sie das Gebiet.",
        "Warnbereich: Bleiben Sie im Haus.",
        "Meiden Sie die Umgebung.",
    ]
    assert english.instruction.splitlines() == ["Warnbereich: Stay in.", "Keep away."]
    assert [value for name, value in german.parameters if name == "ortsruf:zone"] == [
        "1|Sperrkreis|Verlassen Sie das Gebiet.",
        "2|Warnbereich|Bleiben Sie im Haus.",
    ]
    assert [area.name for area in german.areas] == ["Moabit, Hansaviertel", "Sperrkreis", "Warnbereich"]


def test_polygons_cover_the_area_and_leave_its_holes_out(released: Any) -> None:
    alert = released()
    message = cap.read(cap.write(alert))
    for number, expected in enumerate([alert.area, alert.zones[1][1], alert.zones[0][1]]):
        original, written = shape(expected), covered(message, number)
        assert written.covers(original)
        assert written.area <= original.area * 1.02


def test_a_ragged_area_keeps_to_a_hundred_points_contains_the_original_and_says_the_excess(
    released: Any, schema: etree.XMLSchema
) -> None:
    ragged = shape({"type": "Point", "coordinates": [13.4, 52.5]}).buffer(0.05, quad_segs=200)
    document = cap.write(released(area=ragged.__geo_interface__, zones=(), content={"zones": ()}))
    schema.assertValid(etree.fromstring(document.encode()))
    message = cap.read(document)
    assert max(len(ring) for ring in message.infos[0].areas[0].polygons) <= 100
    assert covered(message, 0).covers(ragged)
    excess = message.infos[0].parameter("ortsruf:excess")
    assert excess is not None
    assert 1 <= int(excess.removesuffix(" m2")) < 2_000_000


def test_references_are_verbatim(released: Any, predecessor: Any, schema: etree.XMLSchema) -> None:
    other = replace(predecessor, identifier="0001", sent="2026-11-24T01:30:00+00:00")
    document = cap.write(released({"msg_type": MsgType.UPDATE}, references=(predecessor, other)))
    schema.assertValid(etree.fromstring(document.encode()))
    assert cap.read(document).references == (predecessor, other)
    assert "lage@mitte.example,0001,2026-11-24T01:30:00+00:00" in document


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ({"status": Status.EXERCISE}, "Übung. Es besteht keine Gefahr."),
        ({"status": Status.EXERCISE, "note": "Warntag"}, "Warntag"),
        ({"status": Status.ACTUAL}, ""),
    ],
)
def test_a_drill_says_so(released: Any, content: dict[str, Any], note: str) -> None:
    message = cap.read(cap.write(released(content)))
    assert (message.status, message.note) == (content["status"], note)


def test_the_all_clear_and_the_cancel_are_valid(released: Any, predecessor: Any, schema: etree.XMLSchema) -> None:
    bare = {"zones": (), "infos": (Info(language="de", event="Bombenfund", headline="Entwarnung"),)}
    for changed in (
        {"msg_type": MsgType.UPDATE, "response_types": (ResponseType.ALL_CLEAR,)},
        {"msg_type": MsgType.CANCEL},
    ):
        document = cap.write(released({**bare, **changed}, references=(predecessor,), zones=()))
        schema.assertValid(etree.fromstring(document.encode()))
        cap.check(document)


def test_easy_german_has_its_own_tag_and_takes_the_german_zones(released: Any) -> None:
    easy = Info(language="de-easy", event="Bombe", headline="Bombe in Moabit")
    (info,) = cap.read(cap.write(released({"infos": (easy,)}))).infos
    assert info.language == "de-simple"
    assert info.instruction.startswith("Sperrkreis: Verlassen Sie das Gebiet.")


def test_signs_that_xml_cannot_hold_are_left_out(released: Any) -> None:
    info = Info(language="de", event="Bom\x00be", headline="H\x0b\ud800\ufffe", description="ü 😀\tx")
    (read,) = cap.read(cap.write(released({"infos": (info,)}))).infos
    assert (read.event, read.headline, read.description) == ("Bombe", "H", "ü 😀\tx")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=UTC), "2026-07-01T14:00:00+02:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_times_are_berlins_with_their_offset(moment: datetime, expected: str) -> None:
    assert times.shown(moment) == expected
    assert times.read(expected) == moment.replace(microsecond=0)


def test_a_naive_time_is_refused(released: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        cap.write(released(sent=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_an_alert_without_an_expiry_or_geocodes_is_still_valid(released: Any, schema: etree.XMLSchema) -> None:
    document = cap.write(released({"expires": None, "hotline": None}, geocodes=(), link=""))
    schema.assertValid(etree.fromstring(document.encode()))
    cap.check(document)
    assert timedelta(0) == cap.read(document).sent.utcoffset() - timedelta(hours=1)  # type: ignore[operator]


def test_help_places_stand_in_the_instruction_and_as_parameters(released: Any, schema: etree.XMLSchema) -> None:
    place = HelpPlace(kind=HelpKind.SHELTER, name="Rathaus|Wedding", address="Müllerstraße 146", lat=52.5503, lon=13.3)
    alert = released()
    document = cap.write(replace(alert, content=replace(alert.content, help_places=(place,))))
    schema.assertValid(etree.fromstring(document.encode()))
    german, english = cap.read(document).infos
    assert german.parameter("ortsruf:help-place") == "shelter|Rathaus/Wedding|Müllerstraße 146|||52.55030,13.30000"
    assert german.instruction.splitlines()[-1] == "Betreuungsstelle: Rathaus|Wedding, Müllerstraße 146"
    assert english.instruction.splitlines()[-1] == "Shelter: Rathaus|Wedding, Müllerstraße 146"
