"""Pages of foreign alerts, reasons and MoWaS under hostile input: refused with 4xx, never a fault of ours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.api import world
from tests.api.conftest import Asker, Server

NOBODY = str(UUID(int=404))


@pytest.fixture(scope="module")
def writer(lasting: Server) -> Asker:
    return lasting.signed_in("mitte.a")


@pytest.fixture(scope="module")
def draft(writer: Asker) -> str:
    made: dict[str, Any] = writer.post("/api/v1/alerts", world.content(severity="Severe")).json()
    return str(made["id"])


def fill_in(asker: Asker, path: str, **form: str) -> int:
    return asker.http.post(path, data=form, headers=asker.headers).status_code


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, 422),
        ({"text": "kein JSON"}, 422),
        ({"text": "http://127.0.0.1:9/etc"}, 422),
        ({"source": "file:///etc/hostname"}, 422),
        ({"text": "[" * 9_000}, 422),
        ({"text": "{\x00}"}, 400),
        ({"text": '{"info": [{"headline": "\\ud800"}]}'}, 200),
        ({"text": "<!DOCTYPE a><a/>"}, 422),
        ({"everywhere": "x" * 6, "text": "{}"}, 422),
    ],
)
def test_what_is_pasted_is_refused_with_its_place(writer: Asker, form: dict[str, str], expected: int) -> None:
    assert expected == fill_in(writer, "/desk/in-force", **form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"version": "1", "identifier0": "x", "reason0": "y" * 401}, 422),
        ({"version": "1", "identifier0": "x" * 301, "reason0": "y"}, 422),
        ({"version": "99999999999", "identifier0": "x", "reason0": "y"}, 412),
        ({"identifier0": "x", "reason0": "y"}, 412),
        ({"version": "1", "identifier0": "x", "reason0": "\x01"}, 422),
    ],
)
def test_reasons_are_checked(writer: Asker, draft: str, form: dict[str, str], expected: int) -> None:
    assert expected == fill_in(writer, f"/desk/alerts/{draft}/regards", **form)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"state": "vielleicht"},
        {"state": "triggered", "at": "gestern"},
        {"state": "triggered", "at": "9999-12-31T23:59", "by": "x", "identifier": "y"},
        {"state": "requested", "at": "2026-11-24T10:00"},
        {"state": "not-needed", "reason": "x" * 2_000},
        {"state": "not-needed", "reason": "\x02"},
    ],
)
def test_the_mowas_step_is_checked(writer: Asker, draft: str, form: dict[str, str]) -> None:
    assert 422 == fill_in(writer, f"/desk/alerts/{draft}/mowas", version="1", **form)


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/in-force/{NOBODY}/raw",
        f"/desk/alerts/{NOBODY}/in-force",
        f"/desk/alerts/{NOBODY}/mowas",
        f"/desk/alerts/{NOBODY}/mowas/cap.xml",
        f"/desk/alerts/{NOBODY}/mowas/area.geojson",
        f"/api/v1/alerts/{NOBODY}/in-force",
    ],
)
def test_what_is_not_there_is_not_found(writer: Asker, path: str) -> None:
    assert 404 == writer.get(path).status_code


@pytest.mark.parametrize("step", ["quote", "away"])
def test_nobody_acts_on_what_is_not_theirs(writer: Asker, step: str) -> None:
    assert 404 == fill_in(writer, f"/desk/in-force/{NOBODY}/{step}")


def test_other_roles_and_authorities_stay_outside(lasting: Server, draft: str) -> None:
    assert 403 == lasting.signed_in("mitte.analyst").get("/desk/in-force").status_code
    assert 404 == lasting.signed_in("opr.a").get(f"/desk/alerts/{draft}/mowas").status_code
    assert 404 == lasting.signed_in("opr.a").get(f"/api/v1/alerts/{draft}/in-force").status_code
