"""How long an operator waits for the plan of an area, with all German municipalities loaded."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from statistics import median
from urllib.parse import urlsplit

from alerts.domain.model.codes import ChannelKind, Role
from alerts.services import admin, staff
from alerts.store import accounts, channel_edits, measuring
from alerts.store.accounts import NewAccount
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session, Store
from api.benches import ground
from api.benches.figures import Figure, in_turn
from api.benches.sizes import Sizes
from geo.measure import circle, to_metres

CENTRE = (50.98, 11.03)
"""Erfurt: small municipalities all around, far from the border."""
CIRCLES = {"circle-2km": 2_000.0, "circle-15km": 15_000.0, "circle-100km": 100_000.0}
REPEATS = 15
"""Requests in one round; their median counts."""
LOADING_TIMEOUT = 600.0
_PASSWORD = "only for measuring"  # noqa: S105 - of a database that is thrown away


def measure(cases: Collection[str], sizes: Sizes, tell: Callable[[str], None]) -> Iterator[Figure]:
    """Each circle over HTTP beside the one query that it cannot do without."""
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
                radius = CIRCLES[case]
                ours, raw = in_turn(_over_http(url, key, radius), _by_sql(store, radius), rounds=sizes.rounds)
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
        session, authority, login="bench.a", name="Messung", password=_PASSWORD, roles=[Role.OPERATOR]
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


def _over_http(url: str, key: str, radius: float) -> Callable[[], float]:
    body = {"circle": {"lat": CENTRE[0], "lon": CENTRE[1], "radius_m": radius}}
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def round_of_requests() -> float:
        connection.close()  # the server hangs up while a busy machine takes its time over the other's round
        return _median_ms(lambda: _ask(connection, body, headers))

    return round_of_requests


def _ask(connection: http.client.HTTPConnection, body: Mapping[str, object], headers: Mapping[str, str]) -> None:
    connection.request("POST", "/api/v1/areas/preview", json.dumps(body), dict(headers))
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise ground.BenchStuckError(seconds=0, what=f"preview answered {answer.status} {text[:300]!r}")


def _by_sql(store: Store, radius: float) -> Callable[[], float]:
    area = to_metres(circle(lat=CENTRE[0], lon=CENTRE[1], radius_m=radius)).wkb

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
