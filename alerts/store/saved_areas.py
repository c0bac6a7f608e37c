"""Saved areas in the database: found by name, alias, note and kind, changed under a version, every state kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.domain.errors import Fault, InvalidError, NotFoundError
from alerts.domain.model import codec
from alerts.domain.model.saved_area import SavedArea, SavedContent, SavedKind, SavedRevision
from alerts.store.folding import folded
from alerts.store.tables.people import person
from alerts.store.tables.saved import saved_area, saved_revision

_ALIKE = 0.55
"""From which likeness (0 to 1) of its trigrams a word may be what was meant."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for. Everything that is not archived where nothing is said."""

    typed: str = ""
    kind: SavedKind | None = None
    archived: bool = False
    limit: int = 200


def find(session: Session, wanted: Wanted) -> tuple[SavedArea, ...]:
    """Areas of the asking authority: what holds the typed words first, then what is spelt nearly so, each by name."""
    query = _areas().where(saved_area.c.archived.is_not(None) if wanted.archived else saved_area.c.archived.is_(None))
    if wanted.kind is not None:
        query = query.where(saved_area.c.kind == wanted.kind.value)
    words = folded(wanted.typed)
    if wanted.typed and not words:
        return ()
    order: list[ColumnElement[Any]] = []
    if words:
        holds = func.strpos(saved_area.c.search, words) > 0
        alike = func.word_similarity(words, saved_area.c.search)
        query = query.where(or_(holds, alike >= _ALIKE))
        order = [holds.desc(), func.starts_with(saved_area.c.search, words).desc(), alike.desc()]
    rows = session.execute(query.order_by(*order, func.lower(saved_area.c.name), saved_area.c.id).limit(wanted.limit))
    return tuple(_area(row) for row in rows)


def load(session: Session, area_id: UUID, *, lock: bool = False) -> SavedArea:
    """One area, archived or not. Raises NotFoundError."""
    query = _areas().where(saved_area.c.id == area_id)
    row = session.execute(query.with_for_update(of=saved_area) if lock else query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Gebiet {area_id}")
    return _area(row)


def create(session: Session, authority: UUID, author: UUID | None, content: SavedContent) -> UUID:
    """Keep a new area. Raises InvalidError if its name is taken."""
    row = insert(saved_area).values(authority_id=authority, author_id=author, **_values(content))
    area_id: UUID = _named(session, row.returning(saved_area.c.id)).scalar_one()
    _keep(session, authority, area_id, author, content, number=1, action="saved")
    return area_id


def change(session: Session, before: SavedArea, author: UUID, content: SavedContent) -> None:
    """Replace what an area holds; it stays under the same id. Raises InvalidError if its new name is taken."""
    row = update(saved_area).where(saved_area.c.id == before.id)
    _named(session, row.values(**_values(content), **_next(before)))
    _keep(session, before.authority, before.id, author, content, number=before.version + 1, action="changed")


def put_away(session: Session, before: SavedArea, author: UUID, *, away: bool) -> None:
    """Archive an area, or bring it back. Raises InvalidError if another has taken its name meanwhile."""
    moment = func.clock_timestamp() if away else None
    row = update(saved_area).where(saved_area.c.id == before.id)
    _named(session, row.values(archived=moment, **_next(before)))
    action = "archived" if away else "restored"
    _keep(session, before.authority, before.id, author, before.content, number=before.version + 1, action=action)


def revisions(session: Session, area_id: UUID) -> tuple[SavedRevision, ...]:
    """Every state of an area, the newest first."""
    query = (
        select(saved_revision, person.c.name.label("author"))
        .outerjoin(person, person.c.id == saved_revision.c.author_id)
        .where(saved_revision.c.saved_area_id == area_id)
        .order_by(saved_revision.c.number.desc())
    )
    return tuple(
        SavedRevision(
            number=row.number,
            action=row.action,
            content=codec.saved_from_json(row.content),
            author=row.author or "",
            at=row.at,
        )
        for row in session.execute(query)
    )


def _areas() -> Select[Any]:
    return select(saved_area, person.c.name.label("author")).outerjoin(person, person.c.id == saved_area.c.author_id)


def _values(content: SavedContent) -> dict[str, Any]:
    return {
        "kind": content.kind.value,
        "name": content.name,
        "search": folded(" ".join((content.name, *content.aliases, content.note))),
        "content": codec.saved_to_json(content),
    }


def _next(before: SavedArea) -> dict[str, Any]:
    return {"version": before.version + 1, "changed": func.clock_timestamp()}


def _named(session: Session, statement: Any) -> Any:
    try:
        with session.begin_nested():
            return session.execute(statement)
    except IntegrityError as error:
        if "uq_saved_area_name" not in str(error.orig):
            raise
        fault = Fault(
            place="name",
            de="Ein Gebiet dieses Namens gibt es schon; wählen Sie einen anderen oder ersetzen Sie jenes",
            en="there is an area of this name already; choose another one or replace that",
        )
        raise InvalidError([fault]) from error


def _keep(
    session: Session,
    authority: UUID,
    area_id: UUID,
    author: UUID | None,
    content: SavedContent,
    *,
    number: int,
    action: str,
) -> None:
    session.execute(
        insert(saved_revision).values(
            authority_id=authority,
            saved_area_id=area_id,
            number=number,
            action=action,
            content=codec.saved_to_json(content),
            author_id=author,
        )
    )


def _area(row: Row[Any]) -> SavedArea:
    return SavedArea(
        id=row.id,
        authority=row.authority_id,
        content=codec.saved_from_json(row.content),
        version=row.version,
        author=row.author or "",
        created=row.created,
        changed=row.changed,
        archived=row.archived,
    )
