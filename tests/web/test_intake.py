"""What operators bring to the map: lists, CAP, files, the search; hostile input is refused with its place."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.errors import status_of
from api.middleware import LONGEST_UPLOAD
from geo import upload as upload_limits
from tests.web.test_desk_pages import csrf, send
from web import i18n

SignIn = Callable[[str], TestClient]

SQUARE = "52.52,13.33 52.52,13.36 52.54,13.36 52.54,13.33 52.52,13.33"
HOLE = "52.525,13.34 52.525,13.35 52.53,13.35 52.53,13.34 52.525,13.34"
RING = [[13.33, 52.52], [13.36, 52.52], [13.36, 52.54], [13.33, 52.54], [13.33, 52.52]]


def area(inner: str) -> str:
    return f"<area><areaDesc>Moabit</areaDesc>{inner}</area>"


def geocode(name: str, value: str) -> str:
    return f"<geocode><valueName>{name}</valueName><value>{value}</value></geocode>"


def cap(*areas: str) -> str:
    infos = "".join(f"<info><language>{language}</language>{''.join(areas)}</info>" for language in ("de", "en"))
    return f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>x</identifier>{infos}</alert>'


def pasted(client: TestClient, text: str) -> dict[str, Any]:
    answer = send(client, "/desk/paste", {"text": text})
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


def upload(client: TestClient, raw: bytes, name: str = "plan", **form: str) -> Any:
    return client.post("/desk/upload", headers={"X-CSRF-Token": csrf(client)}, files={"file": (name, raw)}, data=form)


def test_a_cap_documents_shapes_come_once_with_their_holes_and_its_codes_are_left_aside(sign_in: SignIn) -> None:
    inner = f"<polygon>{SQUARE}</polygon>{geocode('EXCLUDE_POLYGON', HOLE)}{geocode('ARS', '110000000000')}"
    found = pasted(sign_in("mitte.a"), cap(area(inner)))
    assert ("cap", "Polygon", "Polygon") == (
        found["kind"],
        found["area"]["geometry"]["type"],
        found["area"]["subtract"]["type"],
    )
    assert 'data-codes="110000000000"' in found["html"]


def test_a_cap_circle_stays_a_circle(sign_in: SignIn) -> None:
    found = pasted(sign_in("mitte.a"), cap(area("<circle>52.53,13.345 1.5</circle>")))
    assert {"lat": 52.53, "lon": 13.345, "radius_m": 1500.0} == found["area"]["circle"]
    assert found["area"]["geometry"] is None


@pytest.mark.parametrize(
    ("codes", "keys", "open_ones"),
    [
        (geocode("ARS", "120680320320"), ["gemeinde:ars:120680320320"], []),
        (geocode("AGS", "12068320"), ["gemeinde:ars:120680320320"], []),
        (geocode("WARNCELLID", "812068264"), ["gemeinde:ars:120680264264"], []),
        (geocode("WARNCELLID", "112068000"), ["kreis:ars:12068"], []),
        (geocode("ARS", "120680000000"), ["kreis:ars:12068"], []),
        (geocode("ARS", "999999999999"), None, ["999999999999"]),
    ],
)
def test_a_cap_document_without_shapes_means_its_codes(
    sign_in: SignIn, codes: str, keys: list[str] | None, open_ones: list[str]
) -> None:
    found = pasted(sign_in("opr.a"), cap(area(codes)))
    assert (keys, open_ones) == (
        found["area"] and found["area"]["districts"],
        [one["text"] for one in found["open"]],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (cap(area("<polygon>52.52,13.33 52.54,13.36 52.52,13.36 52.54,13.33 52.52,13.33</polygon>")), "kreuzt sich"),
        (cap(area("<polygon>13.33,52.52 13.36,52.52 13.36,52.54 13.33,52.52</polygon>")), "Golf von Aden"),
        (cap(area("<circle>52.5,13.3 foo</circle>")), "Zeile 1"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>', "DTD"),
        ("<alert>", "kein XML"),
        ("<kml><Placemark><Polygon/></Placemark></kml>", "keine Flächen"),
        ('{"type": "Point", "coordinates": [13, 52]}', "Point"),
        ("POINT(13 52)", "POINT"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "keine endliche Zahl"),
    ],
)
def test_a_faulty_paste_is_refused_in_words(sign_in: SignIn, text: str, said: str) -> None:
    answer = send(sign_in("mitte.a"), "/desk/paste", {"text": text})
    assert (422, True) == (answer.status_code, said in json.dumps(answer.json(), ensure_ascii=False)), answer.text


def test_a_list_is_told_in_the_readers_language_and_is_no_markup(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    client.headers["accept-language"] = "de"
    found = pasted(client, "Moabit\nMobait\n<b>x</b>")
    assert ["ortsteil:berlin:0102"] == found["area"]["districts"]
    assert "Mobait\n<b>x</b>" == found["rest"]
    assert "Meinten Sie" in found["html"]
    assert "&lt;b&gt;x&lt;/b&gt;" in found["html"]


@pytest.mark.parametrize("login", ["mitte.buero", "mitte.analyse", "mitte.admin"])
def test_only_the_desk_brings_areas(sign_in: SignIn, login: str) -> None:
    client = sign_in(login)
    token = client.get("/api/v1/me").json()["csrf"]
    answer = client.post("/desk/paste", json={"text": "Moabit"}, headers={"X-CSRF-Token": token})
    found = client.post("/desk/upload", headers={"X-CSRF-Token": token}, files={"file": ("a", b"x")})
    assert (403, 403) == (answer.status_code, found.status_code)


def test_an_upload_asks_for_the_layer_and_says_what_it_left_out(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in ("HQ100", "HQextrem"):
            shapes = [{"type": "Polygon", "coordinates": [RING]}, {"type": "Point", "coordinates": [13.3, 52.5]}]
            features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
            archive.writestr(f"{name}.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    asked = upload(client, sink.getvalue()).json()
    assert ("layer", None) == (asked["ask"], asked["area"])
    taken = upload(client, sink.getvalue(), layer="HQextrem").json()
    assert "Polygon" == taken["area"]["geometry"]["type"]
    assert "Nicht übernommen, weil keine Flächen: 1 Punkte." in taken["html"]


@pytest.mark.parametrize("raw", [b"", b"hello", b"PK\x03\x04 broken", b"SQLite format 3\x00"])
def test_a_hostile_upload_is_refused_with_a_reason(sign_in: SignIn, raw: bytes) -> None:
    answer = upload(sign_in("mitte.a"), raw, "area.geojson")
    assert (422, "upload-refused") == (answer.status_code, answer.json()["code"])


def test_while_others_read_files_a_third_is_asked_to_come_again() -> None:
    with ExitStack() as stack:
        for _ in range(upload_limits.AT_ONCE):
            stack.enter_context(upload_limits.TURNS)
        with pytest.raises(upload_limits.UploadsBusyError) as busy:
            upload_limits.take(io.BytesIO(b"{}"), "plan")
    assert 503 == status_of(busy.value)


def test_a_file_too_large_is_refused_before_it_is_opened(sign_in: SignIn) -> None:
    answer = upload(sign_in("mitte.a"), bytes(LONGEST_UPLOAD))
    assert (413, "too-large") == (answer.status_code, answer.json()["code"])


def test_the_search_forgives_a_slip_and_marks_what_lies_outside(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    hits = client.get("/desk/search", params={"q": "Mobait"}).json()["hits"]
    assert ("ortsteil:berlin:0102", True) == (hits[0]["key"], hits[0]["own"])
    assert 4 == len(hits[0]["bounds"])
    outside = client.get("/desk/search", params={"q": "Neuruppin"}).json()["hits"]
    assert (False, "Gemeinde, Landkreis Ostprignitz-Ruppin") == (outside[0]["own"], outside[0]["detail"])
    saved = client.get("/desk/search", params={"q": "poststadion"}).json()["hits"]
    assert [True] == [one["saved"] is not None for one in saved]
    assert 422 == client.get("/desk/search", params={"q": "x" * 101}).status_code


_WORDS = re.compile(r'\b(?:_|seat\._|ngettext|counted)\(\s*"((?:[^"\\]|\\.)*)"')
_OURS = (
    "api/pages/desk/intake.py",
    "api/pages/desk/saved.py",
    *(
        f"web/templates/desk/{name}.html"
        for name in (
            "area_paste",
            "area_paste_answer",
            "area_upload_crs",
            "area_saved",
            "area_saved_list",
            "saved_areas",
        )
    ),
)


@pytest.mark.parametrize("path", _OURS)
def test_every_word_of_these_pages_is_english_too(path: str) -> None:
    catalogue = (message for message in i18n.catalogue("en") if message.id)
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.string}
    said = _WORDS.findall((Path(__file__).parents[2] / path).read_text(encoding="utf-8"))
    assert ([], True) == ([message for message in said if message not in known], len(said) > 2)
