"""Idempotency-Key: a repeated POST gets the first answer and does nothing again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response

from alerts.domain.model.person import Person
from alerts.store import answered
from alerts.store.session import Session
from api.deps import Staff, Transaction
from api.refusals import KeyReusedError

Answer = tuple[int, dict[str, Any], dict[str, str]]
"""Status, JSON body, headers."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A repeat with the same key and body gets the first answer; nothing happens twice.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Once:
    """One request's claim on being done once."""

    session: Session
    person: Person
    key: str | None
    target: str

    def __call__(self, sent: dict[str, Any], work: Callable[[], Answer]) -> Response:
        """Do ``work``, or repeat the answer that the same key got. Raises KeyReusedError for another request."""
        if self.key is None:
            status, body, headers = work()
            return JSONResponse(body, status, headers)
        digest = hashlib.sha256(f"{self.target}\n{json.dumps(sent, sort_keys=True)}".encode()).digest()
        given = answered.claim(self.session, self.person.authority, self._own_key, digest)
        if given is None:
            status, body, headers = work()
            kept = {"body": body, "headers": headers}
            answered.keep(self.session, self.person.authority, self._own_key, status, kept)
            return JSONResponse(body, status, headers)
        if given.request_digest != digest:
            raise KeyReusedError(place="Idempotency-Key")
        again = given.body["headers"] | {"Idempotency-Replayed": "true"}
        return JSONResponse(given.body["body"], given.status, again)

    @property
    def _own_key(self) -> str:
        """Two people of an authority never meet in one key."""
        return f"{self.person.id}:{self.key}"


def once(request: Request, session: Transaction, person: Staff, key: IdempotencyKey = None) -> Once:
    """The request's claim."""
    return Once(session=session, person=person, key=key, target=f"{request.method} {request.url.path}")


OnlyOnce = Annotated[Once, Depends(once)]
"""For POST routes that honour Idempotency-Key."""
