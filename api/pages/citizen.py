"""Pages for everybody: what holds now, my channel, one alert, is it real. No cookie, no log-in, no foreign host."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.directory import ListedChannel
from alerts.domain.model.published import Standing
from alerts.domain.phrases.help_words import help_word
from alerts.formats import atom, geojson
from alerts.services import citizen
from alerts.services.citizen import AlertPage
from api.deps import PublicTransaction, Settings
from api.language import asked
from api.pages import citizen_maps, pictures
from api.pages.links import Links
from api.pages.memory import memory
from web import i18n, moments
from web.render import page

router = APIRouter(include_in_schema=False)

_FRESH = "public, max-age=15"
_SEARCH = "public, max-age=60"
_SLOWLY = "public, max-age=3600"
_QR = {"border": 3, "omitsize": True, "svgclass": "qr", "lineclass": "ink"}


@router.get("/")
def now(request: Request, session: PublicTransaction, wo: str = "") -> Response:
    """What holds now: a map and a list."""
    seen = citizen.overview(session)
    links = _links(request)
    shown = citizen_maps.shown(seen, wo)
    held = tuple(alert.identifier for alert in seen.alerts)
    key = ("now", shown.slug if shown else "", held, links.language, links.chosen)
    drawn = memory(request).picture(key, lambda: citizen_maps.overview(session, seen, shown, links))
    return _answer(request, "citizen/now.html", _FRESH, seen=seen, shown=shown, map=drawn)


@router.get("/channels")
def find(request: Request, session: PublicTransaction, ort: str = "", wo: str = "") -> Response:
    """My channel: by name, by a tap on the map, by position (which stays in the browser)."""
    if ":" in ort:
        search = citizen.Search(typed="", place=citizen.place(session, ort), hits=(), elsewhere=())
    else:
        search = citizen.find(session, ort)
    links = _links(request)
    territories = citizen.territories(session)
    territory = search.place.territory if search.place else citizen_maps.of_slug(territories, wo)
    key = (
        "find",
        territory.slug if territory else "",
        search.place.outline.key if search.place else "",
        links.language,
        links.chosen,
    )
    drawn = memory(request).picture(
        key, lambda: citizen_maps.channels(session, territory, search.place, territories, links)
    )
    return _answer(
        request,
        "citizen/channels.html",
        _SEARCH,
        search=search,
        place=search.place,
        territories=territories,
        territory=territory,
        map=drawn,
        ways=_ways(search.place.own if search.place else ()),
        inherited=_ways(search.place.inherited if search.place else ()),
        qr=_qr,
    )


@router.get("/channels/outlines.json")
def outlines(session: PublicTransaction) -> Response:
    """The leaves of every authority, for browsers that look up their own position without telling us."""
    features = [
        {"key": leaf.key, "name": leaf.name, "geometry": leaf.shape}
        for territory in citizen.territories(session)
        for leaf in territory.leaves
    ]
    return JSONResponse({"places": features}, headers={"Cache-Control": _SLOWLY})


@router.get("/channels/all")
def registry(request: Request, session: PublicTransaction) -> Response:
    """Every channel that is an authority's own: whoever is not in here is not official."""
    listed = citizen.channels(session)
    return _answer(request, "citizen/registry.html", _SEARCH, listed=listed)


@router.get("/a/{identifier}")
def alert(request: Request, session: PublicTransaction, identifier: str, text: str = "") -> Response:
    """One alert, with all that became of it."""
    found = citizen.read(session, identifier)
    links = _links(request)
    drawn = _alert_map(request, session, found)
    return _answer(request, "citizen/alert.html", _FRESH, **_alert_data(found, text or links.language), map=drawn)


@router.get("/a/{identifier}/area.json")
def area(session: PublicTransaction, identifier: str) -> Response:
    """The alert's area and zones, for browsers that ask "am I inside?" without telling us where they are."""
    found = citizen.read(session, identifier).alert
    zones = [{"name": zone.name, "geometry": zone.shape} for zone in found.zones]
    return JSONResponse({"area": found.area, "zones": zones}, headers={"Cache-Control": _SLOWLY})


