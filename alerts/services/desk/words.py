"""The checks of a draft's words, with what they need to know of its authority."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from alerts.domain import wording
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import Content
from alerts.domain.model.plan import Plan
from alerts.domain.model.tokens import BERLIN
from alerts.store import authorities
from alerts.store.session import Session, database_now

_SAID_ELSEWHERE = frozenset({"instruction-missing", "zone-instruction-missing"})
"""What the life cycle demands already, in its own words."""


def findings(
    session: Session, authority: UUID, content: Content, plan: Plan | None, *, public_url: str = ""
) -> tuple[wording.Finding, ...]:
    """What the checks find in a content's words, what blocks first. ``public_url`` is ours: its host is no foreign."""
    matches = sorted(plan.affected, key=lambda match: -match.people) if plan else ()
    host = urlsplit(public_url).hostname or ""
    about = wording.About(
        today=database_now(session).astimezone(BERLIN).date(),
        places=tuple(match.name for match in matches),
        domains=(*authorities.domains(session, authority), *([host] if host else [])),
    )
    return wording.check(content, about)


def refuse_unfit(session: Session, authority: UUID, content: Content, plan: Plan, *, public_url: str = "") -> None:
    """Raise InvalidError for words that may not go out: forged letters, links that hide where they lead."""
    found = findings(session, authority, content, plan, public_url=public_url)
    faults = blocking(found)
    if faults:
        raise InvalidError(faults)


def blocking(found: tuple[wording.Finding, ...]) -> tuple[Fault, ...]:
    """The findings that keep a draft from being submitted, as faults; not those that the life cycle names itself."""
    return tuple(
        Fault(place=finding.place, de=finding.de, en=finding.en)
        for finding in found
        if finding.blocks and finding.rule not in _SAID_ELSEWHERE
    )
