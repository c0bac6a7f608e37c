"""What routes and pages ask for: the transaction, the person who asks, settings.

Use the annotated names: ``def route(session: Transaction, person: Staff) -> …``. Routes that touch the database are
sync (``def``); the transaction commits before the answer leaves, so that a failing commit never says 201.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from alerts.access import tokens
from alerts.domain.errors import SignInNeededError
from alerts.domain.model.person import Person
from alerts.services import staff as staff_service
from alerts.store.errors import DatabaseBusyError
from alerts.store.session import Session, Store
from api.live import Live, Looked, Shared
from api.refusals import CsrfError
from api.settings import Settings as AppSettings

SESSION_COOKIE = "ortsruf"
AT_ONCE = 16
"""Requests that hold a transaction at the same time, and so the connections a process needs."""

_PATIENCE = 10.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, kw_only=True)
class Doors:
    """What the composition root opens once per process, kept as ``app.state.doors``."""

    settings: AppSettings
    store: Store
    watch_store: Store
    """The worker role's, which sees all authorities: for the watch and the figures, never for an answer to a person."""
    live: Live
    shared: Shared[Looked]
    """What many pages of the desk show, made once."""
    slots: asyncio.Semaphore
    """One for each pooled connection. Requests wait here, not in a thread: waiting threads would keep those who hold
    a connection from going on."""

    @property
    def https(self) -> bool:
        """Whether people reach us by https; then cookies are Secure and bound to the host."""
        return self.settings.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """Name of the session cookie."""
        return f"__Host-{SESSION_COOKIE}" if self.https else SESSION_COOKIE


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request's transaction and who asks. ``csrf`` is empty for API keys and strangers."""

    session: Session
    person: Person | None
    csrf: str


def doors(request: HTTPConnection) -> Doors:
    """What the composition root opened."""
    opened: Doors = request.app.state.doors
    return opened


def settings(request: HTTPConnection) -> AppSettings:
    """The settings the process runs with."""
    return doors(request).settings


async def slot(request: HTTPConnection) -> AsyncIterator[None]:
    """Wait for a turn to use the database. Raises DatabaseBusyError."""
    slots = doors(request).slots
    try:
        async with asyncio.timeout(_PATIENCE):
            await slots.acquire()
    except TimeoutError as error:
        raise DatabaseBusyError from error
    try:
        yield
    finally:
        slots.release()


Slot = Annotated[None, Depends(slot, scope="function")]


def visit(request: Request, _: Slot) -> Iterator[Visit]:
    """Open the request's transaction and recognise who asks, by API key or session cookie."""
    opened = doors(request)
    key = _bearer(request)
    token = request.cookies.get(opened.cookie, "")
    with opened.store.transaction(None) as session:
        yield _recognised(request, session, key, token)


def transaction(visit: Annotated[Visit, Depends(visit, scope="function")]) -> Session:
    """The request's transaction, seeing the rows of the asking person's authority."""
    return visit.session


def public_transaction(request: Request, _: Slot) -> Iterator[Session]:
    """A transaction that sees what everybody may see, whoever asks."""
    with doors(request).store.transaction(None) as session:
        yield session


def guest(visit: Annotated[Visit, Depends(visit, scope="function")]) -> Person | None:
    """Who asks, or None."""
    return visit.person


async def staff(request: Request, visit: Annotated[Visit, Depends(visit, scope="function")]) -> Person:
    """Who asks; every change by a session also proves that it came from our own page.

    Raises SignInNeededError, CsrfError.
    """
    if visit.person is None:
        raise SignInNeededError
    await check_csrf(request, visit)
    return visit.person


async def check_csrf(request: Request, visit: Annotated[Visit, Depends(visit, scope="function")]) -> None:
    """Pass reading requests, API keys, and changes that carry the session's value; else raise CsrfError."""
    if request.method in _SAFE or not visit.csrf:
        return
    given = request.headers.get("x-csrf-token") or await _field(request, "csrf")
    if not tokens.same(visit.csrf, given):
        raise CsrfError


def csrf_token(visit: Annotated[Visit, Depends(visit, scope="function")]) -> str:
    """The value that forms of this session must carry, empty for strangers."""
    return visit.csrf


def _recognised(request: Request, session: Session, key: str, token: str) -> Visit:
    if key:
        person = staff_service.person_by_key(session, key)
        return _visit(request, session, person, "")
    stored = staff_service.person_by_session(session, token) if token else None
    return _visit(request, session, stored.person if stored else None, stored.csrf if stored else "")


def _visit(request: Request, session: Session, person: Person | None, csrf: str) -> Visit:
    if person is not None:
        request.state.language = person.language
    return Visit(session=session, person=person, csrf=csrf)


def _bearer(request: Request) -> str:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


async def _field(request: Request, name: str) -> str:
    if not request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/")):
        return ""
    value = (await request.form()).get(name)
    return value if isinstance(value, str) else ""


Transaction = Annotated[Session, Depends(transaction, scope="function")]
"""The request's transaction under the asking person's authority."""
PublicTransaction = Annotated[Session, Depends(public_transaction, scope="function")]
"""A transaction without an authority."""
Staff = Annotated[Person, Depends(staff)]
"""The signed-in person (401, or a redirect to /login for pages); changes are CSRF-checked."""
Guest = Annotated[Person | None, Depends(guest)]
"""The signed-in person, or None."""
CsrfToken = Annotated[str, Depends(csrf_token)]
"""What a page puts into ``<meta name="csrf">`` and hidden fields."""
CsrfChecked = Depends(check_csrf)
"""For routes without ``Staff`` that change something."""
Settings = Annotated[AppSettings, Depends(settings)]
"""The settings of the process."""
Opened = Annotated[Doors, Depends(doors)]
"""Store, live news and settings of the process, for what needs more than one transaction."""
