"""What of an area the public sees: its exact shape, or the affected districts whole. Routing is the same for both."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from alerts.domain.model.alert import Content
from alerts.domain.model.plan import Plan
from alerts.store import areas, authorities
from alerts.store.session import Session


def is_forced(session: Session, authority: UUID) -> bool:
    """Whether the authority never publishes anything but whole districts."""
    return authorities.whole_districts_only(session, authority)


def is_whole(session: Session, authority: UUID, content: Content) -> bool:
    """Whether whole districts are published: by choice, or because the authority never does anything else."""
    return content.whole_districts or is_forced(session, authority)


def enforced(session: Session, authority: UUID, content: Content) -> Content:
    """The content with whole districts, if its authority never publishes anything else."""
    if content.whole_districts or not is_forced(session, authority):
        return content
    return replace(content, whole_districts=True)


def ground(session: Session, authority: UUID, content: Content, plan: Plan, exact: BaseGeometry) -> BaseGeometry:
    """What is published (EPSG:4326) for a content with its plan and exact shape. Raises TooManyDistrictsError."""
    if not plan.affected or not is_whole(session, authority, content):
        return exact
    return areas.whole(session, [leaf.key for leaf in plan.affected])


def people_by_ground(plan: Plan) -> dict[bool, int]:
    """People who live in what is published: of the exact shape (False), of the districts whole (True)."""
    return {False: plan.people.estimate, True: sum(leaf.population for leaf in plan.affected)}
