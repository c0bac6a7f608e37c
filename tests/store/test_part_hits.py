"""Channels that serve a drawn part: how an area meets it."""

from __future__ import annotations

from uuid import UUID

import pytest
from shapely.geometry import MultiPolygon, box

from alerts.domain.model.codes import ChannelKind
from alerts.services import staff
from alerts.store import accounts, channel_edits, channels
from alerts.store.accounts import NewAccount
from alerts.store.channel_edits import NewChannel
from tests.conftest import Database

WEST = MultiPolygon([box(13.330, 52.524, 13.340, 52.532)])


def test_a_drawn_part_is_measured_with_the_people_of_the_leaves_under_it(districts_loaded: Database) -> None:
    with districts_loaded.owner_store.transaction(None) as session:
        authority = staff.create_authority(
            session,
            slug="mitte",
            name="Mitte",
            short_name="Mitte",
            sender="warnung@mitte.example",
            alerting_level="ortsteil",
            jurisdiction=("bezirk:berlin:01",),
        )
        channel = _drawn_channel(session, authority)
        hits = channels.part_hits(session, authority, box(13.335, 52.524, 13.345, 52.532), ["ortsteil:berlin:0102"])
    hit = hits[channel]
    assert (pytest.approx(0.5, abs=0.01), pytest.approx(0.5, abs=0.01)) == (hit.share_of_part, hit.share_of_area)
    assert ("ortsteil:berlin:0102",) == hit.leaves
    assert 500 < hit.people < 10_000


def _drawn_channel(session: object, authority: UUID) -> UUID:
    account = accounts.create(session, NewAccount(authority=authority, kind=ChannelKind.TELEGRAM, name="Bot"))
    return channel_edits.create(
        session,
        NewChannel(
            authority=authority,
            kind=ChannelKind.TELEGRAM,
            name="Beusselkiez",
            address="-1001",
            accounts=[account],
            serves=[],
            drawn=WEST,
        ),
    )
