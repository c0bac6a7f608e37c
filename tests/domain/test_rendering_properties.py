"""What holds for every text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from alerts.domain import limits
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.model.tokens import fill
from alerts.domain.rendering import RenderInput, mark_repeat, render
from alerts.domain.rendering.shortening import sentences, whole_sentences, whole_words
from tests.domain.strategies import STEADY, planned_channels, prose, render_inputs


@STEADY
@given(render_inputs(), planned_channels())
def test_it_fits_its_kind_even_when_marked_as_a_repeat(draft: RenderInput, channel: PlannedChannel) -> None:
    post = render(draft, channel)

    assert post.limit == limits.KINDS[channel.kind.value].characters
    assert limits.measure(mark_repeat(post.text, channel.language)) <= post.limit
    assert limits.measure(post.lock_screen) <= limits.LOCK_SCREEN
    assert "\n" not in post.subject


@STEADY
@given(render_inputs(), planned_channels())
def test_no_instruction_is_ever_cut(draft: RenderInput, channel: PlannedChannel) -> None:
    info = draft.content.info(channel.language) or draft.content.info("de")
    assert info is not None
    told = [info.instruction, *(zone.instruction.get(info.language, "") for zone in draft.content.zones)]

    text = render(draft, channel).text

    if draft.role is not PostRole.LEAVES:
        assert [] == [instruction for instruction in told if instruction not in text]


@STEADY
@given(render_inputs(), planned_channels(), st.integers(1024, 2000))
def test_in_a_small_room_each_instruction_is_whole_or_absent(
    draft: RenderInput, channel: PlannedChannel, characters: int
) -> None:
    post = render(draft, channel, characters=characters)

    starts = [line for line in post.text.split("\n\n") if line.startswith("Zone")]
    assert limits.measure(post.text) <= characters
    assert [] == [line for line in starts if not line.endswith(".")]


@STEADY
@given(render_inputs(), planned_channels())
def test_every_post_names_sender_code_and_emergency_number(draft: RenderInput, channel: PlannedChannel) -> None:
    text = render(draft, channel).text

    assert draft.issuer.name in text
    assert draft.code in text
    assert ("110" in text) or draft.content.contact in text
    assert text.endswith(draft.link)


@STEADY
@given(render_inputs(), planned_channels())
def test_release_changes_no_length_and_leaves_no_token(draft: RenderInput, channel: PlannedChannel) -> None:
    before = render(draft, channel).text

    after = fill(before, code="7F3A-92QK", sent=datetime(2026, 3, 1, 2, 5, tzinfo=UTC))

    assert len(before) == len(after)
    assert "·" not in after


@STEADY
@given(render_inputs(), planned_channels())
def test_a_drill_and_only_a_drill_begins_with_it(draft: RenderInput, channel: PlannedChannel) -> None:
    text = render(draft, channel).text

    assert draft.content.is_drill is text.lstrip("\u200f").startswith("ÜBUNG")


@STEADY
@given(render_inputs(), planned_channels())
def test_the_same_input_gives_the_same_text(draft: RenderInput, channel: PlannedChannel) -> None:
    assert render(draft, channel) == render(replace(draft), replace(channel))


@STEADY
@given(prose(600), st.integers(0, 600))
def test_a_cut_keeps_whole_sentences_from_the_beginning(text: str, room: int) -> None:
    kept = whole_sentences(text, room)

    assert limits.measure(kept) <= room
    assert text.startswith(kept)
    assert sentences(kept) == sentences(text)[: len(sentences(kept))]


@STEADY
@given(st.text(max_size=300), st.integers(2, 200))
def test_a_line_cut_at_words_fits(text: str, room: int) -> None:
    assert limits.measure(whole_words(text, room)) <= room