@router.get("/v")
def check_form(request: Request, code: str = "") -> Response:
    """The field to type a code into; with a code, straight to its answer."""
    links = _links(request)
    if code.strip():
        return RedirectResponse(links.to(f"/v/{quote(code.strip()[:40], safe='')}"), 303)
    return _answer(request, "citizen/check.html", _SLOWLY, typed="", found=None, whole=True)


@router.get("/v/{code:path}")
def check(request: Request, session: PublicTransaction, code: str, text: str = "") -> Response:
    """Is it real? The authoritative text beside the answer; 404 for a code that we never gave out."""
    links = _links(request)
    found = citizen.check(session, code[:40])
    if found is None:
        whole = sum(sign.isalnum() for sign in code) == 8
        return _answer(request, "citizen/check.html", _FRESH, 404, typed=code[:40], found=None, whole=whole)
    data = _alert_data(found, text or links.language)
    drawn = _alert_map(request, session, found)
    return _answer(request, "citizen/check.html", _FRESH, typed=found.alert.code, whole=True, map=drawn, **data)


@router.get("/feeds/alerts.atom")
def atom_feed(request: Request, session: PublicTransaction, settings: Settings) -> Response:
    """The newest alerts and their ends, as Atom."""
    seen = citizen.overview(session)
    written = atom.write(
        citizen.feed(session), public_url=settings.public_url, updated=seen.at, language=_links(request).language
    )
    return Response(written, media_type=atom.MEDIA_TYPE, headers={"Cache-Control": _FRESH})


@router.get("/feeds/alerts.geojson")
def geojson_feed(request: Request, session: PublicTransaction) -> Response:
    """What holds now, as GeoJSON."""
    seen = citizen.overview(session)
    written = geojson.write(seen.alerts, updated=seen.at, language=_links(request).language)
    return Response(written, media_type=geojson.MEDIA_TYPE, headers={"Cache-Control": _FRESH})


@router.get("/cap/{identifier}.xml")
def cap(session: PublicTransaction, identifier: str) -> Response:
    """The CAP document exactly as it was released."""
    return Response(citizen.cap(session, identifier), media_type=atom.CAP_TYPE, headers={"Cache-Control": _SLOWLY})


def _alert_map(request: Request, session: PublicTransaction, found: AlertPage) -> Markup:
    key = ("alert", found.alert.identifier)
    return memory(request).picture(key, lambda: citizen_maps.alert(session, found))


def _links(request: Request) -> Links:
    chosen = request.query_params.get("lang") in i18n.LANGUAGES
    return Links(
        language=asked(request),
        chosen=chosen,
        path=request.url.path,
        query=tuple(request.query_params.multi_items()),
    )


def _answer(request: Request, template: str, fresh: str, status: int = 200, /, **data: Any) -> Response:
    links = _links(request)
    html = page(
        template, links.language, path=links.path, links=links, moment=moments.moment, tone=pictures.tone, **data
    )
    headers = {"Cache-Control": fresh, "Vary": "Accept-Language, Cookie"}
    return HTMLResponse(html, status, headers)


def _alert_data(found: AlertPage, language: str) -> dict[str, Any]:
    info = found.alert.info(language)
    return {
        "found": found,
        "alert": found.alert,
        "standing": found.standing,
        "info": info,
        "at": found.at,
        "ended": found.standing not in (Standing.IN_FORCE, Standing.DRILL),
        "zone_instruction": _zone_instruction(info.language),
        "help_word": help_word,
    }


def _zone_instruction(language: str) -> Callable[[dict[str, str]], str]:
    def chosen(instruction: dict[str, str]) -> str:
        return instruction.get(language) or instruction.get("de") or next(iter(instruction.values()), "")

    return chosen


def _ways(listed: Sequence[ListedChannel]) -> dict[ChannelKind, tuple[ListedChannel, ...]]:
    order = list(ChannelKind)
    return dict(sorted(citizen.by_kind(listed).items(), key=lambda item: order.index(item[0])))


@lru_cache(maxsize=512)
def _qr(address: str) -> Markup:
    """The address as a QR code; every channel's page gives it for posters and second devices."""
    drawn: str = segno.make(address, error="m").svg_inline(**_QR)
    return Markup(drawn)  # noqa: S704 (segno draws squares; the address is not in its output)
