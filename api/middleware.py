"""What every request passes: headers that protect, limits, and the last net under what nobody foresaw."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import bodies, errors, problem
from api.refusals import MalformedError, TooLargeError
from geo.errors import OrtsrufError
from geo.upload import GREATEST_UPLOAD

LONGEST_BODY = 2 * 1024 * 1024
"""Bytes of a request's body."""

LONGEST_UPLOAD = GREATEST_UPLOAD + 64 * 1024
"""The same where files are uploaded, with what the form adds."""
UPLOADS = frozenset({"/desk/upload", "/desk/areas/import"})

_DRAINED_AT_MOST = 64 * 1024 * 1024
"""What is read and thrown away so that a client that still sends can read the refusal."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the protecting headers to every answer, and HSTS where the public address is https."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = dict(_HEADERS)
        if https:
            self.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, guarded)


class Net:
    """Turns what nobody foresaw into an incident: a number for the client, the trace for the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if started:
                raise
            await _told(Request(scope, receive), error)(scope, receive, send)


def _told(request: Request, error: Exception) -> Response:
    try:
        return errors.incident(request, error)
    except Exception as unpaged:  # the page about the incident is itself broken
        return errors.bare_incident(request, unpaged)


class Limits:
    """Refuses a body that is too long, too deep or no text, and addresses that no database text can hold."""

    def __init__(self, app: ASGIApp, *, longest: int = LONGEST_BODY) -> None:
        self.app = app
        self.longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            _check_address(scope)
            body = await self._body(scope, receive)
            _check_body(scope, body)
        except OrtsrufError as error:
            response = problem.answer(Request(scope, receive), error, errors.status_of(error))
            await response(scope, receive, send)
            return
        await self.app(scope, _replayed(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        longest = LONGEST_UPLOAD if scope["path"] in UPLOADS else self.longest
        parts: list[bytes] = []
        length = 0
        more = scope["method"] not in ("GET", "HEAD") or _announced(scope) != 0
        while more and length <= _DRAINED_AT_MOST:
            message = await receive()
            if message["type"] != "http.request":
                break
            part = message.get("body", b"")
            length += len(part)
            if length <= longest:
                parts.append(part)
            else:
                parts.clear()
            more = message.get("more_body", False)
        if length > longest:
            raise TooLargeError(megabytes=longest // (1024 * 1024), place="body")
        return b"".join(parts)


def _announced(scope: Scope) -> int:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if length.isdigit():
        return int(length)
    return -1 if "transfer-encoding" in headers else 0


def _check_address(scope: Scope) -> None:
    if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise MalformedError(de="Zeichen NUL in der Adresse", en="a NUL character in the address", place="url")


def _check_body(scope: Scope, body: bytes) -> None:
    if not body:
        return
    kind = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        bodies.check_json(body)
    elif kind == "application/x-www-form-urlencoded":
        bodies.check_form(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again
