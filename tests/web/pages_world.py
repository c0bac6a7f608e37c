"""The demo's authorities with published alerts in every standing, for the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from shapely import from_wkb
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text

from alerts.access.secrets import SecretBox
from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Issuer, ReleasedAlert, Zone
from alerts.domain.model.codes import PUBLIC_TEST_CODE, MsgType, ResponseType, Severity, Status
from alerts.domain.model.district import Match
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.services.demo.gateways import Gateway
from alerts.services.demo.seeding import seed
from alerts.store import published
from alerts.store.session import Session, Store

PASSWORD = "only for these tests"
KEY = b"\x07" * 32
KEYS = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
MOABIT, HANSAVIERTEL, GESUNDBRUNNEN = (f"ortsteil:berlin:{code}" for code in ("0102", "0103", "0106"))


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An alert to be published: for whom, where, as what."""

    code: str
    headline: str
    slug: str = "mitte"
    district: str = MOABIT
    severity: Severity = Severity.MODERATE
    status: Status = Status.ACTUAL
    msg_type: MsgType = MsgType.ALERT
    all_clear: bool = False
    event_code: str | None = None
    minutes_ago: int = 10
    hours: int = 5
    zone: str = ""
    help_places: tuple[HelpPlace, ...] = ()


GENUINE = Notice(code="7F3A-92QK", headline="Bombenfund in Moabit: Sperrkreis verlassen", zone="Sperrkreis")
WATER = HelpPlace(
    kind=HelpKind.WATER,
    name="Gesundbrunnen-Center",
    address="Badstraße 4",
    hours="8 bis 20 Uhr",
    access="stufenlos",
    lat=52.5494,
    lon=13.3887,
)
SEVERE = Notice(
    code="AB2C-3D4E",
    headline="Trinkwasser abkochen",
    district=GESUNDBRUNNEN,
    severity=Severity.SEVERE,
    help_places=(WATER, HelpPlace(kind=HelpKind.INFORMATION, name="Rathaus", address="Müllerstraße 146")),
)
UPDATED = Notice(code="UP11-1111", headline="Rauch über Moabit", minutes_ago=60)
UPDATE = Notice(code="UP22-2222", headline="Rauch wird weniger", msg_type=MsgType.UPDATE, minutes_ago=30)
OVER = Notice(code="CE11-1111", headline="Gas in Moabit", minutes_ago=90)
ALL_CLEAR = Notice(code="CE22-2222", headline="Gas abgestellt", msg_type=MsgType.UPDATE, all_clear=True, minutes_ago=50)
MISTAKE = Notice(code="MK11-1111", headline="Sirene in Moabit", minutes_ago=90)
CANCEL = Notice(code="MK22-2222", headline="Es war ein Irrtum", msg_type=MsgType.CANCEL, minutes_ago=80)
EXPIRED = Notice(code="EX11-1111", headline="Straße gesperrt", minutes_ago=600, hours=1)
DRILL = Notice(code="DR11-1111", headline="Übung: Bombenfund", status=Status.EXERCISE)
PUBLIC_TEST = Notice(code="PR11-1111", headline="Probewarnung in Moabit", event_code=PUBLIC_TEST_CODE)

THREADS: Sequence[Sequence[Notice]] = (
    (GENUINE,),
    (SEVERE,),
    (UPDATED, UPDATE),
    (OVER, ALL_CLEAR),
    (MISTAKE, CANCEL),
    (EXPIRED,),
    (DRILL,),
    (PUBLIC_TEST,),
)


def identifier(notice: Notice) -> str:
    """The CAP identifier of a published notice."""
    return f"test-{notice.code.lower()}"


def fill(store: Store) -> None:
    """Put the demo's cast and every thread into a database with districts."""
    gateway = Gateway(url="http://127.0.0.1:9", smtp_url="smtp://127.0.0.1:9")
    with store.transaction(None) as session:
        seed(session, box=SecretBox([KEY]), gateway=gateway, password=PASSWORD, today=datetime.now(UTC).date())
        for notices in THREADS:
            thread = uuid4()
            for notice in notices:
                publish(session, notice, thread)


def publish(session: Session, notice: Notice, thread: UUID) -> None:
    """Publish one notice for the whole of its district."""
    row = session.execute(
        text("SELECT key, name, level, parent_key, ST_AsBinary(geom) AS geom FROM district WHERE key = :key"),
        {"key": notice.district},
    ).one()
    shape = from_wkb(bytes(row.geom))
    match = Match(
        key=row.key,
        name=row.name,
        level=row.level,
        parent=row.parent_key,
        share_of_district=1.0,
        share_of_area=1.0,
        people=100.0,
        population=100,
    )
    published.publish(
        session,
        _released(session, notice, shape, row.name),
        alert=uuid4(),
        thread=thread,
        cap=f"<alert>{notice.code}</alert>",
        affected=[match],
        event="Gefahr",
        headline=notice.headline,
    )


def _released(session: Session, notice: Notice, shape: BaseGeometry, place: str) -> ReleasedAlert:
    authority: Any = session.execute(text("SELECT * FROM authority WHERE slug = :slug"), {"slug": notice.slug}).one()
    sent = datetime.now(UTC) - timedelta(minutes=notice.minutes_ago)
    zone = Zone(order=1, name=notice.zone, area=AreaRequest(), instruction={"de": "Gehen Sie weg.", "en": "Go away."})
    content = Content(
        status=notice.status,
        msg_type=notice.msg_type,
        severity=notice.severity,
        event_code=notice.event_code,
        response_types=(ResponseType.ALL_CLEAR,) if notice.all_clear else (),
        expires=sent + timedelta(hours=notice.hours),
        infos=(
            Info(language="de", event="Gefahr", headline=notice.headline, instruction="Bleiben Sie im Haus."),
            Info(language="en", event="Danger", headline=f"English: {notice.headline}", instruction="Stay inside."),
        ),
        hotline=Hotline(number="030 1234", hours="Mo bis Fr"),
        zones=(zone,) if notice.zone else (),
        help_places=notice.help_places,
    )
    inner = shape.representative_point().buffer(0.003)
    return ReleasedAlert(
        identifier=identifier(notice),
        code=notice.code,
        sent=sent,
        issuer=Issuer(id=authority.id, slug=notice.slug, name=authority.name, sender=authority.sender),
        content=content,
        places=(place,),
        geocodes=(),
        area=dict(mapping(shape)),
        zones=((zone, dict(mapping(inner))),) if notice.zone else (),
        link=f"http://127.0.0.1:8000/a/{identifier(notice)}",
    )
