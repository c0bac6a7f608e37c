"""Published alerts as Atom and GeoJSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from lxml import etree

from alerts.domain.model.alert import Info
from alerts.domain.model.codes import MsgType, Severity, Status
from alerts.domain.model.published import PublishedAlert, PublishedZone
from alerts.formats import atom, geojson

SENT = datetime(2026, 11, 24, 2, 15, 30, tzinfo=UTC)
AREA = {"type": "Polygon", "coordinates": [[[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.5]]]}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def alert() -> PublishedAlert:
    return PublishedAlert(
        identifier="2026.11.24 mitte/1",
        code="7F3A-92QK",
        alert=UUID(int=1),
        thread=UUID(int=2),
        authority=UUID(int=3),
        authority_name="Bezirksamt Mitte",
        sender="lage@mitte.example",
        status=Status.ACTUAL,
        msg_type=MsgType.ALERT,
        severity=Severity.SEVERE,
        event="Bombenfund",
        event_code="BBK-EVC-009",
        category="Safety",
        urgency="Immediate",
        certainty="Observed",
        response_types=("Evacuate",),
        sent=SENT,
        expires=SENT + timedelta(hours=6),
        all_clear=False,
        succeeded_by=None,
        infos=(
            Info(language="de", event="Bombenfund", headline="Bombenfund <Moabit>", instruction="Gehen & warten"),
            Info(language="en", event="Bomb", headline="Bomb find"),
        ),
        zones=(PublishedZone(order=1, name="Sperrkreis", shape=AREA, instruction={"de": "Raus"}),),
        places=("Moabit",),
        geocodes=("110000000000",),
        references=(),
        hotline=None,
        contact="",
        link="",
        area=AREA,
    )


def test_an_atom_entry_leads_to_page_and_cap(alert: PublishedAlert) -> None:
    feed = etree.fromstring(atom.write([alert], public_url="https://warnung.example", updated=SENT).encode())
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://warnung.example/a/2026.11.24%20mitte%2F1",
        "enclosure": "https://warnung.example/cap/2026.11.24%20mitte%2F1.xml",
    }
    assert entry.findtext(f"{ATOM}title") == "Bombenfund <Moabit>"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-24T02:15:30Z"
    assert entry.findtext(f"{ATOM}id") == "urn:x-ortsruf:2026.11.24%20mitte%2F1"
    assert entry.findtext(f"{ATOM}summary") == "Moabit\nGehen & warten\n7F3A-92QK"
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["Safety", "Severe", "Alert"]


def test_an_atom_feed_has_all_that_rfc_4287_asks_for_even_when_empty(alert: PublishedAlert) -> None:
    newer = replace(alert, sent=SENT + timedelta(minutes=1))
    for alerts, updated in (([], "2026-11-24T02:15:30Z"), ([newer, alert], "2026-11-24T02:16:30Z")):
        feed = etree.fromstring(atom.write(alerts, public_url="https://w.example", updated=SENT).encode())
        assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "author"))
        assert feed.findtext(f"{ATOM}updated") == updated
        assert len(feed.findall(f"{ATOM}entry")) == len(alerts)


def test_geojson_says_all_in_the_language_asked_for(alert: PublishedAlert) -> None:
    document: dict[str, Any] = json.loads(geojson.write([alert], updated=SENT, language="en"))
    (feature,) = document["features"]
    said = feature["properties"]
    assert (document["type"], document["timeStamp"]) == ("FeatureCollection", "2026-11-24T02:15:30Z")
    assert (feature["id"], feature["geometry"]) == ("2026.11.24 mitte/1", AREA)
    assert (said["headline"], said["language"], said["severity"]) == ("Bomb find", "en", "Severe")
    assert (said["sent"], said["expires"]) == ("2026-11-24T02:15:30Z", "2026-11-24T08:15:30Z")
    assert said["zones"] == [{"order": 1, "name": "Sperrkreis", "instruction": {"de": "Raus"}, "geometry": AREA}]


def test_no_alert_is_an_empty_collection() -> None:
    assert json.loads(geojson.write([], updated=SENT))["features"] == []
