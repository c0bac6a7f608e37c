"""Whatever people write and draw: written, valid by the schema, checked, and read back the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from shapely.geometry import Point, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from alerts.domain.model.alert import Info, Reference
from alerts.domain.model.codes import Category, Certainty, MsgType, ResponseType, Severity, Status, Urgency
from alerts.formats import cap

signs = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"))
words = st.text(signs, min_size=1, max_size=40)
lines = st.lists(words, min_size=1, max_size=4).map("\n".join)
tokens = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-@", min_size=1, max_size=30)
moments = st.integers(0, 2**32).map(lambda sevenths: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=sevenths / 7))
infos = st.lists(
    st.builds(Info, language=st.sampled_from(["de", "en", "pl", "uk", "ar"]), event=words, headline=words)
    | st.builds(
        Info,
        language=st.sampled_from(["fr", "ru", "tr", "es"]),
        event=words,
        headline=words,
        description=lines,
        instruction=lines,
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda info: info.language,
)


@st.composite
def areas(draw: st.DrawFn) -> BaseGeometry:
    discs = [
        Point(draw(st.floats(7, 14)), draw(st.floats(48, 54))).buffer(
            draw(st.floats(0.001, 0.2)), quad_segs=draw(st.integers(1, 40))
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    holes = [disc.centroid.buffer(0.0004) for disc in discs if draw(st.booleans())]
    return unary_union(discs).difference(unary_union(holes)) if holes else unary_union(discs)


references = st.lists(st.builds(Reference, sender=tokens, identifier=tokens, sent=st.just("2026-01-01T00:00:00+01:00")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=infos,
    area=areas(),
    sent=moments,
    hours=st.integers(0, 24 * 31),
    kind=st.sampled_from(MsgType),
    codes=st.tuples(
        st.sampled_from(Status),
        st.sampled_from(Severity),
        st.sampled_from(Urgency),
        st.sampled_from(Certainty),
        st.sampled_from(Category),
        st.lists(st.sampled_from(ResponseType), unique=True),
    ),
    older=references,
    places=st.lists(words, min_size=1, max_size=5),
)
def test_round_trip(
    released: Any,
    schema: etree.XMLSchema,
    texts: list[Info],
    area: BaseGeometry,
    sent: datetime,
    hours: int,
    kind: MsgType,
    codes: tuple[Any, ...],
    older: list[Reference],
    places: list[str],
) -> None:
    status, severity, urgency, certainty, category, responses = codes
    predecessors = tuple({r.identifier: r for r in older if r.identifier != "2026.11.24.mitte.0001"}.values())
    if kind is not MsgType.ALERT and not predecessors:
        predecessors = (Reference(sender="a", identifier="b", sent="2026-01-01T00:00:00+01:00"),)
    alert = released(
        {
            "infos": tuple(texts),
            "msg_type": kind,
            "status": status,
            "severity": severity,
            "urgency": urgency,
            "certainty": certainty,
            "category": category,
            "response_types": tuple(responses),
            "onset": None,
            "expires": sent + timedelta(hours=hours),
            "zones": (),
        },
        area=area.__geo_interface__,
        zones=(),
        sent=sent,
        references=predecessors,
        places=tuple(places),
    )
    document = cap.write(alert)
    schema.assertValid(etree.fromstring(document.encode()))
    message = cap.read(document)
    assert message.sent == sent.replace(microsecond=0)
    assert message.references == predecessors
    assert (message.status, message.msg_type) == (status, kind)
    for written, read in zip(texts, message.infos, strict=True):
        assert (written.language, written.event, written.headline) == (read.language, read.event, read.headline)
        assert (written.description, written.instruction) == (read.description, read.instruction)
        assert (read.severity, read.urgency, read.certainty) == (severity, urgency, certainty)
        assert read.areas[0].name == ", ".join(places)
    rings = message.infos[0].areas[0].polygons
    assert max(len(ring) for ring in rings) <= 100
    assert unary_union([Polygon(ring) for ring in rings]).buffer(1e-7).covers(shape(alert.area))
