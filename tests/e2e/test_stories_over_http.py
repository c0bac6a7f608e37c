"""The first authorities over HTTP: who gets a post, who is left in peace, what an update says to whom."""

from __future__ import annotations

from typing import Any

from tests.e2e.desk_client import DeskClient, bomb_find, expires
from tests.e2e.stack import PASSWORD, Stack, wait_until

MOABIT_AND_TIERGARTEN = {"districts": ["ortsteil:berlin:0102", "ortsteil:berlin:0104"]}
MOABIT = {"districts": ["ortsteil:berlin:0102"]}


def released(operator: DeskClient, approver: DeskClient, draft: Any) -> Any:
    """Submit with every gap acknowledged, and approve."""
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    submitted = operator.submit(draft["id"], gaps)
    return approver.approve(draft["id"], submitted["hash"])


def delivered(stack: Stack, desk: DeskClient, alert: Any) -> dict[str, str]:
    """Texts by channel once every delivery that a machine makes has been accepted."""
    by_hand = "whatsapp-manual"

    def done() -> bool:
        rows = [row for row in desk.deliveries(alert["id"])["deliveries"] if not row["stands_for"]]
        return bool(rows) and all(row["state"] in ("accepted", "confirmed") for row in rows if row["kind"] != by_hand)

    wait_until(done, f"all deliveries of {alert['code']} are accepted")
    return {
        f"{post['channel_name']}|{post['gateway']}|{post['channel']}": post["text"]
        for post in stack.posts(alert["code"])
    }


def places(texts: dict[str, str]) -> set[str]:
    """The names of the channels that got a post."""
    return {name.split("|")[0] for name in texts}


def test_an_update_with_a_smaller_area_closes_where_it_left_and_the_all_clear_goes_to_who_is_still_in(
    stack: Stack, operator: DeskClient, approver: DeskClient
) -> None:
    first = released(operator, approver, operator.draft(**bomb_find(MOABIT_AND_TIERGARTEN)))
    assert places(delivered(stack, operator, first)) == {"Bezirk Mitte: Moabit", "Bezirk Mitte: Tiergarten"}

    draft = operator.call("POST", f"/alerts/{first['id']}/update", {"area": MOABIT})
    update = released(operator, approver, draft)
    texts = delivered(stack, operator, update)
    closing = [text for name, text in texts.items() if "Tiergarten" in name]
    assert len(closing) == 3
    assert all(text.startswith("Für Tiergarten aufgehoben: Bombenfund") for text in closing)
    assert all("Weiter betroffen: Moabit" in text for text in closing)
    staying = [text for name, text in texts.items() if "Moabit" in name]
    assert len(staying) == 5

    end = released(operator, approver, operator.call("POST", f"/alerts/{update['id']}/all-clear"))
    texts = delivered(stack, operator, end)
    assert places(texts) == {"Bezirk Mitte: Moabit"}
    german = [text for name, text in texts.items() if "whatsapp" in name]
    assert all(text.startswith("Entwarnung") for text in german)
    assert all("Bleiben Sie im Haus" not in text for text in texts.values())


def test_three_picked_gemeinden_get_it_and_the_gap_among_them_is_named(stack: Stack) -> None:
    operator = DeskClient(stack.url, "opr.a", PASSWORD)
    approver = DeskClient(stack.url, "opr.b", PASSWORD)
    wanted = ("Kyritz", "Neuruppin", "Heiligengrabe")
    listed = operator.call("GET", "/districts?level=gemeinde&within=kreis:ars:12068")["districts"]
    keys = [district["key"] for district in listed if district["name"] in wanted]
    assert len(keys) == 3

    draft = operator.draft(**bomb_find({"districts": keys}, hazard="glaette", category="Met"))
    assert [gap["name"] for gap in draft["preview"]["gaps"]] == []
    fallback = [one for one in draft["preview"]["channels"] if one["fallback"]]
    assert {one["district"] for one in fallback} == {"kreis:ars:12068"}

    texts = delivered(stack, operator, released(operator, approver, draft))
    assert places(texts) == {"Landkreis OPR", "Landkreis OPR: Kyritz", "Landkreis OPR: Neuruppin"}
    kreis = next(text for name, text in texts.items() if name.startswith("Landkreis OPR|whatsapp"))
    assert kreis.startswith("Nur ")
    assert "Heiligengrabe" in kreis.splitlines()[0]


