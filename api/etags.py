"""Versions in headers: ETag goes out, If-Match and If-None-Match come in."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated

from fastapi import Header

from alerts.domain.errors import Fault, InvalidError
from api.refusals import VersionNeededError

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description='The version you read, from its ETag: "3". Without it the answer is 428.'),
]

_VERSION = re.compile(r'^\s*(?:(?:W/)?"(\d{1,9})"|(\d{1,9}))\s*$')


def etag(version: int) -> str:
    """The ETag of a version of an alert."""
    return f'"{version}"'


def expected(if_match: str | None) -> int:
    """The version that If-Match names. Raises VersionNeededError or InvalidError."""
    if if_match is None or if_match.strip() == "*":
        raise VersionNeededError(place="If-Match")
    found = _VERSION.match(if_match)
    if found is None:
        fault = Fault(place="If-Match", de='eine Fassung angeben, etwa "3"', en='give a version, like "3"')
        raise InvalidError([fault])
    return int(found[1] or found[2])


def fingerprint(content: bytes) -> str:
    """The ETag of some bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def unchanged(if_none_match: str | None, tag: str) -> bool:
    """Whether the asker already has what ``tag`` marks."""
    if if_none_match is None:
        return False
    held = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in held or tag.removeprefix("W/") in held
