"""How long an operator waits for the plan of an area, with all German municipalities loaded."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import count, repeat
from math import cos, pi, sin
from statistics import median
from urllib.parse import urlsplit

from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from alerts.domain.model.codes import ChannelKind, Role
from alerts.services import admin, staff
from alerts.store import accounts, channel_edits, measuring
from alerts.store.accounts import NewAccount
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session, Store
from api.benches import ground
from api.benches.figures import Figure, in_turn
from api.benches.sizes import Sizes
from api.calls import Caller
from geo.measure import circle, to_metres

CENTRE = (50.98, 11.03)
"""Erfurt: small municipalities all around, far from the border."""
CIRCLES = {"circle-2km": 2_000.0, "circle-15km": 15_000.0, "circle-100km": 100_000.0}
DRAGS = ("drag-200", "drag-200-desk")
"""A polygon of 200 vertices while one is dragged: as a machine asks for it, and as the desk's page does."""
CASES = (*CIRCLES, *DRAGS)
VERTICES = 200
RADIUS = (0.28, 0.17)
"""Of the dragged polygon, in degrees east and north: 19 km."""
REPEATS = 15
"""Requests in one round; their median counts."""
LOADING_TIMEOUT = 600.0
_LOGIN = "bench.a"
_PASSWORD = "only for measuring"  # noqa: S105 - of a database that is thrown away


def measure(cases: Collection[str], sizes: Sizes, tell: Callable[[str], None]) -> Iterator[Figure]:
    """Each area over HTTP beside the one query that it cannot do without."""
    with (
        ground.fresh_place(tell) as place,
        place.store(owner=True, statement_timeout=LOADING_TIMEOUT) as store,
    ):
        with store.transaction(None) as session:
            admin.load_shipped(session)
        with store.transaction(None) as session:
            admin.load(session, "gemeinden-2016")
        with store.transaction(None) as session:
            key = _authority(session)
        with ground.server(place.urls, place.folder) as url:
            for case in cases:
                shape, ask = _case(case, url, key)
                ours, raw = in_turn(ask, _by_sql(store, shape), rounds=sizes.rounds)
                yield Figure(bench="preview", case=case, value=ours, unit="ms", baseline=raw)


def _authority(session: Session) -> str:
    """An authority for the whole country that alerts by Gemeinde, with a channel for every Kreis; its API key."""
    authority = staff.create_authority(
        session,
        slug="bench",
        name="Messbehörde",
        short_name="Messung",
        sender="bench@ortsruf.example",
        alerting_level="gemeinde",
        jurisdiction=measuring.district_keys(session, "land"),
    )
    person = staff.create_person(
        session, authority, login=_LOGIN, name="Messung", password=_PASSWORD, roles=[Role.OPERATOR]
    )
    account = accounts.create(session, NewAccount(authority=authority, kind=ChannelKind.WHATSAPP, name="Messung"))
    for number, kreis in enumerate(measuring.district_keys(session, "kreis")):
        channel_edits.create(
            session,
            NewChannel(
                authority=authority,
                kind=ChannelKind.WHATSAPP,
                name=f"Kreis {number}",
                address=f"{number}@newsletter",
                accounts=[account],
                serves=[kreis],
            ),
        )
    return staff.create_key(session, person, "bench", [Role.OPERATOR])


def _case(case: str, url: str, key: str) -> tuple[BaseGeometry, Callable[[], float]]:
    """The area (EPSG:4326) of a case, and a round of asking about it."""
    if case in CIRCLES:
        radius = CIRCLES[case]
        body = {"circle": {"lat": CENTRE[0], "lon": CENTRE[1], "radius_m": radius}}
        shape: BaseGeometry = circle(lat=CENTRE[0], lon=CENTRE[1], radius_m=radius)
        return shape, _over_http(url, "/api/v1/areas/preview", _key_headers(key), repeat(body))
    if case == "drag-200":
        bodies = ({"geometry": dragged(step)} for step in count())
        return shape_of(dragged(0)), _over_http(url, "/api/v1/areas/preview", _key_headers(key), bodies)
    person = Caller(base_url=url).signed_in(_LOGIN, _PASSWORD)
    pages = ({"area": {"geometry": dragged(step)}, "severity": "Moderate", "zones": []} for step in count())
    return shape_of(dragged(0)), _over_http(url, "/desk/preview", person.headers, pages)


def dragged(step: int) -> dict[str, object]:
    """A wavy polygon around ``CENTRE`` with one vertex pulled out, another one at every step, as GeoJSON."""
    ring = []
    for number in range(VERTICES):
        turn = 2 * pi * number / VERTICES
        wave = 1 + 0.12 * sin(9 * turn) + (0.15 if number == step % VERTICES else 0.0)
        ring.append([CENTRE[1] + RADIUS[0] * wave * cos(turn), CENTRE[0] + RADIUS[1] * wave * sin(turn)])
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _key_headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _over_http(
    url: str, path: str, headers: Mapping[str, str], bodies: Iterator[Mapping[str, object]]
) -> Callable[[], float]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {**headers, "Content-Type": "application/json", "Accept": "application/json"}

    def round_of_requests() -> float:
        connection.close()  # the server hangs up while a busy machine takes its time over the other's round
        return _median_ms(lambda: _ask(connection, path, next(bodies), headers))

    return round_of_requests


def _ask(
    connection: http.client.HTTPConnection, path: str, body: Mapping[str, object], headers: Mapping[str, str]
) -> None:
    connection.request("POST", path, json.dumps(body), dict(headers))
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise ground.BenchStuckError(seconds=0, what=f"preview answered {answer.status} {text[:300]!r}")


def _by_sql(store: Store, shape: BaseGeometry) -> Callable[[], float]:
    area = to_metres(shape).wkb

    def query() -> None:
        with store.at_once() as session:
            measuring.raw_match(session, area)

    return lambda: _median_ms(query)


def _median_ms(once: Callable[[], None]) -> float:
    took = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        once()
        took.append((time.perf_counter() - started) * 1000)
    return median(took)
