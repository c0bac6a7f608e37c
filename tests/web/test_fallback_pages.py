"""Ersatzwege: who goes on for a channel, seen and changed by who looks after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from alerts.channels.reasons import Reason
from alerts.domain.delivering import ACKNOWLEDGE_WITHIN, HAND_OVER_AFTER, STAND_IN_AFTER
from alerts.domain.model.codes import Lane
from api.pages.fallbacks import moved
from tests.conftest import Database
from tests.web import pages_world as world
from web import i18n

SignIn = Callable[[str], TestClient]

PATH = "/office/fallbacks"
FIRST, SECOND, THIRD = (UUID(int=n) for n in range(1, 4))


@pytest.mark.parametrize(
    ("expected", "step", "spare"),
    [
        ((SECOND, FIRST), f"up:{SECOND}", ""),
        ((FIRST, SECOND), f"up:{FIRST}", ""),
        ((SECOND, FIRST), f"down:{FIRST}", ""),
        ((FIRST, SECOND), f"down:{SECOND}", ""),
        ((SECOND,), f"remove:{FIRST}", ""),
        ((FIRST, SECOND, THIRD), "add", str(THIRD)),
        ((SECOND, FIRST), "add", str(FIRST)),
        ((FIRST, SECOND), "add", "nothing"),
        ((FIRST, SECOND), f"up:{THIRD}", ""),
        ((FIRST, SECOND), "nonsense", ""),
    ],
)
def test_a_step_moves_one_account_and_keeps_the_others_in_order(
    expected: Sequence[UUID], step: str, spare: str
) -> None:
    assert expected == moved((FIRST, SECOND), step, spare)


def test_an_administrator_sees_every_channel_of_the_authority_and_no_other(sign_in: SignIn) -> None:
    page = sign_in("mitte.admin").get(PATH).text
    names = ("WhatsApp Moabit", "E-Mail Wedding", "Stadtbildschirme Moabit", "WhatsApp Helmstedt")
    assert (True, True, True, False) == tuple(name in page for name in names)


def test_an_office_sees_its_channels_and_may_change_them(sign_in: SignIn, pages_database: Database) -> None:
    page = sign_in("mitte.buero").get(PATH).text
    assert (f"{PATH}?edit={_id(pages_database, 'WhatsApp Moabit')}" in page, "WhatsApp Wedding" in page) == (
        True,
        False,
    )


def test_an_operator_reads_and_changes_nothing(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.a")
    assert "?edit=" not in site.get(PATH).text
    answer = _save(site, pages_database, "WhatsApp Moabit", accounts=[], standby="")
    assert (answer.status_code, _names(pages_database, "WhatsApp Moabit")) == (
        403,
        ["WhatsApp", "WhatsApp, zweite Nummer"],
    )


def test_an_analyst_is_refused(sign_in: SignIn) -> None:
    assert sign_in("mitte.analyse").get(PATH).status_code == 403


def test_an_office_does_not_change_the_channel_of_another(sign_in: SignIn, pages_database: Database) -> None:
    answer = _save(sign_in("mitte.buero"), pages_database, "WhatsApp Wedding", accounts=[], standby="")
    assert (answer.status_code, len(_names(pages_database, "WhatsApp Wedding"))) == (404, 2)


def test_what_happens_is_said_with_the_numbers_that_deliveries_go_by(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    _save(site, pages_database, "WhatsApp Moabit", standby="Telegram Tiergarten")
    said = _row(site.get(PATH).text, pages_database, "WhatsApp Moabit")
    emergency, warning = round(STAND_IN_AFTER[Lane.EMERGENCY]), round(STAND_IN_AFTER[Lane.WARNING] / 60)
    assert (
        f"Nimmt WhatsApp Moabit einen Notfall nicht binnen {emergency} Sekunden an, geht er an Telegram Tiergarten; "
        f"bei Warnungen nach {warning} Minuten."
    ) in said
    assert f"„WhatsApp“ einen Notfall nicht binnen {round(HAND_OVER_AFTER)} Sekunden an" in said
    assert "springt ein für WhatsApp Moabit" in _row(site.get(PATH).text, pages_database, "Telegram Tiergarten")


def test_a_post_by_hand_waits_for_a_person_as_long_as_deliveries_do(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    _save(site, pages_database, "WhatsApp Bezirk Mitte", standby="E-Mail Tiergarten")
    said = _row(site.get(PATH).text, pages_database, "WhatsApp Bezirk Mitte")
    minutes = round(ACKNOWLEDGE_WITHIN / 60)
    assert f"Übernimmt niemand den Beitrag für WhatsApp Bezirk Mitte binnen {minutes} Minuten" in said


def test_a_channel_with_one_account_and_nobody_beside_it_is_named(sign_in: SignIn, pages_database: Database) -> None:
    page = sign_in("mitte.admin").get(PATH).text
    assert "ohne Ersatz" in _row(page, pages_database, "E-Mail Moabit")
    assert "ohne Ersatz" not in _row(page, pages_database, "WhatsApp Moabit")


def test_a_standby_that_gets_the_same_alerts_anyway_is_called_useless(
    sign_in: SignIn, pages_database: Database
) -> None:
    site = sign_in("mitte.admin")
    _save(site, pages_database, "E-Mail Moabit", standby="Telegram Moabit")
    said = _row(site.get(PATH).text, pages_database, "E-Mail Moabit")
    assert ("bekommt dieselben Warnungen ohnehin" in said, "ohne Ersatz" in said) == (True, True)


def test_the_order_is_arranged_by_buttons_and_only_saving_changes_it(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    first, second = _accounts(pages_database, "WhatsApp Moabit")
    arranged = _save(site, pages_database, "WhatsApp Moabit", accounts=[first, second], step=f"up:{second}")
    assert [second, first] == re.findall(r'name="account" value="([^"]+)"', arranged.text)
    assert "Noch nicht gespeichert." in arranged.text
    assert [first, second] == _accounts(pages_database, "WhatsApp Moabit")
    saved = _save(site, pages_database, "WhatsApp Moabit", accounts=[second, first])
    assert (303, [second, first]) == (saved.status_code, _accounts(pages_database, "WhatsApp Moabit"))


def test_the_script_gets_the_form_alone(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    accounts = _accounts(pages_database, "WhatsApp Moabit")
    site.headers["hx-request"] = "true"
    part = _save(site, pages_database, "WhatsApp Moabit", accounts=accounts, step=f"remove:{accounts[0]}")
    assert (False, accounts[1:]) == ("<html" in part.text, re.findall(r'name="account" value="([^"]+)"', part.text))


def test_a_wrong_choice_is_told_at_its_field_and_nothing_is_saved(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    before = _standby(pages_database, "WhatsApp Moabit")
    answer = _save(site, pages_database, "WhatsApp Moabit", standby="WhatsApp Moabit")
    assert (422, True) == (answer.status_code, '<span class="fail note-text" id="e-standby">' in answer.text)
    foreign = _accounts(pages_database, "Telegram Moabit")
    answer = _save(site, pages_database, "WhatsApp Moabit", accounts=foreign)
    assert (422, True) == (answer.status_code, "Nur Konten derselben Art wählen" in answer.text)
    kept = _standby(pages_database, "WhatsApp Moabit"), len(_accounts(pages_database, "WhatsApp Moabit"))
    assert (before, 2) == kept


def test_nonsense_instead_of_a_channel_is_told_at_the_field(sign_in: SignIn, pages_database: Database) -> None:
    site = sign_in("mitte.admin")
    path = f"{PATH}/{_id(pages_database, 'WhatsApp Moabit')}"
    answer = site.post(path, data={"csrf": _csrf(site), "standby": "nonsense"}, follow_redirects=False)
    assert (422, True) == (answer.status_code, "Wählen Sie einen Kanal aus der Liste." in answer.text)


def test_a_stuck_account_sorts_to_the_top_with_its_reason(sign_in: SignIn, pages_database: Database) -> None:
    with pages_database.owner_store.transaction(None) as session:
        session.execute(
            text(
                "UPDATE account SET blocked_until = now() + interval '30 s', blocked_reason = 'breaker',"
                " failed_at = now(), failed_reason = :reason WHERE name = 'Mail-Relay'"
            ),
            {"reason": Reason.NO_CONNECTION},
        )
    page = sign_in("mitte.admin").get(PATH).text
    top = re.findall(r'<tr role="row" id="way-([^"]+)"', page)[0]
    assert _id(pages_database, "E-Mail Wedding") == top
    said = _row(page, pages_database, "E-Mail Wedding")
    assert ("hängt bis" in said, str(Reason.NO_CONNECTION) in said, "Konto hängt gerade" in page) == (True, True, True)


def test_an_authority_without_channels_is_told_so(sign_in: SignIn, pages_database: Database) -> None:
    with pages_database.owner_store.transaction(None) as session:
        session.execute(text("UPDATE channel SET state = 'archived'"))
    assert "Noch kein Kanal" in sign_in("mitte.admin").get(PATH).text


def test_every_reason_of_a_connector_is_said_in_english_too() -> None:
    known = {str(message.id) for message in i18n.catalogue("en") if message.id and message.string}
    assert [reason for reason in Reason if str(reason) not in known] == []


def test_check_and_approval_name_who_stands_by_with_the_text(sign_in: SignIn, pages_database: Database) -> None:
    _save(sign_in("mitte.admin"), pages_database, "WhatsApp Moabit", standby="Telegram Tiergarten")
    site = sign_in("mitte.a")
    headers = {"x-csrf-token": _csrf(site)}
    alert = site.post("/api/v1/alerts", json=_bomb_find(), headers=headers).json()["id"]
    page = site.get(f"/desk/alerts/{alert}/check").text
    assert ("Ersatzkanäle, nur wenn einer ausfällt" in page, "Telegram Tiergarten für WhatsApp Moabit" in page) == (
        True,
        True,
    )
    beside = site.get(f"/api/v1/alerts/{alert}/in-force").json()["alerts"]
    words = [{"identifier": one["identifier"], "reason": "Eine andere Lage."} for one in beside if one["needs_word"]]
    changed = site.patch(f"/api/v1/alerts/{alert}", json={"regards": words}, headers={**headers, "If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    body = {"acknowledged_gaps": []}
    submitted = site.post(f"/api/v1/alerts/{alert}/submit", json=body, headers=headers).json()
    standby = submitted["standbys"][0]
    assert (["WhatsApp Moabit"], "Telegram Tiergarten") == (
        [one["name"] for one in standby["stands_for"]],
        standby["name"],
    )
    page = sign_in("mitte.b").get(f"/desk/alerts/{alert}/approve").text
    assert "Telegram Tiergarten für WhatsApp Moabit" in page
    assert standby["text"].splitlines()[0] in page


def _row(page: str, database: Database, name: str) -> str:
    """The words of one channel's row."""
    found = re.search(rf'<tr role="row" id="way-{_id(database, name)}".*?</tr>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def _save(
    site: TestClient,
    database: Database,
    name: str,
    *,
    accounts: Sequence[str] | None = None,
    standby: str = "",
    step: str = "",
) -> Any:
    form = {
        "csrf": _csrf(site),
        "account": _accounts(database, name) if accounts is None else list(accounts),
        "standby": _id(database, standby) if standby else "",
        "step": step,
    }
    return site.post(f"{PATH}/{_id(database, name)}", data=form, follow_redirects=False)


