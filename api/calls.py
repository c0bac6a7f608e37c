"""Speaking JSON with our own processes over HTTP, as a machine would."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from geo.errors import OrtsrufError

TIMEOUT = 15.0
"""Seconds for one call."""


class CallFailedError(OrtsrufError):
    """A call was answered with an error, or not at all (``status`` 0)."""

    code = "call-failed"
    de = "{method} {path} an {base_url}: {status} {answer}"
    en = "{method} {path} at {base_url}: {status} {answer}"


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

    def answers(self, path: str) -> bool:
        """Whether a path answers without an error."""
        try:
            self._call("GET", path, None)
        except CallFailedError:
            return False
        return True

    def _call(self, method: str, path: str, body: object) -> Any:
        place = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=TIMEOUT)
        try:
            headers = {"Accept": "application/json", "Content-Type": "application/json", **self.headers}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            status, answer = response.status, response.read().decode()
        except OSError as error:
            status, answer = 0, str(error)
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise CallFailedError(method=method, path=path, base_url=self.base_url, status=status, answer=answer)
        return json.loads(answer) if answer.startswith(("{", "[")) else None
