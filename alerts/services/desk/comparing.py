"""What an earlier version said, and whom it would have gone to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model import codec
from alerts.domain.model.alert import Content
from alerts.domain.model.person import Person
from alerts.services.desk import freezing
from alerts.services.desk.planning import shown
from alerts.services.views import Preview
from alerts.store import alerts, versions
from alerts.store.session import Session


@dataclass(frozen=True, kw_only=True)
class Said:
    """One version. ``preview`` is what it means today, None while nothing was drawn."""

    number: int
    content: Content
    preview: Preview | None


def version(session: Session, person: Person, alert: UUID, number: int) -> Said:
    """One version of an alert of the own authority. Raises NotFoundError."""
    alerts.load(session, alert)
    content = codec.content_from_json(versions.content(session, alert, number))
    planned = None if content.area.is_empty else freezing.plan_content(session, person.authority, content)
    return Said(number=number, content=content, preview=shown(planned) if planned else None)
