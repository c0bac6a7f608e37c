"""One HTTP exchange with a gateway, and what a failed one proves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from alerts.channels.base import Outcome, SendResult
from alerts.channels.reasons import Reason
from alerts.channels.targets import NotPublicError

CONNECT_TIMEOUT = 3.0
SHOWN = 300
LONGEST_ANSWER = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer: ``body`` is the parsed JSON, or None where it was none; ``text`` is the raw text."""

    status: int
    text: str
    body: Any
    retry_after: float | None

    def field(self, name: str) -> Any:
        """A field of the JSON object, None if there is none."""
        return self.body.get(name) if isinstance(self.body, dict) else None


class Web:
    """Talks to one gateway through a shared client session; never raises for what the gateway does.

    ``secrets`` are taken out of whatever is shown to people.
    """

    def __init__(self, http: aiohttp.ClientSession, timeout: float, secrets: tuple[str, ...]) -> None:
        self._http = http
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(CONNECT_TIMEOUT, timeout))
        self._secrets = tuple(s for s in secrets if s)

    def shown(self, text: str) -> str:
        """A text shortened for people, without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"

    async def exchange(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, json: Any = None, data: Any = None
    ) -> Answer | SendResult:
        """The answer, or the outcome that its absence proves. Redirects are not followed."""
        try:
            async with self._http.request(
                method, url, headers=headers, json=json, data=data, timeout=self._timeout, allow_redirects=False
            ) as response:
                raw = await response.content.read(LONGEST_ANSWER)
                return _answer(response.status, raw, response.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            if isinstance(getattr(error, "os_error", None), NotPublicError):
                return self.result(Outcome.REFUSED, Reason.NOT_PUBLIC)
            return self.result(Outcome.NOT_SENT, Reason.NO_CONNECTION, answer=str(error))
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, UnicodeError):
            return self.result(Outcome.REFUSED, Reason.MISCONFIGURED)
        except TimeoutError:
            return self.result(Outcome.UNKNOWN, Reason.NO_ANSWER)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return self.result(Outcome.UNKNOWN, Reason.CUT_OFF, answer=type(error).__name__)

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer | None:
        """A reading request: the answer, or None where there was none."""
        answer = await self.exchange("GET", url, headers=headers)
        return answer if isinstance(answer, Answer) else None

    def result(
        self,
        outcome: Outcome,
        reason: Reason | str = "",
        *,
        answer: str = "",
        gateway_id: str | None = None,
        retry_after: float | None = None,
    ) -> SendResult:
        """A result with its answer made fit to be shown."""
        return SendResult(
            outcome=outcome,
            gateway_id=gateway_id,
            retry_after=retry_after,
            reason=str(reason),
            answer=self.shown(answer),
        )


def _answer(status: int, raw: bytes, headers: Mapping[str, str]) -> Answer:
    text = raw.decode("utf-8", "replace")
    try:
        body = json.loads(text) if text.strip() else None
    except ValueError:
        body = None
    return Answer(status=status, text=text, body=body, retry_after=_seconds(headers.get("Retry-After")))


def _seconds(hint: str | None) -> float | None:
    """The seconds a Retry-After header asks for: a number, or a date of HTTP."""
    if not hint:
        return None
    try:
        return max(0.0, float(int(hint)))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(hint)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
