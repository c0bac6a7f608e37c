"""Corrections and prolongations: who hears of them, and how they begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import AreaRequest, Content, Info, Issuer
from alerts.domain.model.codes import MsgType, Severity
from alerts.domain.model.district import Match
from alerts.domain.model.frozen import PostRole
from alerts.domain.phrases import BOOKS, LANGUAGES
from alerts.domain.rendering import RenderInput, render
from alerts.domain.rendering.successors import (
    all_clear_content,
    correction_content,
    prolongation_content,
    update_content,
)
from alerts.domain.routing import Change, Told, changes, last_told, plan
from tests.domain.world import channel, leaf, situation

UNTIL = datetime(2026, 11, 24, 19, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 22, tzinfo=UTC)
CHANNELS = (channel("Moabit"), channel("Wedding"), channel("Tiergarten"))
CONTENT = Content(
    severity=Severity.SEVERE,
    infos=(Info(language="de", event="Bombenfund", headline="Bombenfund in Moabit", instruction="Im Haus bleiben."),),
    expires=UNTIL,
    area=AreaRequest(districts=("ortsteil:berlin:0102",)),
)


def told(content: Content, *leaves: Match) -> Told:
    return Told(content=content, plan=plan(situation(leaves or [leaf("Moabit")], CHANNELS)))


def roles(found: tuple[Change, ...]) -> dict[str, str | None]:
    return {change.channel.name: change.role.value if change.role else None for change in found}


def test_a_prolongation_is_the_same_alert_with_another_end() -> None:
    longer = prolongation_content(CONTENT, LATER)

    assert (MsgType.UPDATE, Aim.PROLONGATION, LATER) == (longer.msg_type, longer.aim, longer.expires)
    assert CONTENT == replace(longer, msg_type=MsgType.ALERT, aim=Aim.NEWS, expires=UNTIL)


def test_a_prolongation_posts_nowhere_even_where_a_channel_has_come_up() -> None:
    after = told(prolongation_content(CONTENT, LATER), leaf("Moabit"), leaf("Wedding"))

    assert {"whatsapp Moabit": None, "whatsapp Wedding": None} == roles(changes(told(CONTENT), after))


def test_after_a_prolongation_an_update_tells_its_end_to_those_who_read_the_old_one() -> None:
    longer = told(prolongation_content(CONTENT, LATER), leaf("Moabit"), leaf("Wedding"))
    after = told(update_content(longer.content), leaf("Moabit"), leaf("Wedding"))

    found = changes(last_told((told(CONTENT), longer)), after)

    assert {"whatsapp Moabit": "stays", "whatsapp Wedding": "enters"} == roles(found)


def test_a_correction_goes_to_every_channel_still_in_whatever_changed() -> None:
    before = told(CONTENT, leaf("Moabit"), leaf("Wedding"))
    after = told(correction_content(CONTENT), leaf("Moabit"), leaf("Tiergarten"))

    assert {"whatsapp Moabit": "stays", "whatsapp Tiergarten": "enters", "whatsapp Wedding": "leaves"} == roles(
        changes(before, after)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [PostRole.STAYS, PostRole.ENTERS])
def test_a_correction_says_so_first_in_every_language(language: str, role: PostRole) -> None:
    one = replace(plan(situation([leaf("Moabit")], CHANNELS)).channels[0], language=language)
    draft = RenderInput(
        content=correction_content(CONTENT),
        issuer=Issuer(id=one.id, slug="mitte", name="Bezirk Mitte", sender="lage@mitte.example"),
        places=("Moabit",),
        link="https://warn.example",
        role=role,
    )

    first = render(draft, one).text.split("\n")[0]

    assert first.lstrip("\u200f\u2067").startswith(f"{BOOKS[language].correction}: ")


def test_what_follows_a_correction_is_none_by_itself() -> None:
    corrected = correction_content(CONTENT)

    assert [Aim.NEWS, Aim.NEWS] == [update_content(corrected).aim, all_clear_content(corrected, (), UNTIL).aim]
