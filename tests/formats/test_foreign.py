"""Alerts of others: what they say is read as it stands, what is wrong is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from alerts.domain.errors import InvalidError
from alerts.domain.model.codes import MsgType, ResponseType, Severity, Status
from alerts.formats.foreign import Entry, decoded, read

SQUARE = "52.9,12.7 52.9,12.9 53.0,12.9 53.0,12.7 52.9,12.7"
HOLE = "52.94,12.78 52.94,12.82 52.96,12.82 52.96,12.78 52.94,12.78"


def detail(**changes: Any) -> dict[str, Any]:
    """DWD's warning as NINA writes it."""
    info = {
        "language": "de-DE",
        "category": ["Met"],
        "event": "GLÄTTE",
        "responseType": ["Prepare"],
        "urgency": "Immediate",
        "severity": "Minor",
        "certainty": "Likely",
        "onset": "2026-11-24T20:00:00+01:00",
        "expires": "2026-11-25T09:00:00+01:00",
        "senderName": "Deutscher Wetterdienst",
        "headline": "Amtliche WARNUNG vor GLÄTTE",
        "description": "Es tritt Glätte auf.<br/>Auch auf Brücken &amp; Wegen.",
        "instruction": "Fahren Sie langsam.",
        "area": [
            {
                "areaDesc": "Kreis Ostprignitz-Ruppin",
                "polygon": [SQUARE],
                "geocode": [
                    {"valueName": "EXCLUDE_POLYGON", "value": HOLE},
                    {"valueName": "WARNCELLID", "value": "812068320"},
                    {"valueName": "WARNCELLID", "value": "112068000"},
                    {"valueName": "WARNCELLID", "value": "501000005"},
                ],
            }
        ],
    }
    head = {
        "identifier": "2.49.0.0.276.0.DWD.PVW.1",
        "sender": "opendata@dwd.de",
        "sent": "2026-11-24T19:30:00+01:00",
        "status": "Actual",
        "msgType": "Alert",
        "info": [info],
    }
    return {
        **head,
        **{key: value for key, value in changes.items() if key != "info"},
        "info": [{**info, **changes.get("info", {})}],
    }


def only(document: Any) -> Entry:
    (entry,) = read(document if isinstance(document, str) else json.dumps(document))
    return entry


def places(document: Any) -> list[str]:
    return [fault.place for fault in only(document).faults]


def test_a_detail_of_dwd_keeps_words_severity_time_ground_and_codes() -> None:
    message = only(detail()).message
    assert message is not None
    assert ("Deutscher Wetterdienst", Severity.MINOR, (ResponseType.PREPARE,)) == (
        message.issuer,
        message.severity,
        message.response_types,
    )
    assert "Es tritt Glätte auf.\nAuch auf Brücken & Wegen." == message.info.description
    assert ("12068320", "12068") == message.geocodes
    ground = shape(message.geometry)
    assert (True, False) == (ground.covers(Point(12.71, 52.91)), ground.covers(Point(12.8, 52.95)))


def test_longitude_first_is_read_where_germany_leaves_no_doubt() -> None:
    turned = " ".join(",".join(reversed(pair.split(","))) for pair in SQUARE.split())
    area = [{"areaDesc": "x", "polygon": turned, "geocode": []}]
    first, second = (only(detail(info={"area": one})).message for one in (area, [{**area[0], "polygon": [SQUARE]}]))
    assert first is not None
    assert second is not None
    assert shape(first.geometry).equals(shape(second.geometry))


def test_a_dashboard_lists_what_where_and_in_whose_name() -> None:
    item = {
        "id": "mow.DE-BB-OPR-1",
        "payload": {
            "data": {
                "headline": "Trinkwasser abkochen",
                "provider": "MOWAS",
                "severity": "Severe",
                "msgType": "Update",
                "transKeys": {"event": "BBK-EVC-040"},
                "area": {"type": "ZGEM", "data": "120680320320,120680353353"},
            }
        },
        "i18nTitle": {"de": "Trinkwasser abkochen", "en": "Boil tap water"},
        "sent": "2026-11-24T19:30:00+01:00",
    }
    message = only([item]).message
    assert message is not None
    assert ("MoWaS", Severity.SEVERE, MsgType.UPDATE) == (message.issuer, message.severity, message.msg_type)
    assert ("120680320320", "120680353353") == message.geocodes
    assert {"de": "Trinkwasser abkochen", "en": "Boil tap water"} == {i.language: i.headline for i in message.infos}


def test_a_map_item_says_neither_where_nor_what_to_do() -> None:
    item = {
        "id": "lhp.1",
        "startDate": "2026-11-24T19:30:00+01:00",
        "severity": "Extreme",
        "type": "Alert",
        "i18nTitle": {"de": "Hochwasser"},
    }
    message = only([item]).message
    assert message is not None
    assert (None, (), "") == (message.geometry, message.geocodes, message.info.instruction)
    assert "Hochwasserzentralen der Länder" == message.issuer