def _bomb_find() -> dict[str, Any]:
    info = {
        "language": "de",
        "event": "Bombenfund",
        "headline": "Bombenfund in Moabit: Gebiet verlassen.",
        "description": "",
        "instruction": "Verlassen Sie das Gebiet.",
    }
    return {
        "hazard": "bombenfund",
        "severity": "Moderate",
        "response_types": ["Evacuate"],
        "expires": (datetime.now(UTC) + timedelta(hours=3)).replace(second=0, microsecond=0).isoformat(),
        "infos": [info],
        "area": {"districts": [world.MOABIT]},
    }


def _csrf(site: TestClient) -> str:
    return str(site.get("/api/v1/me").json()["csrf"])


def _rows(database: Database, query: str, name: str) -> list[Any]:
    with database.owner_store.transaction(None) as session:
        mine = "(SELECT id FROM authority WHERE slug = 'mitte')"
        return list(session.execute(text(query.replace(":mine", mine)), {"name": name}).scalars())


def _id(database: Database, name: str) -> str:
    return str(_rows(database, "SELECT id FROM channel WHERE name = :name AND authority_id = :mine", name)[0])


def _standby(database: Database, name: str) -> str | None:
    query = "SELECT standby_id::text FROM channel WHERE name = :name AND authority_id = :mine"
    return _rows(database, query, name)[0]


_CARRIED = """
    FROM channel_account ca JOIN channel c ON c.id = ca.channel_id JOIN account a ON a.id = ca.account_id
    WHERE c.name = :name AND c.authority_id = :mine ORDER BY ca.position
"""


def _accounts(database: Database, name: str) -> list[str]:
    return _rows(database, f"SELECT a.id::text {_CARRIED}", name)


def _names(database: Database, name: str) -> list[str]:
    return _rows(database, f"SELECT a.name {_CARRIED}", name)
