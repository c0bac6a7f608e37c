"""What an update, an all-clear or a cancel means to each channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Zone
from alerts.domain.model.codes import ChannelKind, MsgType, ResponseType, Severity
from alerts.domain.model.district import Match
from alerts.domain.routing import Change, Told, changes, plan
from tests.domain.world import channel, leaf, situation

CHANNELS = (
    channel("Moabit"),
    channel("Wedding"),
    channel("Tiergarten", ChannelKind.TELEGRAM),
    channel("Bezirk Mitte"),
)
CONTENT = Content(
    infos=(
        Info(language="de", event="Bombenfund", headline="Bombenfund in Moabit", instruction="Bleiben Sie im Haus."),
    ),
    expires=datetime(2026, 11, 24, 19, tzinfo=UTC),
    area=AreaRequest(districts=("ortsteil:berlin:0102",)),
)
UPDATE = replace(CONTENT, msg_type=MsgType.UPDATE)


def told(*leaves: Match, content: Content = CONTENT) -> Told:
    return Told(content=content, plan=plan(situation(leaves, CHANNELS)))


def roles(found: tuple[Change, ...]) -> dict[str, str | None]:
    return {change.channel.name: change.role.value if change.role else None for change in found}


def test_everybody_enters_the_first_alert() -> None:
    assert {"whatsapp Moabit": "enters", "whatsapp Wedding": "enters"} == roles(
        changes(None, told(leaf("Moabit"), leaf("Wedding")))
    )


def test_a_smaller_area_closes_where_it_left_and_posts_where_it_stays() -> None:
    before, after = told(leaf("Moabit"), leaf("Wedding")), told(leaf("Moabit"), content=UPDATE)

    assert {"whatsapp Moabit": "stays", "whatsapp Wedding": "leaves"} == roles(changes(before, after))


def test_a_closing_post_names_the_places_that_led_there() -> None:
    both = (channel("Moabit", also=("Wedding",)), channel("Tiergarten"))
    before = Told(content=CONTENT, plan=plan(situation([leaf("Moabit"), leaf("Wedding"), leaf("Tiergarten")], both)))
    after = Told(content=UPDATE, plan=plan(situation([leaf("Tiergarten")], both)))

    assert {"whatsapp Moabit": ("Wedding", "Moabit"), "whatsapp Tiergarten": ()} == {
        change.channel.name: change.left for change in changes(before, after)
    }


def test_a_new_place_enters() -> None:
    before, after = told(leaf("Moabit")), told(leaf("Moabit"), leaf("Tiergarten"), content=UPDATE)

    assert {"whatsapp Moabit": "stays", "telegram Tiergarten": "enters"} == roles(changes(before, after))


def test_a_line_that_moved_within_the_same_places_is_silent() -> None:
    before, after = told(leaf("Moabit", 0.4)), told(leaf("Moabit", 0.5), content=UPDATE)

    assert {"whatsapp Moabit": None} == roles(changes(before, after))


@pytest.mark.parametrize(
    "changed",
    [
        {"severity": Severity.SEVERE},
        {"expires": datetime(2026, 11, 24, 22, tzinfo=UTC)},
        {"area_name": "Moabit, rund um die Turmstraße"},
        {"hotline": Hotline(number="030 115")},
        {"infos": (replace(CONTENT.infos[0], instruction="Verlassen Sie das Haus."),)},
        {"zones": (Zone(order=1, name="Sperrkreis", area=AreaRequest(), instruction={"de": "Gehen Sie."}),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_a_reader_reads_makes_a_post(changed: dict[str, object]) -> None:
    after = told(leaf("Moabit"), content=replace(UPDATE, **changed))  # type: ignore[arg-type]

    assert {"whatsapp Moabit": "stays"} == roles(changes(told(leaf("Moabit")), after))


def test_a_note_for_the_house_is_silent() -> None:
    after = told(leaf("Moabit"), content=replace(UPDATE, note="Rücksprache mit KRD"))

    assert {"whatsapp Moabit": None} == roles(changes(told(leaf("Moabit")), after))


def test_the_all_clear_goes_to_whoever_is_still_in() -> None:
    still_in = told(leaf("Moabit"), content=UPDATE)
    all_clear = told(leaf("Moabit"), content=replace(UPDATE, response_types=(ResponseType.ALL_CLEAR,)))
    ever = told(leaf("Wedding")).plan.channels

    assert {"whatsapp Moabit": "ends"} == roles(changes(still_in, all_clear, ever))


def test_a_cancel_goes_to_all_that_ever_carried_the_thread_once_each() -> None:
    still_in = told(leaf("Moabit"), content=UPDATE)
    cancel = told(leaf("Moabit"), content=replace(CONTENT, msg_type=MsgType.CANCEL))
    ever = told(leaf("Wedding"), leaf("Moabit")).plan.channels

    found = changes(still_in, cancel, ever)

    assert {"whatsapp Moabit": "ends", "whatsapp Wedding": "ends"} == roles(found)
    assert 2 == len(found)


def test_whoever_left_and_comes_back_enters_again() -> None:
    left = told(leaf("Moabit"), content=UPDATE)
    again = told(leaf("Moabit"), leaf("Wedding"), content=UPDATE)

    assert "enters" == roles(changes(left, again))["whatsapp Wedding"]
