"""The sandbox's phones: what people would see, live, without anybody being told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from alerts.domain.model.published import PublishedAlert
from alerts.services import phones
from alerts.services.phones import Phone, PhoneSet, Subscription
from api.deps import PublicTransaction, Settings
from api.language import asked
from api.pages import pictures
from web import i18n, svgmap
from web.frame import Frame, NavItem
from web.render import page

router = APIRouter(include_in_schema=False)

_CONNECT = aiohttp.ClientTimeout(total=None, connect=2.0, sock_connect=2.0)
_ASK = aiohttp.ClientTimeout(total=5.0)
_FAVOURITE = "mitte"
_GONE = (aiohttp.ClientError, TimeoutError)


@router.get("/phones")
def screen(request: Request, session: PublicTransaction, behoerde: str = "", ansicht: str = "") -> Response:
    """The lock screens, or (``ansicht=kanal``) the channels, of one authority."""
    everybody = phones.authorities(session)
    language = asked(request)
    if not everybody:
        frame = _frame(request, None, language, channels=False)
        return HTMLResponse(page("phones/none.html", language, frame=frame))
    known = [slug for slug, _ in everybody]
    fallback = _FAVOURITE if _FAVOURITE in known else known[0]
    seen = phones.phones(session, behoerde or fallback)
    channels = ansicht == "kanal"
    land, thumbs = pictures.thumbnails(seen.territory)
    html = page(
        "phones/channels.html" if channels else "phones/lock.html",
        language,
        frame=_frame(request, seen, language, channels=channels),
        seen=seen,
        everybody=everybody,
        land=land,
        thumbs=thumbs,
        silhouettes={
            phone.outline.key: svgmap.silhouette(phone.outline.shape, width=280, height=240, classes="silhouette")
            for phone in seen.phones
        },
        state=_state(seen),
    )
    return HTMLResponse(html)


@router.get("/phones/state.json")
def state(session: PublicTransaction, behoerde: str) -> Response:
    """What the newest alert of the authority means to each phone."""
    return JSONResponse(_state(phones.phones(session, behoerde)), headers={"Cache-Control": "no-store"})


@router.get("/phones/posts.json")
async def posts(settings: Settings) -> Response:
    """The sandbox's channels with their newest posts; 503 while it does not run."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_ASK) as http,
            http.get(f"{settings.sandbox_url}/_sandbox/channels?posts=12") as answer,
        ):
            answer.raise_for_status()
            body = await answer.read()
    except _GONE:
        return JSONResponse({"channels": [], "last": 0}, 503, {"Retry-After": "2"})
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/phones/events")
async def events(request: Request, settings: Settings) -> Response:
    """The sandbox's live stream, handed through: every post as it arrives."""
    since = request.headers.get("last-event-id") or request.query_params.get("since", "")
    address = f"{settings.sandbox_url}/_sandbox/events"
    query = {"since": since} if since.isdigit() else {}
    return StreamingResponse(
        _stream(address, query), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _stream(address: str, query: dict[str, str]) -> AsyncIterator[bytes]:
    with suppress(*_GONE):
        async with (
            aiohttp.ClientSession(timeout=_CONNECT) as http,
            http.get(address, params=query) as answer,
        ):
            async for chunk in answer.content.iter_any():
                yield chunk
    yield b"retry: 2000\n\n"


def _frame(request: Request, seen: PhoneSet | None, language: str, *, channels: bool) -> Frame:
    _ = i18n.gettext(language)
    chosen = f"?behoerde={seen.territory.slug}" if seen else "?"
    nav = (
        NavItem(label=_("Sperrbildschirm"), href=f"/phones{chosen}", current=not channels),
        NavItem(label=_("Kanalansicht"), href=f"/phones{chosen}&ansicht=kanal", current=channels),
    )
    return Frame(
        authority=_("Handys der Sandbox"),
        nav=nav if seen else (),
        now=seen.at if seen else None,
        path=f"/phones{chosen}",
        home="/",
    )


def _state(seen: PhoneSet) -> dict[str, Any]:
    alert = seen.alert
    info = alert.info("de") if alert else None
    return {
        "alert": alert
        and info
        and {
            "code": alert.code,
            "headline": info.headline,
            "sent": alert.sent.timestamp(),
            "drill": alert.is_drill,
            "ends": alert.ends_thread,
            "what": _what(alert),
            "identifier": alert.identifier,
        },
        "phones": [_phone(phone) for phone in seen.phones],
        "channels": [_channel(one) for one in seen.channels],
    }


def _what(alert: PublishedAlert) -> str:
    if alert.is_drill:
        return "drill"
    if alert.is_cancel:
        return "cancel"
    return "all-clear" if alert.all_clear else "warning"


def _phone(phone: Phone) -> dict[str, Any]:
    return {
        "key": phone.outline.key,
        "lot": phone.lot,
        "share": round(phone.share, 4),
        "borrowed": phone.borrowed,
        "follows": [_channel(one) for one in phone.follows],
    }


def _channel(one: Subscription) -> dict[str, Any]:
    channel = one.channel
    return {"id": str(channel.id), "kind": channel.kind, "language": channel.language, "addresses": one.addresses}
