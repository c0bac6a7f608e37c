"""Who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.domain.model.codes import Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of an authority's staff, as a service needs to know the one who asks."""

    id: UUID
    authority: UUID
    authority_name: str
    name: str
    unit: str
    login: str
    roles: frozenset[Role]
    office: UUID | None = None
    language: str = "de"
    by_machine: bool = False
    """True if an API key speaks for the person."""
    signed_in: datetime | None = None
    """When the person last proved who they are (password or passkey); break-glass wants it fresh. None by API key."""

    def has(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role in self.roles
