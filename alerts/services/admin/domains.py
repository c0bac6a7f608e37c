"""An authority's own web domains: links to others are told to whoever writes a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from alerts.domain.errors import Fault, InvalidError, NotFoundError
from alerts.store import audit, authorities
from alerts.store.session import Session, see_authority

_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def own_domains(session: Session, slug: str) -> tuple[str, ...]:
    """The domains of an authority, the one it sends from last. Raises NotFoundError."""
    authority = authorities.by_slug(session, slug)
    if authority is None:
        raise NotFoundError(what=slug)
    return authorities.domains(session, authority)


def set_own_domains(session: Session, slug: str, domains: Iterable[str]) -> tuple[str, ...]:
    """Replace them; written in the authority's audit. Raises NotFoundError, InvalidError for what is no domain."""
    authority = authorities.by_slug(session, slug)
    if authority is None:
        raise NotFoundError(what=slug)
    wanted = sorted({domain.strip().casefold().rstrip(".") for domain in domains})
    faults = [
        Fault(place=domain, de="keine Domain wie mitte.example", en="no domain like mitte.example")
        for domain in wanted
        if not _DOMAIN.fullmatch(domain)
    ]
    if faults:
        raise InvalidError(faults)
    see_authority(session, authority)
    authorities.set_domains(session, authority, wanted)
    audit.record(session, authority, None, "domains", authority, {"domains": wanted})
    return authorities.domains(session, authority)
