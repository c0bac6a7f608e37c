"""Speaking JSON with our own processes over HTTP, as a machine would."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from geo.errors import OrtsrufError

TIMEOUT = 15.0
"""Seconds for one call."""
_CSRF = re.compile(r'name="csrf"\s+(?:content|value)="([^"]+)"')


class CallFailedError(OrtsrufError):
    """A call was answered with an error, or not at all (``status`` 0)."""

    code = "call-failed"
    de = "{method} {path} an {base_url}: {status} {answer}"
    en = "{method} {path} at {base_url}: {status} {answer}"


class _Answer(NamedTuple):
    status: int
    headers: Message
    body: str


@dataclass(frozen=True, kw_only=True)
class Caller:
    """One place to call, with the headers every call carries."""

    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_key(self, key: str) -> Caller:
        """The same place, called by the holder of an API key."""
        return Caller(base_url=self.base_url, headers={**self.headers, "Authorization": f"Bearer {key}"})

    def get(self, path: str) -> Any:
        """The JSON at a path. Raises CallFailedError."""
        return self._call("GET", path, None)

    def post(self, path: str, body: object) -> Any:
        """Post JSON and return the JSON answer, None where there is none. Raises CallFailedError."""
        return self._call("POST", path, body)

    def patch(self, path: str, body: object, version: int) -> Any:
        """Change what is at a path, from a version on. Raises CallFailedError."""
        return Caller(base_url=self.base_url, headers={**self.headers, "If-Match": f'"{version}"'})._call(
            "PATCH", path, body
        )

    def delete(self, path: str) -> None:
        """Remove what is at a path. Raises CallFailedError."""
        self._call("DELETE", path, None)

    def answers(self, path: str) -> bool:
        """Whether a path answers without an error."""
        try:
            self._call("GET", path, None)
        except CallFailedError:
            return False
        return True

    def signed_in(self, login: str, password: str) -> Caller:
        """The same place, called by a person with a session. Raises CallFailedError."""
        form = urlencode({"login": login, "password": password})
        answer = self._exchange("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
        cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        if answer.status != HTTPStatus.SEE_OTHER or not cookies:
            raise self._failed("POST", "/login", answer)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        person = Caller(base_url=self.base_url, headers={**self.headers, "Cookie": cookie})
        page = person._exchange("GET", answer.headers.get("Location", "/"), None, {"Accept": "text/html"})
        token = _CSRF.search(page.body)
        if page.status != HTTPStatus.OK or token is None:
            raise self._failed("GET", answer.headers.get("Location", "/"), page)
        return Caller(base_url=self.base_url, headers={**person.headers, "X-CSRF-Token": token[1]})

    def _call(self, method: str, path: str, body: object) -> Any:
        sent = None if body is None else json.dumps(body)
        answer = self._exchange(method, path, sent, {"Content-Type": "application/json", "Accept": "application/json"})
        if not 200 <= answer.status < 300:
            raise self._failed(method, path, answer)
        return json.loads(answer.body) if answer.body.startswith(("{", "[")) else None

    def _exchange(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> _Answer:
        place = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, {**headers, **self.headers})
            response = connection.getresponse()
            return _Answer(response.status, response.headers, response.read().decode())
        except (OSError, http.client.HTTPException) as error:
            return _Answer(0, Message(), str(error))
        finally:
            connection.close()

    def _failed(self, method: str, path: str, answer: _Answer) -> CallFailedError:
        return CallFailedError(
            method=method, path=path, base_url=self.base_url, status=answer.status, answer=answer.body[:2000]
        )
