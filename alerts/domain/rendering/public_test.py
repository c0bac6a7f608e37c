"""A Probewarnung: fixed words, a fixed beginning and end, and an all-clear that is decided with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from alerts.domain.errors import Fault
from alerts.domain.model.alert import AreaRequest, Content, Info
from alerts.domain.model.codes import (
    PUBLIC_TEST_CODE,
    Category,
    Certainty,
    ResponseType,
    Severity,
    Urgency,
    Width,
)
from alerts.domain.phrases.public_test import PUBLIC_TEST_WORDS
from alerts.domain.rendering.successors import all_clear_content

AFTERWARDS = timedelta(hours=1)
"""How long a Probewarnung still holds after its all-clear is due: an end that comes late must not find it expired."""
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=6)
"""Between its beginning and its all-clear."""
FARTHEST = timedelta(days=90)
"""So far ahead one may be planned; later nobody knows the channels."""
LATEST = timedelta(minutes=15)
"""One that could not go out at its time goes out so much later at most: nobody expects it any more."""

_HAZARD = "probewarnung"
_SCALE = replace(
    Content(),
    hazard=_HAZARD,
    template=_HAZARD,
    event_code=PUBLIC_TEST_CODE,
    category=Category.SAFETY,
    severity=Severity.MINOR,
    urgency=Urgency.FUTURE,
    certainty=Certainty.OBSERVED,
    response_types=(ResponseType.NONE,),
)


def public_test_content(area: AreaRequest, area_name: str, width: Width, starts: datetime, ends: datetime) -> Content:
    """A Probewarnung for an area: it goes out at ``starts``, its all-clear at ``ends`` (aware)."""
    infos = tuple(
        Info(
            language=language,
            event=said.event,
            headline=said.headline,
            description=said.description,
            instruction=said.instruction,
        )
        for language, said in PUBLIC_TEST_WORDS.items()
    )
    return replace(
        _SCALE, area=area, area_name=area_name, width=width, onset=starts, expires=ends + AFTERWARDS, infos=infos
    )


def ends_at(content: Content) -> datetime | None:
    """When the all-clear of a Probewarnung is due; None of anything else."""
    return content.expires - AFTERWARDS if content.is_public_test and content.expires else None


def public_test_end(content: Content, places: tuple[str, ...], now: datetime) -> Content:
    """The all-clear of a Probewarnung; decided with it, so that no second pair of people is needed."""
    return replace(all_clear_content(content, places, now), response_types=(ResponseType.ALL_CLEAR,))


def public_test_faults(content: Content, now: datetime) -> tuple[Fault, ...]:
    """What keeps a Probewarnung from being one: changed words, a level, zones, times that nobody can keep."""
    if not content.is_public_test or content.ends_thread:
        return ()
    starts, ends = content.onset, ends_at(content)
    if starts is None or ends is None:
        return (Fault(place="onset", de="Beginn und Ende der Probe angeben", en="say when the test begins and ends"),)
    fixed = public_test_content(content.area, content.area_name, content.width, starts, ends)
    found = []
    if replace(content, sliver_choices={}, status=fixed.status, msg_type=fixed.msg_type, hotline=None) != fixed:
        found.append(
            Fault(
                place="infos",
                de="Der Text einer Probewarnung ist fest; planen Sie sie neu",
                en="the text of a public test is fixed; plan it anew",
            )
        )
    if starts < now - LATEST:
        found.append(
            Fault(
                place="onset",
                de="Beginn liegt in der Vergangenheit; später wählen",
                en="begins in the past; choose later",
            )
        )
    if starts > now + FARTHEST:
        found.append(
            Fault(place="onset", de=f"höchstens {FARTHEST.days} Tage voraus", en=f"at most {FARTHEST.days} days ahead")
        )
    if not SHORTEST <= ends - starts <= LONGEST:
        found.append(
            Fault(place="expires", de="Dauer von 5 Minuten bis 6 Stunden wählen", en="choose from 5 minutes to 6 hours")
        )
    return tuple(found)
