"""Which language to answer in."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from web import i18n

COOKIE = "language"
"""Set by whoever chose a language by hand; the choice beats the browser's wish."""


def asked(request: HTTPConnection) -> str:
    """``de`` or ``en``: by ``?lang=``, by cookie, by the person's setting, by the browser, else German."""
    person = getattr(request.state, "language", None)
    return i18n.choose(
        request.query_params.get("lang"), request.cookies.get(COOKIE), person, request.headers.get("accept-language")
    )
