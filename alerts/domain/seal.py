"""The seal of a submitted version: a hash over everything a person decides, and what changed since, in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import rfc8785

from alerts.domain.model import codec
from alerts.domain.model.frozen import Frozen, FrozenPost
from alerts.domain.model.plan import Plan, PlannedChannel

VERSION = 3
"""Of the sealed document's form; part of it, so that an old seal is never taken for a new one."""


def seal(frozen: Frozen) -> str:
    """SHA-256 in lower-case hexadecimal over RFC 8785 JSON of everything a person decides (DESIGN.md 4).

    That is: status, msgType, references, every info and zone, the area's WKB, channels and their stand-by channels
    with all accounts and texts (code and time of release as tokens), acknowledged gaps, sliver choices. Not:
    followers, people, and the number of the version.
    """
    return hashlib.sha256(rfc8785.dumps(document(frozen))).hexdigest()


def of_document(data: dict[str, Any]) -> str:
    """SHA-256 over RFC 8785 JSON of anything else that two people decide."""
    return hashlib.sha256(rfc8785.dumps({"seal": VERSION, "document": _numbers_as_text(data)})).hexdigest()


def document(frozen: Frozen) -> dict[str, Any]:
    """What is sealed, as JSON."""
    content = codec.content_to_json(frozen.content)
    return {
        "seal": VERSION,
        "content": _numbers_as_text(content),
        "references": [[one.sender, one.identifier, one.sent] for one in frozen.references],
        "area": frozen.area_wkb.lower(),
        "zones": _numbers_as_text(list(frozen.zones)),
        "places": list(frozen.places),
        "geocodes": list(frozen.geocodes),
        "affected": sorted(match.key for match in frozen.plan.affected),
        "width": frozen.plan.width.value,
        "gaps": sorted(gap.key for gap in frozen.plan.gaps),
        "acknowledged_gaps": sorted(frozen.acknowledged_gaps),
        "slivers": {sliver.match.key: sliver.included for sliver in frozen.plan.slivers},
        "posts": _posts(frozen.posts),
        "standbys": _posts(frozen.standbys),
    }


def short(content_hash: str) -> str:
    """How people compare a hash: its first eight digits in two groups, "7F3A 92C1"."""
    return f"{content_hash[:4]} {content_hash[4:8]}".upper()


def plan_difference(before: Plan, after: Plan) -> tuple[str, ...]:
    """What changed between two plans, in German, for the person who submits again; empty if nothing that counts did.

    Channels, gaps, affected leaves, the outside and slivers count. Followers and people alone do not: they move
    every day and change nobody's alert.
    """
    return (
        *_moved("Kanal", _channels(before.channels), _channels(after.channels)),
        *_moved("Lücke", _named(before.gaps), _named(after.gaps)),
        *_moved("Ort", _named(before.affected), _named(after.affected)),
        *_moved("Außerhalb", _named(before.outside), _named(after.outside)),
        *_reasons(before.channels, after.channels),
    )


def post_difference(before: Frozen, after: Frozen) -> tuple[str, ...]:
    """Channels whose text, address or accounts changed between two freezings of one version, in German."""
    now = {post.channel: _post(post) for post in (*after.posts, *after.standbys)}
    then = (*before.posts, *before.standbys)
    return (
        *(f"Text oder Konto geändert: {post.name}" for post in then if now.get(post.channel) != _post(post)),
        *_moved("Ersatzkanal", _by_channel(before.standbys), _by_channel(after.standbys)),
    )


def _posts(posts: Iterable[FrozenPost]) -> list[dict[str, Any]]:
    return [_post(post) for post in sorted(posts, key=lambda post: str(post.channel))]


def _by_channel(posts: Iterable[FrozenPost]) -> dict[str, str]:
    return {str(post.channel): post.name for post in posts}


def _post(post: FrozenPost) -> dict[str, Any]:
    return {
        "channel": str(post.channel),
        "kind": post.kind.value,
        "language": post.language,
        "role": post.role.value,
        "accounts": [str(account) for account in post.accounts],
        "address": post.address,
        "subject": post.subject,
        "text": post.text,
        "stands_for": sorted(str(channel) for channel in post.stands_for),
    }


def _numbers_as_text(value: Any) -> Any:
    """RFC 8785 knows doubles and integers up to 2^53 only; as text every number keeps all its digits."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: _numbers_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers_as_text(inner) for inner in value]
    return repr(float(value)) if abs(value) < 2**53 else repr(value)


def _channels(channels: Iterable[PlannedChannel]) -> dict[str, str]:
    return {str(channel.id): channel.name for channel in channels}


def _named(things: Iterable[Any]) -> dict[str, str]:
    return {thing.key: thing.name for thing in things}


def _moved(what: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for key, name in after.items():
        if key not in before:
            yield f"{what} kommt hinzu: {name}"
    for key, name in before.items():
        if key not in after:
            yield f"{what} fällt weg: {name}"


def _reasons(before: tuple[PlannedChannel, ...], after: tuple[PlannedChannel, ...]) -> Iterator[str]:
    old = {channel.id: channel for channel in before}
    for channel in after:
        was = old.get(channel.id)
        if was is not None and (was.only_for, was.language) != (channel.only_for, channel.language):
            places = ", ".join(channel.only_for) or "alle seine Orte"
            yield f"Kanal {channel.name} gilt jetzt für: {places}"
