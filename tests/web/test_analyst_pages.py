"""Honest figures about who can be told where."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.pages.analyst import BREAKS

SignIn = Callable[[str], TestClient]


def test_strangers_are_sent_to_sign_in(site: TestClient) -> None:
    answer = site.get("/analyst", headers={"accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, "/login" in answer.headers["location"]) == (303, True)


def test_offices_are_refused(sign_in: SignIn) -> None:
    assert sign_in("mitte.buero").get("/analyst").status_code == 403


def test_subscriptions_stand_with_their_bounds(sign_in: SignIn) -> None:
    page = sign_in("opr.analyse").get("/analyst").text
    assert ("19.573" in page, "das sind 6.120 bis 19.573 Menschen" in page) == (True, True)


def test_places_without_a_channel_are_named_first(sign_in: SignIn) -> None:
    page = sign_in("opr.analyse").get("/analyst").text
    assert "6 Gemeinden ohne Kanal" in page
    assert page.index('scope="row">Heiligengrabe') < page.index('scope="row">Temnitzquell')


def test_only_the_own_authority_s_places_are_shown(sign_in: SignIn) -> None:
    page = sign_in("mitte.analyse").get("/analyst").text
    assert ("Hansaviertel" in page, "Heiligengrabe" in page) == (True, False)


def test_the_classes_of_the_legend_hold_every_place_once(sign_in: SignIn) -> None:
    rows = _table(sign_in("opr.analyse"))
    shares = [float(row["je 100 Einwohner"].replace(",", ".")) for row in rows if row["je 100 Einwohner"]]
    classes = [sum(share > bound for bound in BREAKS) for share in shares]
    assert (23, 17) == (len(rows), len(classes))


@pytest.mark.parametrize(("kind", "channels"), [("telegram", 1), ("", 2)])
def test_one_kind_of_channel_can_be_looked_at_alone(sign_in: SignIn, kind: str, channels: int) -> None:
    rows = _table(sign_in("opr.analyse"), kind)
    assert {"Neuruppin": channels} == {row["Name"]: int(row["Kanäle"]) for row in rows if row["Name"] == "Neuruppin"}


def test_an_unknown_kind_means_all(sign_in: SignIn) -> None:
    assert sign_in("opr.analyse").get("/analyst?kanal=fax").status_code == 200


def test_the_file_opens_in_a_german_spreadsheet(sign_in: SignIn) -> None:
    answer = sign_in("opr.analyse").get("/analyst/reach.csv")
    assert ("text/csv; charset=utf-8", True) == (
        answer.headers["content-type"],
        answer.content.startswith(b"\xef\xbb\xbf"),
    )
    assert "attachment" in answer.headers["content-disposition"]


def _table(site: TestClient, kind: str = "") -> list[dict[str, str]]:
    text = site.get("/analyst/reach.csv", params={"kanal": kind}).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))
