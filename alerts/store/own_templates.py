"""Own templates in the database: changed under a number, every state kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, text, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model import codec
from alerts.domain.templates import OwnTemplate, Template, TemplateRevision, keyed
from alerts.store.tables.own_templates import own_template, template_revision
from alerts.store.tables.people import person

MOST = 500
"""So many own templates an authority sees at once; nobody can tell more apart."""

_RECENT = text("""
    SELECT newest.key
      FROM (SELECT v.content->>'template' AS key, a.created
              FROM alert a JOIN version v ON v.alert_id = a.id AND v.number = a.current_version
             ORDER BY a.created DESC LIMIT :looked_at) AS newest
     WHERE newest.key <> ''
     GROUP BY newest.key ORDER BY max(newest.created) DESC
""")


def every(session: Session, *, archived: bool = False) -> tuple[OwnTemplate, ...]:
    """The asking authority's templates, by name."""
    query = _templates().where(own_template.c.archived.is_not(None) if archived else own_template.c.archived.is_(None))
    found = [_template(row) for row in session.execute(query.order_by(own_template.c.created).limit(MOST))]
    return tuple(sorted(found, key=lambda own: own.template.name("de").casefold()))


def load(session: Session, template_id: UUID, *, lock: bool = False) -> OwnTemplate:
    """One template, archived or not. Raises NotFoundError."""
    query = _templates().where(own_template.c.id == template_id)
    row = session.execute(query.with_for_update(of=own_template) if lock else query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Vorlage {template_id}")
    return _template(row)


def state(session: Session, template_id: UUID, number: int) -> Template | None:
    """A template as it once was, or None if it never was or is another authority's."""
    query = select(template_revision.c.content).where(
        template_revision.c.own_template_id == template_id, template_revision.c.number == number
    )
    content = session.execute(query).scalar_one_or_none()
    return None if content is None else keyed(codec.noun_from_json(content, Template), template_id, number)


def create(session: Session, authority: UUID, author: UUID, template: Template) -> UUID:
    """Keep a new template."""
    content = codec.noun_to_json(template)
    row = insert(own_template).values(authority_id=authority, author_id=author, content=content)
    template_id: UUID = session.execute(row.returning(own_template.c.id)).scalar_one()
    _keep(session, authority, template_id, author, content, number=1, action="made")
    return template_id


def change(session: Session, before: OwnTemplate, author: UUID, template: Template) -> None:
    """Replace what a template holds; it stays under the same id."""
    content = codec.noun_to_json(template)
    _next(session, before, content=content)
    _keep(session, before.authority, before.id, author, content, number=before.number + 1, action="changed")


def put_away(session: Session, before: OwnTemplate, author: UUID, *, away: bool) -> None:
    """Archive a template, or bring it back."""
    _next(session, before, archived=func.clock_timestamp() if away else None)
    action = "archived" if away else "restored"
    content = codec.noun_to_json(before.template)
    _keep(session, before.authority, before.id, author, content, number=before.number + 1, action=action)


def revisions(session: Session, template_id: UUID) -> tuple[TemplateRevision, ...]:
    """Every state of a template, the newest first."""
    query = (
        select(template_revision, person.c.name.label("author"))
        .outerjoin(person, person.c.id == template_revision.c.author_id)
        .where(template_revision.c.own_template_id == template_id)
        .order_by(template_revision.c.number.desc())
    )
    return tuple(
        TemplateRevision(
            number=row.number,
            action=row.action,
            template=keyed(codec.noun_from_json(row.content, Template), template_id, row.number),
            author=row.author or "",
            at=row.at,
        )
        for row in session.execute(query)
    )


def recent(session: Session, looked_at: int = 60) -> tuple[str, ...]:
    """Keys of the templates that the asking authority's newest alerts began with, the newest first."""
    return tuple(session.execute(_RECENT, {"looked_at": looked_at}).scalars())


def _templates() -> Select[Any]:
    return select(own_template, person.c.name.label("author")).outerjoin(
        person, person.c.id == own_template.c.author_id
    )


def _next(session: Session, before: OwnTemplate, **values: Any) -> None:
    row = update(own_template).where(own_template.c.id == before.id)
    session.execute(row.values(number=before.number + 1, changed=func.clock_timestamp(), **values))


def _keep(
    session: Session,
    authority: UUID,
    template_id: UUID,
    author: UUID,
    content: dict[str, Any],
    *,
    number: int,
    action: str,
) -> None:
    session.execute(
        insert(template_revision).values(
            authority_id=authority,
            own_template_id=template_id,
            number=number,
            action=action,
            content=content,
            author_id=author,
        )
    )


def _template(row: Row[Any]) -> OwnTemplate:
    return OwnTemplate(
        id=row.id,
        authority=row.authority_id,
        template=keyed(codec.noun_from_json(row.content, Template), row.id, row.number),
        number=row.number,
        author=row.author or "",
        created=row.created,
        changed=row.changed,
        archived=row.archived,
    )
