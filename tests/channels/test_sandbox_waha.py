"""WAHA's shape, driven by a plain HTTP client that knows nothing of our connector."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

MOABIT = "120363000000000101@newsletter"
KEY = {"X-Api-Key": "waha-key-7c1d"}


async def send(stage: Any, *, headers: Any = KEY, **changed: Any) -> tuple[int, Any]:
    body = {"session": "mitte", "chatId": MOABIT, "text": "Hallo", **changed}
    async with stage.http.post(f"{stage.url}/api/sendText", json=body, headers=headers) as answer:
        raw = await answer.read()
        return answer.status, await answer.json() if raw else None


async def get(stage: Any, path: str, headers: Any = KEY) -> tuple[int, Any]:
    async with stage.http.get(f"{stage.url}/api/{path}", headers=headers) as answer:
        return answer.status, await answer.json()


def test_a_text_is_taken_named_and_readable(play: Any) -> None:
    async def scene(stage: Any) -> None:
        status, body = await send(stage, text="Bombenfund")
        assert status == 201
        assert body["id"].startswith(f"true_{MOABIT}_")
        assert isinstance(body["timestamp"], int)
        status, preview = await get(stage, f"mitte/channels/{MOABIT}/messages/preview?limit=100")
        assert status == 200
        assert [item["message"]["body"] for item in preview] == ["Bombenfund"]
        assert preview[0]["message"]["id"] == body["id"]
        assert set(preview[0]) == {"reactions", "message", "viewCount"}

    play(scene)


@pytest.mark.parametrize("headers", [{}, {"X-Api-Key": "wrong"}])
def test_a_wrong_key_is_401(play: Any, headers: dict[str, str]) -> None:
    async def scene(stage: Any) -> None:
        assert (await send(stage, headers=headers))[0] == 401
        assert (await get(stage, "sessions/mitte", headers))[0] == 401
        assert (await get(stage, "sessions", headers))[0] == 401
        assert await stage.posts() == []

    play(scene)


@pytest.mark.parametrize("status", ["STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED"])
def test_a_session_that_does_not_work_is_422_and_names_its_status(play: Any, status: str) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", "sessions/mitte", {"status": status})
        answered, body = await send(stage)
        assert answered == 422
        assert (body["session"], body["status"], body["expected"]) == ("mitte", status, ["WORKING"])
        assert (await get(stage, "sessions/mitte"))[1]["status"] == status
        assert await stage.posts() == []

    play(scene)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"session": "nobody"}, 404),
        ({"text": None}, 400),
        ({"chatId": 7}, 400),
        ({"chatId": "1@newsletter"}, 500),
        ({"text": "x" * 4097}, 500),
        ({"text": "😀" * 2049}, 500),
        ({"text": "😀" * 2048}, 201),
        ({"text": "x" * 4096}, 201),
    ],
)
def test_what_makes_no_sense_is_answered_as_waha_would(play: Any, changed: dict[str, Any], status: int) -> None:
    async def scene(stage: Any) -> None:
        assert (await send(stage, **changed))[0] == status

    play(scene)


def test_a_body_that_is_no_json_is_400(play: Any) -> None:
    async def scene(stage: Any) -> None:
        for body in (b"{", b"[]", b"\xff"):
            async with stage.http.post(f"{stage.url}/api/sendText", data=body, headers=KEY) as answer:
                assert answer.status == 400

    play(scene)


def test_channels_are_listed_and_counted(play: Any) -> None:
    async def scene(stage: Any) -> None:
        status, channels = await get(stage, "mitte/channels?role=OWNER")
        assert (status, [c["id"] for c in channels]) == (200, [MOABIT])
        assert "subscribersCount" not in channels[0]
        status, one = await get(stage, f"mitte/channels/{MOABIT.replace('@', '%40')}")
        assert (status, one["subscribersCount"], one["name"]) == (200, 812, "Warnungen Moabit")
        status, same = await get(stage, "mitte/channels/moabit101")
        assert (status, same) == (200, one)
        assert (await get(stage, "mitte/channels?role=SUBSCRIBER"))[1] == []
        assert (await get(stage, "mitte/channels/9@newsletter"))[0] == 404

    play(scene)


def test_another_session_neither_sees_nor_posts(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", "sessions/fremd", {"key": "other"})
        assert (await send(stage, session="fremd", headers={"X-Api-Key": "other"}))[0] == 500
        assert (await get(stage, "fremd/channels", {"X-Api-Key": "other"}))[1] == []
        assert await stage.posts() == []

    play(scene)


def test_a_given_id_is_kept_and_its_repeat_shows_unless_the_session_drops_repeats(play: Any) -> None:
    async def scene(stage: Any) -> None:
        status, fresh = await get(stage, "mitte/new-message-id")
        assert status == 200
        first, again = await send(stage, id=fresh["id"]), await send(stage, id=fresh["id"])
        assert first[1]["id"] == again[1]["id"] == f"true_{MOABIT}_{fresh['id']}"
        assert [p["repeat"] for p in await stage.posts()] == [False, True]
        await stage.control("DELETE", "posts")
        await stage.control("PUT", "sessions/mitte", {"drops_repeats": True})
        assert (await send(stage, id="A1"))[0] == (await send(stage, id="A1"))[0] == 201
        assert [p["repeat"] for p in await stage.posts()] == [False]
        assert (await stage.control("GET", "health"))["repeats"] == 1

    play(scene)


def test_an_image_lands_with_its_caption(play: Any) -> None:
    async def scene(stage: Any) -> None:
        file = {"mimetype": "image/png", "filename": "karte.png", "url": "https://mitte.example/karte.png"}
        body = {"session": "mitte", "chatId": MOABIT, "file": file, "caption": "Karte"}
        async with stage.http.post(f"{stage.url}/api/sendImage", json=body, headers=KEY) as answer:
            assert answer.status == 201
        (post,) = await stage.posts()
        assert (post["text"], post["extra"]["image"]["filename"]) == ("Karte", "karte.png")
        for wrong in ({**body, "file": {}}, {**body, "file": "x"}):
            async with stage.http.post(f"{stage.url}/api/sendImage", json=wrong, headers=KEY) as answer:
                assert answer.status == 400

    play(scene)


@pytest.mark.parametrize(
    ("kind", "applied", "seen"),
    [
        ("reset-before", 0, "cut"),
        ("reset-after", 1, "cut"),
        ("late", 1, "cut"),
        ("error-before", 0, 500),
        ("error-after", 1, 500),
        ("empty", 0, "201 empty"),
        ("empty-applied", 1, "201 empty"),
        ("throttle", 0, 429),
        ("hang", 0, "silence"),
        ("hang-after", 1, "silence"),
        ("slow", 1, 201),
        ("status", 0, 503),
    ],
)
def test_every_fault_does_what_it_says_once(play: Any, kind: str, applied: int, seen: int | str) -> None:
    async def attempt(stage: Any) -> int | str:
        try:
            async with stage.http.post(
                f"{stage.url}/api/sendText",
                json={"session": "mitte", "chatId": MOABIT, "text": "x"},
                headers=KEY,
                timeout=aiohttp.ClientTimeout(total=0.6),
            ) as answer:
                raw = await answer.read()
                return answer.status if raw else f"{answer.status} empty"
        except TimeoutError:
            return "silence"
        except aiohttp.ClientError:
            return "cut"

    async def scene(stage: Any) -> None:
        await stage.fault(kind, scope="session", name="mitte", count=1, delay=0.2, status=503)
        before = len(await stage.posts())
        assert await attempt(stage) == seen
        if kind == "late":
            assert len(await stage.posts()) == before
            await wait_for_posts(stage, 1)
        posts = await stage.posts()
        assert applied == len(posts)
        assert [kind in ("late", "slow")] * applied == [post["at"] - post["began"] > 0.19 for post in posts]
        assert await attempt(stage) == 201
        assert len(await stage.posts()) == applied + 1
        assert [f["used"] for f in await stage.control("GET", "faults")] == [1]

    play(scene)


async def wait_for_posts(stage: Any, number: int) -> None:
    while len(await stage.posts()) < number:
        pass


def test_a_throttle_names_the_seconds_only_if_it_is_told_to(play: Any) -> None:
    async def hint(stage: Any) -> str | None:
        body = {"session": "mitte", "chatId": MOABIT, "text": "x"}
        async with stage.http.post(f"{stage.url}/api/sendText", json=body, headers=KEY) as answer:
            assert answer.status == 429
            return answer.headers.get("Retry-After")

    async def scene(stage: Any) -> None:
        await stage.fault("throttle", count=1)
        assert await hint(stage) is None
        await stage.fault("throttle", count=1, retry_after=7)
        assert await hint(stage) == "7"

    play(scene)


def test_a_fault_on_reading_leaves_sending_alone(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault("status", on="read", status=502, scope="channel", name=MOABIT)
        assert (await send(stage))[0] == 201
        assert (await get(stage, f"mitte/channels/{MOABIT}/messages/preview"))[0] == 502
        assert (await get(stage, "mitte/channels"))[0] == 200

    play(scene)


def test_the_same_seed_strikes_the_same_requests(play: Any) -> None:
    async def scene(stage: Any) -> None:
        runs = []
        for _ in range(2):
            await stage.control("DELETE", "faults")
            await stage.fault("error-before", probability=0.5, seed=42)
            runs.append([(await send(stage))[0] for _ in range(20)])
        assert runs[0] == runs[1]
        assert {201, 500} == set(runs[0])

    play(scene)
