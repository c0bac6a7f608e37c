"""Telegram's shape, driven by a plain HTTP client."""

from __future__ import annotations

from typing import Any

import pytest

TOKEN = "4711:AAEE-sandbox-token"
CHAT = "-1001000000101"


async def call(stage: Any, method: str, token: str = TOKEN, **parameters: Any) -> tuple[int, Any]:
    async with stage.http.post(f"{stage.url}/bot{token}/{method}", json=parameters) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("chat", [CHAT, int(CHAT), "@moabit_warnt", "@Moabit_Warnt"])
def test_a_message_is_numbered_and_shown_as_a_channel_post(play: Any, chat: str | int) -> None:
    async def scene(stage: Any) -> None:
        status, body = await call(stage, "sendMessage", chat_id=chat, text="Bombenfund")
        assert (status, body["ok"]) == (200, True)
        result = body["result"]
        assert result["message_id"] == 1
        assert result["text"] == "Bombenfund"
        assert result["chat"] == {
            "id": int(CHAT),
            "title": "Moabit",
            "username": "moabit_warnt",
            "type": "channel",
        }
        assert (await call(stage, "sendMessage", chat_id=chat, text="2"))[1]["result"]["message_id"] == 2
        assert await stage.texts() == ["Bombenfund", "2"]

    play(scene)


def test_parameters_come_as_query_form_or_json(play: Any) -> None:
    async def scene(stage: Any) -> None:
        address = f"{stage.url}/bot{TOKEN}/sendMessage"
        async with stage.http.get(address, params={"chat_id": CHAT, "text": "query"}) as answer:
            assert answer.status == 200
        async with stage.http.post(address, data={"chat_id": CHAT, "text": "form"}) as answer:
            assert answer.status == 200
        async with stage.http.post(address, data=b"{", headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 400
        assert await stage.texts() == ["query", "form"]

    play(scene)


def test_what_the_bot_knows(play: Any) -> None:
    async def scene(stage: Any) -> None:
        me = (await call(stage, "getMe"))[1]["result"]
        assert (me["id"], me["is_bot"], me["username"]) == (4711, True, "mitte_bot")
        assert (await call(stage, "getChat", chat_id=CHAT))[1]["result"]["type"] == "channel"
        assert (await call(stage, "getChatMemberCount", chat_id=CHAT))[1] == {"ok": True, "result": 64}

    play(scene)


@pytest.mark.parametrize(
    ("method", "token", "parameters", "status", "description"),
    [
        ("getMe", "1:unknown-token", {}, 401, "Unauthorized"),
        ("getMe", "nonsense", {}, 404, "Not Found"),
        ("fly", TOKEN, {}, 404, "Not Found: method not found"),
        ("sendMessage", TOKEN, {"chat_id": "-1", "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendMessage", TOKEN, {"chat_id": CHAT, "text": " "}, 400, "Bad Request: message text is empty"),
        ("sendMessage", TOKEN, {"chat_id": CHAT, "text": "😀" * 2049}, 400, "Bad Request: message is too long"),
        ("getChatMemberCount", TOKEN, {"chat_id": "@none"}, 400, "Bad Request: chat not found"),
    ],
)
def test_refusals_are_worded_as_telegram_words_them(
    play: Any, method: str, token: str, parameters: dict[str, Any], status: int, description: str
) -> None:
    async def scene(stage: Any) -> None:
        expected = {"ok": False, "error_code": status, "description": description}
        assert await call(stage, method, token, **parameters) == (status, expected)

    play(scene)


def test_a_bot_that_is_no_member_is_403(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", f"channels/telegram/{CHAT}", {"accounts": ["another_bot"]})
        status, body = await call(stage, "sendMessage", chat_id=CHAT, text="x")
        assert (status, body["description"]) == (403, "Forbidden: bot is not a member of the channel chat")

    play(scene)


def test_pacing_allows_one_a_second_and_chat_when_it_is_switched_on(play: Any) -> None:
    async def scene(stage: Any) -> None:
        assert (await call(stage, "sendMessage", chat_id=CHAT, text="1"))[0] == 200
        assert (await call(stage, "sendMessage", chat_id=CHAT, text="2"))[0] == 200
        await stage.control("PUT", f"bots/{TOKEN}", {"paced": True})
        assert (await call(stage, "sendMessage", chat_id=CHAT, text="3"))[0] == 200
        status, body = await call(stage, "sendMessage", chat_id=CHAT, text="4")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        assert body["description"] == "Too Many Requests: retry after 1"
        assert await stage.texts() == ["1", "2", "3"]

    play(scene)


def test_pacing_allows_thirty_a_second_and_bot(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.control("PUT", f"bots/{TOKEN}", {"paced": True})
        chats = [{"gateway": "telegram", "id": f"-2{n}"} for n in range(35)]
        await stage.control("POST", "world", {"channels": chats})
        answers = [(await call(stage, "sendMessage", chat_id=c["id"], text="x"))[0] for c in chats]
        assert answers[:30] == [200] * 30
        assert 429 in answers[30:]

    play(scene)


def test_faults_speak_telegrams_shape(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault("throttle", scope="bot", name=TOKEN, retry_after=3, count=1)
        status, body = await call(stage, "sendMessage", chat_id=CHAT, text="x")
        assert (status, body["parameters"]) == (429, {"retry_after": 3})
        await stage.fault("throttle", scope="channel", name=CHAT, count=1)
        status, body = await call(stage, "sendMessage", chat_id=CHAT, text="x")
        assert (status, "parameters" in body) == (429, False)
        await stage.fault("error-after", count=1)
        status, body = await call(stage, "sendMessage", chat_id=CHAT, text="applied")
        assert (status, body["ok"]) == (500, False)
        assert await stage.texts() == ["applied"]

    play(scene)
