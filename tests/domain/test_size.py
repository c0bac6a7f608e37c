"""What is larger than usual wants its count typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.domain import routing
from alerts.domain.errors import SizeNotConfirmedError
from alerts.domain.lifecycle import UsualSize, check_size, wants_confirmation
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import PUBLIC_TEST_CODE, MsgType
from alerts.domain.model.plan import Plan
from tests.domain.world import channel, leaf, situation

NAMES = ("Moabit", "Wedding", "Mitte")


def plan(leaves: int, km2: float) -> Plan:
    matches = tuple(leaf(name) for name in NAMES[:leaves])
    return replace(
        routing.plan(situation(matches=matches, channels=tuple(channel(name) for name in NAMES))), area_km2=km2
    )


@pytest.mark.parametrize(
    ("leaves", "km2", "wanted"), [(3, 10.0, False), (3, 10.1, True), (2, 5.0, False)], ids=["as-usual", "wide", "small"]
)
def test_more_ground_than_usual_wants_a_word(leaves: int, km2: float, wanted: bool) -> None:
    assert wanted == wants_confirmation(Content(), plan(leaves, km2), UsualSize(km2=10, leaves=3))


def test_more_places_than_usual_want_a_word() -> None:
    assert wants_confirmation(Content(), plan(3, 1.0), UsualSize(km2=10, leaves=2))


def test_the_right_count_passes_and_no_other() -> None:
    usual = UsualSize(km2=1, leaves=1)
    check_size(Content(), plan(3, 5), usual, 3)
    for wrong in (None, 2, 33):
        with pytest.raises(SizeNotConfirmedError):
            check_size(Content(), plan(3, 5), usual, wrong)


def test_ends_public_tests_and_what_has_no_template_are_not_asked() -> None:
    usual = UsualSize(km2=1, leaves=1)
    check_size(replace(Content(), msg_type=MsgType.CANCEL), plan(3, 5), usual, None)
    check_size(replace(Content(), event_code=PUBLIC_TEST_CODE), plan(3, 5), usual, None)
    check_size(Content(), plan(3, 5), None, None)
