"""Templates of an authority: listed, made from scratch or as a copy, changed with a live example, put away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.domain import limits
from alerts.domain.errors import Fault, InvalidError, NotFoundError
from alerts.domain.model.codes import Certainty, ResponseType, Role, Severity, Urgency
from alerts.domain.model.person import Person
from alerts.domain.phrases import HAZARDS
from alerts.domain.templates import TEMPLATES, Family, OwnTemplate, Template
from alerts.domain.templates.checking import example, hints
from alerts.services import templates
from alerts.store.session import Session, database_now
from api.deps import CsrfToken, Staff, Transaction
from api.language import asked
from api.pages import template_form
from api.pages.office_frame import office_frame
from api.pages.office_nav import TEMPLATES as HOME
from web.render import page

router = APIRouter(include_in_schema=False)

_EXAMPLE_PLACE = "Moabit"
_MOST_FIELDS = 1_000


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, texts only."""
    form = await request.form(max_fields=_MOST_FIELDS)
    return {name: value for name, value in form.items() if isinstance(value, str)}


FormData = Annotated[dict[str, str], Depends(form_of)]
Typed = Annotated[str, Query(max_length=100)]


@router.get(HOME)
def listed(
    request: Request, session: Transaction, person: Staff, csrf: CsrfToken, q: Typed = "", archived: bool = False
) -> Response:
    """Own templates and the catalogue, those whose words hold what was typed."""
    own = templates.find(session, person, q, archived=archived)
    catalogue = [] if archived else [one for one in TEMPLATES.values() if templates.holds(one, q)]
    return _page(
        "office/templates.html",
        request,
        session,
        person,
        csrf,
        own=own,
        hazards=[one for one in catalogue if one.family.is_hazard],
        everyday=[one for one in catalogue if not one.family.is_hazard],
        typed=q,
        archived=archived,
        saved=request.query_params.get("saved", ""),
    )


@router.get(f"{HOME}/new")
def begin(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, copy: Typed = "") -> Response:
    """The form of a new template, empty or as a copy."""
    templates.find(session, person)
    source = templates.by_key(session, copy) if copy else template_form.BLANK
    if source is None:
        raise NotFoundError(what=f"Vorlage {copy}")
    return _form(request, session, person, csrf, source)


@router.post(f"{HOME}/new")
def make(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, form: FormData) -> Response:
    """Keep a new template, or take one step of its form."""
    templates.find(session, person)
    read = template_form.read(form, template_form.BLANK)
    if step := form.get("step", ""):
        return _form(request, session, person, csrf, template_form.stepped(read.template, step), step=step)
    if read.faults:
        return _form(request, session, person, csrf, read.template, faults=read.faults)
    try:
        made = templates.save(session, person, read.template)
    except InvalidError as refusal:
        return _form(request, session, person, csrf, read.template, faults=refusal.faults)
    return RedirectResponse(f"{HOME}?saved={made.id}", 303)


@router.post(f"{HOME}/example")
def show_example(request: Request, session: Transaction, person: Staff, form: FormData) -> Response:
    """How the texts of the form read with the fields' examples; nothing is saved."""
    templates.find(session, person)
    template = template_form.read(form, template_form.BLANK).template
    return HTMLResponse(page("office/template_example.html", asked(request), **_example(template, asked(request))))


@router.get(f"{HOME}/{{template_id}}")
def edit(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    template_id: UUID,
    state: Annotated[int | None, Query(ge=1, lt=10**9)] = None,
) -> Response:
    """The form of an own template; ``state`` opens an earlier one, to be read or kept again."""
    own = templates.read(session, person, template_id)
    states = templates.revisions(session, person, template_id)
    shown = next((one.template for one in states if one.number == state), own.template)
    return _form(request, session, person, csrf, shown, own=own)


