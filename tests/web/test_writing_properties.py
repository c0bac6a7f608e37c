"""The text step's form and the content say the same: whatever is shown can be sent back without changing anything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.errors import InvalidError
from alerts.domain.model.alert import Content
from alerts.domain.model.help_place import HelpPlace
from api.pages.desk import writing
from api.pages.desk.findings import field_of
from api.pages.desk.together import text_fields
from tests.domain.strategies import STEADY, contents, help_places


def tidied(content: Content) -> Content:
    """The content as the form can say it: texts without blanks around, minutes, positions to a decimetre."""
    bare = replace(content, expires=content.expires.replace(second=0, microsecond=0) if content.expires else None)
    places = tuple(_tidied(place) for place in content.help_places)
    hotline = content.hotline and replace(content.hotline, hours=content.hotline.hours.strip())
    return replace(bare, infos=writing.ordered(content.infos), help_places=places, hotline=hotline)


def _tidied(place: HelpPlace) -> HelpPlace:
    lat, lon = (None if value is None else round(value, 6) for value in (place.lat, place.lon))
    return replace(place, lat=lat, lon=lon)


@STEADY
@given(contents(), st.lists(help_places(), max_size=12))
def test_what_the_form_shows_comes_back_unchanged(content: Content, places: list[HelpPlace]) -> None:
    content = replace(content, help_places=tuple(places))
    form = {**text_fields(content), "help": "1"}
    assert tidied(content) == tidied(writing.written(content, form))


@STEADY
@given(contents())
def test_a_form_without_fields_changes_nothing_but_the_order_of_languages(content: Content) -> None:
    assert replace(content, infos=writing.ordered(content.infos)) == writing.written(content, {})


_NAMES = st.sampled_from(
    [
        "help",
        "help0_lat",
        "help0_kind",
        "help99_name",
        "headline_ar",
        "event_de-easy",
        "zone1_de",
        "expires",
        "severity",
    ]
)


@STEADY
@given(contents(), st.dictionaries(_NAMES, st.text(max_size=30), max_size=6))
def test_any_form_is_taken_or_refused_with_a_place(content: Content, form: dict[str, str]) -> None:
    unplaced: list[str] = []
    written = content
    try:
        written = writing.written(content, form)
    except InvalidError as error:
        unplaced = [fault.de for fault in error.faults if not fault.place]
    assert unplaced == []
    fields = [field_of(f"infos[{number}].headline", written) for number in range(len(written.infos))]
    assert [f"headline_{info.language}" for info in written.infos] == fields
