"""Plan a Probewarnung: where, when and how wide; its words are fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.domain.errors import InvalidError
from alerts.domain.model.alert import AreaRequest, Content
from alerts.domain.model.codes import Width
from alerts.domain.model.person import Person
from alerts.domain.rendering.public_test import public_test_content, public_test_faults
from alerts.services.desk import drafting
from alerts.services.views import AlertView
from alerts.store.session import Session, database_now


@dataclass(frozen=True, kw_only=True)
class PublicTest:
    """What a person decides about a Probewarnung. ``starts`` and ``ends`` (its all-clear) are aware."""

    area: AreaRequest
    area_name: str
    width: Width
    starts: datetime
    ends: datetime

    @property
    def content(self) -> Content:
        """The alert that it becomes."""
        return public_test_content(self.area, self.area_name, self.width, self.starts, self.ends)


def draft_public_test(session: Session, person: Person, planned: PublicTest) -> AlertView:
    """Begin one. Raises InvalidError (times), NotAllowedError, UnknownDistrictError."""
    _check(session, planned)
    return drafting.draft(session, person, planned.content)


def edit_public_test(session: Session, person: Person, alert_id: UUID, version: int, planned: PublicTest) -> AlertView:
    """Change place or time of one that is not submitted. Raises as ``drafting.edit`` and ``draft_public_test`` do."""
    _check(session, planned)
    return drafting.edit(session, person, alert_id, version, planned.content)


def _check(session: Session, planned: PublicTest) -> None:
    found = public_test_faults(planned.content, database_now(session))
    if found:
        raise InvalidError(found)