@router.post(f"{HOME}/{{template_id}}")
def change(
    request: Request, session: Transaction, person: Staff, csrf: CsrfToken, template_id: UUID, form: FormData
) -> Response:
    """Keep the form as the template's next state, or take one step of it. Raises StaleVersionError."""
    own = templates.read(session, person, template_id)
    read = template_form.read(form, own.template)
    if step := form.get("step", ""):
        return _form(request, session, person, csrf, template_form.stepped(read.template, step), own=own, step=step)
    if read.faults:
        return _form(request, session, person, csrf, read.template, own=own, faults=read.faults)
    number = form.get("number", "")
    expected = int(number) if number.isdecimal() and len(number) < 10 else 0
    try:
        templates.change(session, person, template_id, expected, read.template)
    except InvalidError as refusal:
        return _form(request, session, person, csrf, read.template, own=own, faults=refusal.faults)
    return RedirectResponse(f"{HOME}?saved={template_id}", 303)


@router.post(f"{HOME}/{{template_id}}/archive")
def archive(session: Transaction, person: Staff, template_id: UUID) -> Response:
    """No longer offer it."""
    templates.archive(session, person, template_id)
    return RedirectResponse(f"{HOME}?archived=true&saved={template_id}", 303)


@router.post(f"{HOME}/{{template_id}}/restore")
def restore(session: Transaction, person: Staff, template_id: UUID) -> Response:
    """Offer it again."""
    templates.restore(session, person, template_id)
    return RedirectResponse(f"{HOME}?saved={template_id}", 303)


def _form(
    request: Request,
    session: Session,
    person: Person,
    csrf: str,
    template: Template,
    *,
    own: OwnTemplate | None = None,
    faults: Sequence[Fault] = (),
    step: str = "",
) -> Response:
    language = asked(request)
    return _page(
        "office/template_edit.html",
        request,
        session,
        person,
        csrf,
        status=422 if faults else 200,
        shown=template,
        own=own,
        revisions=templates.revisions(session, person, own.id) if own else (),
        may_write=templates.may_write(person, own.template if own else None),
        faults=_by_input(faults, language),
        other_faults=[f"{fault.place}: {_said(fault, language)}" for fault in faults if not _input(fault)],
        step=step[: template_form.LONGEST_STEP],
        choices_text=template_form.choices_text,
        codes=template_form.LANGUAGES,
        hidden_families=[] if person.has(Role.ADMINISTRATOR) else [one.value for one in Family if one.is_hazard],
        hours=_plain(template.holds.total_seconds() / 3600),
        km2=_plain(template.usual_km2),
        responses=[one for one in ResponseType if one is not ResponseType.ALL_CLEAR],
        severities=list(Severity),
        urgencies=list(Urgency),
        certainties=list(Certainty),
        hazards=sorted(
            ((one.key, one.name(language)) for one in HAZARDS.values()), key=lambda pair: pair[1].casefold()
        ),
        **_example(template, language),
    )


def _example(template: Template, language: str) -> dict[str, Any]:
    """The texts filled with the fields' examples, by language, and what the template had better hold."""
    examples: dict[str, dict[str, Any]] = {}
    for code, text in template.texts.items():
        filler = example(template, code, _EXAMPLE_PLACE)
        examples[code] = {name: filler.text(words) for name, words in text.parts.items()}
        examples[code]["zones"] = [
            (zone.name, filler.text(zone.instruction[code])) for zone in template.zones if code in zone.instruction
        ]
    return {
        "examples": examples,
        "hints": [(template_form.input_of(hint.place), _said(hint, language)) for hint in hints(template)],
        "marks": ["places", *(one.key for one in template.fields if one.key)],
        "limits": limits,
    }


def _plain(number: float) -> str:
    """A number as people type it: ``5``, ``1,5``."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _by_input(faults: Sequence[Fault], language: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for fault in faults:
        if name := _input(fault):
            text = _said(fault, language)
            said[name] = f"{said[name]}; {text}" if name in said else text[:1].upper() + text[1:]
    return said


def _input(fault: Fault) -> str:
    return template_form.input_of(fault.place)


def _said(fault: Fault, language: str) -> str:
    return fault.en if language == "en" else fault.de


def _page(
    name: str, request: Request, session: Session, person: Person, csrf: str, *, status: int = 200, **data: Any
) -> Response:
    now = database_now(session)
    data = {"may_write": templates.may_write(person), "allowed": lambda one: templates.may_write(person, one), **data}
    html = page(
        name,
        asked(request),
        frame=office_frame(request, session, person, csrf, now, HOME),
        csrf=csrf,
        now=now,
        home=HOME,
        **data,
    )
    return HTMLResponse(html, status)