def test_a_shape_belongs_to_the_alert_that_it_names() -> None:
    ring = [[12.7, 52.9], [12.9, 52.9], [12.9, 53.0], [12.7, 52.9]]
    feature = {
        "type": "Feature",
        "properties": {"warnId": "dwd.1"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    entry = only({"type": "FeatureCollection", "features": [feature]})
    assert ("dwd.1", None, True) == (entry.shape_of, entry.message, entry.shape is not None)


def test_one_wrong_message_leaves_the_others() -> None:
    good, bad = detail(), detail(sent="gestern")
    assert [(True, []), (False, ["[1].sent"])] == [
        (entry.message is not None, [fault.place for fault in entry.faults]) for entry in read(json.dumps([good, bad]))
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (detail(sent="2026-11-24T19:30:00"), ["sent"]),
        (detail(sent=5), ["sent"]),
        (detail(sent="9999-01-01T00:00:00+01:00"), ["sent"]),
        (detail(identifier=""), ["identifier"]),
        (detail(identifier=["a"]), ["identifier"]),
        (detail(msgType="Ack"), ["msgType"]),
        (detail(info={"expires": "2026-11-24T10:00:00+01:00"}), ["info[0].expires"]),
        (detail(info={"headline": {}, "event": []}), ["info[0].event", "info[0].headline", "info[0].headline"]),
        (detail(info={"area": "Kreis"}), ["info[0].area[0]"]),
        (detail(info={"area": [{"polygon": ["1,2 3"]}]}), ["info[0].area[0].polygon[0]"]),
        (
            detail(info={"area": [{"polygon": ["52.9,12.7 53.0,12.9 53.0,12.7 52.9,12.9 52.9,12.7"]}]}),
            ["info[0].area[0].polygon[0]"],
        ),
        (detail(info={"area": [{"circle": ["52.9,12.7 900"]}]}), ["info[0].area[0].circle[0]"]),
        ({"info": []}, ["info", "sent", "identifier"]),
    ],
)
def test_every_fault_names_its_place(document: dict[str, Any], expected: list[str]) -> None:
    assert expected == places(document)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Warnung vor Glätte",
        "{",
        "[]",
        "{}",
        '{"info": NaN}',
        "[" * 5_000,
        '{"a":' * 5_000,
        '{"info": ' + "[" * 60 + "]" * 60 + "}",
        json.dumps([{}] * 201),
        '{"type": "FeatureCollection", "features": []}',
        "{\x00}",
        "x" * (4 * 2**20 + 1),
        "<alert>",
        "<html/>",
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"/>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><note>&b;</note></alert>',
        '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
    ],
)
def test_what_is_no_alert_or_means_harm_is_refused_whole(text: str) -> None:
    with pytest.raises(InvalidError):
        read(text)


def test_cap_of_dwd_is_read_with_more_than_a_hundred_points_and_its_umlauts() -> None:
    ring = " ".join(f"{52.9 + n / 10_000:.4f},12.7" for n in range(150)) + " 52.9,12.9 52.9000,12.7"
    xml = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>dwd.2</identifier><sender>a@b</sender>
    <sent>2026-11-24T19:30:00+01:00</sent><status>Exercise</status><msgType>Update</msgType><scope>Public</scope>
    <references>a@b,dwd.1,2026-11-24T19:00:00+01:00</references>
    <info><language>de-DE</language><category>Met</category><event>GLÄTTE</event><responseType>AllClear</responseType>
    <urgency>Past</urgency><severity>Unknown</severity><certainty>Unknown</certainty>
    <area><areaDesc>Kyritz</areaDesc><polygon>{ring}</polygon></area></info></alert>"""
    message = only(xml).message
    assert message is not None
    assert ("GLÄTTE", None, Status.EXERCISE, ("dwd.1",)) == (
        message.info.event,
        message.severity,
        message.status,
        message.references,
    )
    assert (True, False) == (message.ends, message.is_real)


def test_a_file_is_read_in_the_encoding_that_it_names() -> None:
    assert "ä" == decoded('<?xml encoding="iso-8859-1"?>ä'.encode("iso-8859-1"))[-1]
    assert "ä" == decoded("\ufeffä".encode())
    with pytest.raises(InvalidError):
        decoded(b"\xff\xfe\x00")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
_NAMES = ("identifier", "sent", "status", "msgType", "references", "sender")
_INSIDE = (
    "language",
    "category",
    "event",
    "severity",
    "onset",
    "expires",
    "headline",
    "instruction",
    "area",
    "parameter",
)


@given(outer=st.dictionaries(st.sampled_from(_NAMES), _JSON), inner=st.dictionaries(st.sampled_from(_INSIDE), _JSON))
def test_whatever_stands_in_a_field_it_is_read_or_refused_by_its_place(
    outer: dict[str, Any], inner: dict[str, Any]
) -> None:
    entry = only(json.dumps(detail(**outer, info=inner)))
    assert (entry.message is None) == bool(entry.faults)
    assert all(fault.place and fault.de and fault.en for fault in entry.faults)


@given(text=st.text(max_size=200))
def test_whatever_is_pasted_it_is_read_or_refused(text: str) -> None:
    try:
        entries = read(text)
    except InvalidError:
        return
    assert entries