def test_a_circle_over_helmstedt_tells_the_town_and_by_the_kreis_who_has_no_channel(stack: Stack) -> None:
    operator = DeskClient(stack.url, "helmstedt.a", PASSWORD)
    approver = DeskClient(stack.url, "helmstedt.b", PASSWORD)
    circle = {"circle": {"lat": 52.228, "lon": 11.010, "radius_m": 1500}}
    draft = operator.draft(**bomb_find(circle))
    assert "Helmstedt" in [district["name"] for district in draft["preview"]["districts"]]
    texts = delivered(stack, operator, released(operator, approver, draft))
    assert "Landkreis Helmstedt: Helmstedt" in places(texts)
    assert "Landkreis Helmstedt: Lehre" not in places(texts)


def test_a_drill_reaches_the_sandbox_twins_and_no_live_channel(stack: Stack, operator: DeskClient) -> None:
    drill = operator.draft(**bomb_find(MOABIT, status="Exercise"))
    own = operator.submit(drill["id"], [])
    alert = operator.approve(drill["id"], own["hash"])
    texts = delivered(stack, operator, alert)
    assert places(texts) == {"Übung Bezirk Mitte: Moabit"}
    assert all(text.startswith(("ÜBUNG", "\u200fÜBUNG")) for text in texts.values())


def test_whoever_wrote_it_cannot_approve_and_a_changed_version_voids_the_hash(
    stack: Stack, operator: DeskClient, approver: DeskClient
) -> None:
    draft = operator.draft(**bomb_find(MOABIT))
    submitted = operator.submit(draft["id"], [])
    refused = operator.call("POST", f"/alerts/{draft['id']}/approve", {"hash": submitted["hash"]}, status=403)
    assert refused["code"] == "second-person-needed"

    approver.call("POST", f"/alerts/{draft['id']}/return", {"reason": "Uhrzeit fehlt"})
    version = submitted["version"]
    operator.call("PATCH", f"/alerts/{draft['id']}", {"expires": expires(5)}, **{"If-Match": f'"{version}"'})
    operator.submit(draft["id"], [])
    stale = approver.call("POST", f"/alerts/{draft['id']}/approve", {"hash": submitted["hash"]}, status=409)
    assert stale["code"] == "hash-mismatch"
    assert stack.posts() == []


def test_a_drill_never_turns_into_a_live_alert_and_an_end_keeps_its_place(
    stack: Stack, operator: DeskClient, approver: DeskClient
) -> None:
    drill = operator.draft(**bomb_find(MOABIT, status="Exercise"))
    alert = operator.approve(drill["id"], operator.submit(drill["id"], [])["hash"])
    update = operator.call("POST", f"/alerts/{alert['id']}/update", {"status": "Actual"})
    assert update["content"]["status"] == "Exercise"

    live = released(operator, approver, operator.draft(**bomb_find(MOABIT)))
    refused = operator.call("POST", f"/alerts/{live['id']}/update", {"response_types": ["AllClear"]}, status=422)
    assert refused["code"] == "invalid"
    end = operator.call("POST", f"/alerts/{live['id']}/all-clear")
    elsewhere = {"area": {"districts": ["ortsteil:berlin:0105"]}}
    kept = operator.call("PATCH", f"/alerts/{end['id']}", elsewhere, **{"If-Match": f'"{end["version"]}"'})
    assert kept["content"]["area"]["districts"] == ["ortsteil:berlin:0102"]
