"""The OpenAPI document against the server: nothing breaks it, and it answers only what the document says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import build
from tests.api import world
from tests.api.conftest import Asker, Server

_EXAMPLES = 8
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_PATHS: dict[str, Any] = build().openapi()["paths"]
_OPERATIONS = sorted(
    (method.upper(), path)
    for path, item in _PATHS.items()
    for method in item
    if method in ("get", "post", "put", "patch", "delete")
)


@schemathesis.serializer("message/rfc822")
def _as_it_is(_: Any, value: Any) -> bytes:
    """A mail goes over the wire as it is."""
    return str(value).encode("utf-8", "replace")


def _modes(method: str, path: str) -> list[GenerationMode]:
    """Fitting requests, and unfitting ones where the operation takes anything at all."""
    operation = _PATHS[path][method.lower()]
    takes = "requestBody" in operation or operation.get("parameters")
    return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if takes else [GenerationMode.POSITIVE]


@pytest.fixture(scope="module", params=["mitte.a", "mitte.admin"])
def asker(request: pytest.FixtureRequest, lasting: Server) -> Asker:
    """An operator and an administrator, by key, so that nothing they do can sign them out."""
    asker = lasting.with_key(request.param)
    asker.post("/api/v1/alerts", world.content())
    return asker


@pytest.mark.parametrize(("method", "path", "mode"), [(*one, mode) for one in _OPERATIONS for mode in _modes(*one)])
def test_nothing_breaks_it_and_every_answer_is_documented(
    lasting: Server, asker: Asker, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_url(f"{lasting.url}/api/v1/openapi.json")
    operation = schema[path][method]
    known = _known(asker)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
        case.call_and_validate(headers=dict(asker.headers), checks=_CHECKS, timeout=20)

    tried()


def test_every_route_says_what_it_is_for() -> None:
    for path, item in _PATHS.items():
        for method, operation in item.items():
            assert operation.get("description"), (method, path)


def _known(asker: Asker) -> dict[str, str]:
    """Ids that exist, so that the tries get past "not found"."""
    drafts = asker.get("/api/v1/alerts?show=drafts").json()["alerts"]
    channels = asker.get("/api/v1/channels").json()["channels"]
    known = {"key": world.MOABIT}
    if drafts:
        known["alert"] = drafts[0]["id"]
    if channels:
        known["channel"] = channels[0]["id"]
    return known
