"""Domain error -> HTTP status, in one table, and the handlers that use it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from alerts.domain import errors as domain
from alerts.domain.errors import Fault, InvalidError
from alerts.store import errors as store
from api import language, problem, refusals
from geo import errors as geometry
from geo.errors import OrtsrufError
from geo.upload import UploadsBusyError

log = logging.getLogger("ortsruf.api")

STATUS: dict[type[OrtsrufError], int] = {
    OrtsrufError: 422,
    geometry.ShapeRefusedError: 422,
    domain.InvalidError: 422,
    domain.UnknownDistrictError: 422,
    domain.AmbiguousCodeError: 422,
    domain.TooManyDistrictsError: 422,
    domain.AreaTooSlowError: 422,
    domain.OutsideJurisdictionError: 422,
    domain.GapsNotAcknowledgedError: 422,
    domain.SizeNotConfirmedError: 422,
    domain.NoChannelError: 422,
    domain.SignInNeededError: 401,
    domain.SignInFailedError: 401,
    domain.NotAllowedError: 403,
    domain.PersonNeededError: 403,
    domain.SecondPersonNeededError: 403,
    domain.FreshSignInNeededError: 403,
    domain.NotFoundError: 404,
    domain.WrongStateError: 409,
    domain.StoppedEverywhereError: 409,
    domain.HashMismatchError: 409,
    domain.PlanChangedError: 409,
    domain.NoDrillAccountError: 409,
    domain.StaleVersionError: 412,
    domain.TooManyRequestsError: 429,
    domain.SecretUnreadableError: 503,
    store.DatabaseUnavailableError: 503,
    store.DatabaseBusyError: 503,
    UploadsBusyError: 503,
    store.ConflictError: 409,
    store.ForeignRowError: 404,
    refusals.MalformedError: 400,
    refusals.TooLargeError: 413,
    refusals.CsrfError: 403,
    refusals.VersionNeededError: 428,
    refusals.KeyReusedError: 422,
}
"""The status of each refusal; a subclass without a line of its own has its base's. The root is for what no door can
meet: refusals of the command line and of start-up."""


class IncidentError(OrtsrufError):
    """Something of ours went wrong; the log tells what under the same number."""

    code = "incident"
    de = "Bei uns ging etwas schief. Bitte noch einmal versuchen; bleibt es dabei, nennen Sie die Nummer {incident}."
    en = "Something went wrong on our side. Please try again; if it stays, quote the number {incident}."


class RefusedByHttpError(OrtsrufError):
    """What the framework refuses: an unknown address, a method that does not exist there."""

    code = "http"
    de = "{german}"
    en = "{english}"


_HTTP_WORDS = {
    404: ("Diese Adresse gibt es nicht.", "There is no such address."),
    405: ("Diese Adresse kennt die Methode nicht.", "This address does not know the method."),
    415: ("Dieses Format nehmen wir hier nicht an.", "This format is not taken here."),
}


def status_of(error: OrtsrufError) -> int:
    """The status of a refusal, by its class or the nearest base that has one."""
    return next(STATUS[base] for base in type(error).__mro__ if base in STATUS)


def install(app: FastAPI) -> None:
    """Make every refusal a problem document."""
    app.add_exception_handler(OrtsrufError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def incident(request: Request, error: Exception) -> Response:
    """The answer to what nobody foresaw: logged with its trace under a number, told without."""
    return problem.answer(request, _logged(request, error), 500)


def bare_incident(request: Request, error: Exception) -> Response:
    """The same without a page, for when pages are what is broken."""
    body = problem.document(_logged(request, error), 500, language.asked(request), request.url.path)
    return JSONResponse(body, 500, media_type=problem.MEDIA_TYPE)


def faults_of(errors: Sequence[Any]) -> tuple[Fault, ...]:
    """Pydantic's errors as faults, each with its place (``body.infos[0].headline`` without the ``body``)."""
    return tuple(Fault(place=_place(e["loc"]), de=_german(e), en=str(e["msg"])) for e in errors)


def _logged(request: Request, error: Exception) -> IncidentError:
    number = uuid4().hex[:12]
    log.error("incident %s: %s %r", number, request.method, request.url.path, exc_info=error)
    return IncidentError(incident=number)


def _refused(request: Request, error: Exception) -> Response:
    refusal = cast(OrtsrufError, error)
    status = status_of(refusal)
    headers = {}
    if isinstance(refusal, domain.TooManyRequestsError):
        headers["Retry-After"] = str(refusal.context["seconds"])
    elif status == 503:
        headers["Retry-After"] = "2"
    elif status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem.answer(request, refusal, status, headers)


def _invalid(request: Request, error: Exception) -> Response:
    faults = faults_of(cast(RequestValidationError, error).errors())
    return problem.answer(request, InvalidError(faults), 422)


def _http(request: Request, error: Exception) -> Response:
    raised = cast(HTTPException, error)
    german, english = _HTTP_WORDS.get(raised.status_code, (str(raised.detail), str(raised.detail)))
    headers = dict(raised.headers or {})
    return problem.answer(request, RefusedByHttpError(german=german, english=english), raised.status_code, headers)


def _place(loc: Sequence[int | str]) -> str:
    steps = list(loc[1:]) if len(loc) > 1 and loc[0] in ("body", "query", "path", "header") else list(loc)
    place = ""
    for step in steps:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place or "body"


_GERMAN = {
    "missing": "fehlt",
    "extra_forbidden": "unbekanntes Feld, bitte entfernen",
    "string_type": "einen Text angeben",
    "string_too_short": "mindestens {min_length} Zeichen angeben",
    "string_too_long": "höchstens {max_length} Zeichen angeben",
    "too_long": "höchstens {max_length} angeben",
    "too_short": "mindestens {min_length} angeben",
    "int_type": "eine ganze Zahl angeben",
    "int_parsing": "eine ganze Zahl angeben",
    "float_type": "eine Zahl angeben",
    "float_parsing": "eine Zahl angeben",
    "finite_number": "eine endliche Zahl angeben",
    "bool_type": "true oder false angeben",
    "bool_parsing": "true oder false angeben",
    "list_type": "eine Liste angeben",
    "tuple_type": "eine Liste angeben",
    "dict_type": "ein JSON-Objekt angeben",
    "model_type": "ein JSON-Objekt angeben",
    "model_attributes_type": "ein JSON-Objekt angeben",
    "enum": "eins davon angeben: {expected}",
    "literal_error": "eins davon angeben: {expected}",
    "uuid_parsing": "eine UUID angeben",
    "uuid_type": "eine UUID angeben",
    "datetime_parsing": "eine Zeit angeben, etwa 2026-11-24T20:00:00+01:00",
    "datetime_from_date_parsing": "eine Zeit angeben, etwa 2026-11-24T20:00:00+01:00",
    "datetime_type": "eine Zeit angeben, etwa 2026-11-24T20:00:00+01:00",
    "timezone_aware": "eine Zeit mit Zeitzone angeben, etwa 2026-11-24T20:00:00+01:00",
    "greater_than": "größer als {gt} angeben",
    "greater_than_equal": "mindestens {ge} angeben",
    "less_than": "kleiner als {lt} angeben",
    "less_than_equal": "höchstens {le} angeben",
    "string_pattern_mismatch": "passt nicht zur Form {pattern}",
    "json_invalid": "kein gültiges JSON",
}


def _german(error: Any) -> str:
    template = _GERMAN.get(error["type"])
    if template is None:
        return f"bitte anders angeben ({error['msg']})"
    try:
        return template.format(**(error.get("ctx") or {}))
    except (KeyError, IndexError):
        return template
