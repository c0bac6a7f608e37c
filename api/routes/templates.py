"""Templates: the catalogue and the own authority's."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from alerts.domain.templates import TEMPLATES
from alerts.services import templates
from api.deps import Staff, Transaction
from api.etags import IfMatch, etag, expected
from api.schemas.problem import REFUSALS
from api.schemas.template import (
    TemplateIn,
    TemplateList,
    TemplateOut,
    TemplatePatch,
    TemplateRevisionList,
    line_of,
    revision_of,
    template_of,
)

router = APIRouter(prefix="/api/v1/templates", tags=["templates"], responses=REFUSALS)

_TAG: dict[str, Any] = {
    "headers": {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}},
}
_OK: dict[int | str, dict[str, Any]] = {200: _TAG}
_MADE: dict[int | str, dict[str, Any]] = {201: _TAG}
Typed = Annotated[str, Query(max_length=100, description="Words of a name or a first line, in any language.")]


@router.get("")
def listed(session: Transaction, person: Staff, q: Typed = "", archived: bool = False) -> TemplateList:
    """Own templates by name, then the catalogue; with ``archived`` the own ones that are no longer offered."""
    own = [line_of(one.template, one) for one in templates.find(session, person, q, archived=archived)]
    catalogue = [] if archived else [line_of(one) for one in TEMPLATES.values() if templates.holds(one, q)]
    return TemplateList(templates=[*own, *catalogue])


@router.post("", status_code=201, responses=_MADE)
def save(body: TemplateIn, session: Transaction, person: Staff, response: Response) -> TemplateOut:
    """Keep a template of one's own; every fault is named with its place."""
    made = templates.save(session, person, body.said())
    response.headers["Location"] = f"/api/v1/templates/{made.id}"
    response.headers["ETag"] = etag(made.number)
    return template_of(made)


@router.get("/{template}", responses=_OK)
def read(template: UUID, session: Transaction, person: Staff, response: Response) -> TemplateOut:
    """One own template, archived or not."""
    found = templates.read(session, person, template)
    response.headers["ETag"] = etag(found.number)
    return template_of(found)


@router.patch("/{template}", responses=_OK)
def change(
    template: UUID,
    body: TemplatePatch,
    session: Transaction,
    person: Staff,
    response: Response,
    if_match: IfMatch = None,
) -> TemplateOut:
    """Change what is sent of the version named by If-Match; alerts that began with it keep what it was."""
    version = expected(if_match)
    before = templates.read(session, person, template)
    made = templates.change(session, person, template, version, body.over(before.template))
    response.headers["ETag"] = etag(made.number)
    return template_of(made)


@router.delete("/{template}", status_code=204)
def archive(template: UUID, session: Transaction, person: Staff) -> None:
    """No longer offer it; it stays readable and can be restored."""
    templates.archive(session, person, template)


@router.post("/{template}/restore")
def restore(template: UUID, session: Transaction, person: Staff) -> TemplateOut:
    """Offer an archived template again."""
    return template_of(templates.restore(session, person, template))


@router.get("/{template}/revisions")
def revisions(template: UUID, session: Transaction, person: Staff) -> TemplateRevisionList:
    """Every state that it has had, the newest first."""
    return TemplateRevisionList(revisions=[revision_of(one) for one in templates.revisions(session, person, template)])
