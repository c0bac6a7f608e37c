"""Foreign alerts by their address: only from sources that those who run the installation have named."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

import requests

from alerts.domain.errors import Fault, InvalidError
from alerts.formats import foreign as formats
from alerts.formats.foreign.document import LARGEST

CONNECT, SILENCE, WHOLE = 3.0, 4.0, 8.0
"""Seconds until a source must take the call, may stay silent, and must be through."""
_BLOCK = 65_536
_UNFIT = re.compile(r"[^\x21-\x7e]|/\.\.?(?:/|$)|%2e|\\", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A place to fetch from. An address that ends in a slash stands for everything below it."""

    name: str
    url: str

    @property
    def is_folder(self) -> bool:
        """Whether a person still has to say what in it."""
        return self.url.endswith("/")

    def allows(self, url: str) -> bool:
        """Whether the address is this source's."""
        return url == self.url or (self.is_folder and url.startswith(self.url))


def sources_from(settings: Iterable[str]) -> tuple[Source, ...]:
    """Out of ``name=https://…`` entries."""
    pairs = (entry.partition("=") for entry in settings)
    return tuple(Source(name=name.strip(), url=url.strip()) for name, _, url in pairs)


def is_address(text: str) -> bool:
    """Whether somebody gave an address instead of a document."""
    return bool(re.fullmatch(r"\s*https?://\S{1,1000}\s*", text))


def fetch(url: str, sources: Iterable[Source]) -> tuple[str, str]:
    """The document at an address and the name of its source.

    No redirect is followed. Raises InvalidError where no source allows it, or it cannot be had.
    """
    url = url.strip()
    source = next((one for one in sources if one.allows(url)), None)
    if source is None or _UNFIT.search(url):
        raise _refused(
            "ist keine der eingerichteten Quellen; fügen Sie die Meldung ein",
            "is no configured source; paste the alert",
        )
    try:
        return formats.decoded(_loaded(url)), source.name
    except requests.RequestException as error:
        name = type(error).__name__
        raise _refused(f"antwortet nicht ({name})", f"does not answer ({name})") from error


def _loaded(url: str) -> bytes:
    deadline = time.monotonic() + WHOLE
    with requests.get(url, stream=True, timeout=(CONNECT, SILENCE), allow_redirects=False) as answer:
        if answer.status_code != requests.codes.ok:
            raise _refused(f"antwortet mit {answer.status_code}", f"answers with {answer.status_code}")
        body = b""
        for block in answer.iter_content(_BLOCK):
            body += block
            if len(body) > LARGEST:
                raise _refused(f"schickt mehr als {LARGEST} Byte", f"sends more than {LARGEST} bytes")
            if time.monotonic() > deadline:
                raise _refused("ist zu langsam", "is too slow")
    return body


def _refused(de: str, en: str) -> InvalidError:
    return InvalidError([Fault("url", de, en)])
