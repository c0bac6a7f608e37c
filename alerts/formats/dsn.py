"""Delivery reports of mail systems (RFC 3462, RFC 3464), read with suspicion: anybody can write to that address."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from uuid import UUID

from alerts.domain.model.receipt import ReceiptKind
from geo.errors import OrtsrufError

LONGEST = 64 * 1024
"""Bytes of a report that are read; what is behind them is the returned message, which nobody needs."""
MOST_LINES = 2_000
"""Lines that are read, for the same reason."""
LONGEST_HEADER = 8 * 1024
MOST_BOUNDARIES = 10
MOST_PARTS = 40
"""Content types that a report may name, its returned message's included."""
SHOWN = 300
MOST_RECIPIENTS = 100
"""Groups of recipients that are looked at."""
_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")
_UUID_LOCAL = re.compile(r"<?\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_HEADER = re.compile(rb"^[!-9;-~]+:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary[*\d\s]*=", re.IGNORECASE)
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_WHOLE = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/global-headers")
_BEST_FIRST = (
    ReceiptKind.DELIVERED,
    ReceiptKind.EXPANDED,
    ReceiptKind.RELAYED,
    ReceiptKind.FAILED,
    ReceiptKind.DELAYED,
)


class NotAReportError(OrtsrufError):
    """A message that is no delivery report (an answer, an absence note, something forged badly)."""

    code = "not-a-report"
    de = "Das ist kein Zustellbericht (multipart/report mit report-type=delivery-status)."
    en = "This is no delivery report (multipart/report with report-type=delivery-status)."


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a mail system says about one message. ``detail`` names no address: recipients are not ours to know."""

    what: ReceiptKind
    detail: str
    id: str
    """The report's own Message-ID."""
    envelope_id: str
    """As given in MAIL FROM, empty where it is not told."""
    message: UUID | None
    """The UUID in the Message-ID of the returned headers."""


def read(raw: bytes) -> Report:
    """Read a report. Where it tells of several recipients (an alias), the best news counts. Raises NotAReportError."""
    beginning = _beginning(raw)
    if _is_a_burden(beginning):
        raise NotAReportError
    try:
        return _read(email.message_from_bytes(beginning, policy=email.policy.compat32))
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        # What a hostile message finds in the standard library's parser.
        raise NotAReportError from error


def _beginning(raw: bytes) -> bytes:
    text = raw[:LONGEST].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b"\n".join(text.split(b"\n", MOST_LINES)[:MOST_LINES])


def _is_a_burden(text: bytes) -> bool:
    """Whether reading costs more than any mail system's report would: the parser looks at every line once for each
    level of nesting, and at a header once for each of its parameters."""
    return (
        len(_BOUNDARY.findall(text)) > MOST_BOUNDARIES
        or len(_PART.findall(text)) > MOST_PARTS
        or any(len(header[0]) > LONGEST_HEADER for header in _HEADER.finditer(text))
    )


def _read(message: Message) -> Report:
    parts = _parts(message)
    status = next((part for part in parts if part.get_content_type() in _STATUS), None)
    if message.get_content_type() != "multipart/report" or status is None:
        raise NotAReportError
    about, recipients = _groups(status)
    told = [found for group in recipients[:MOST_RECIPIENTS] if (found := _told(group)) is not None]
    if not told:
        raise NotAReportError
    what, detail = min(told, key=lambda one: _BEST_FIRST.index(one[0]))
    return Report(
        what=what,
        detail=detail,
        id=_field(message, "Message-ID")[:SHOWN],
        envelope_id=_field(about, "Original-Envelope-Id"),
        message=_returned(parts),
    )


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _groups(status: Message) -> tuple[Message, list[Message]]:
    """The group about the message, which a mail system may leave out, and one for each recipient."""
    groups = [group for group in _parts(status) if group.keys()]
    if groups and groups[0].get("Action") is None:
        return groups[0], groups[1:]
    return Message(), groups


def _told(group: Message) -> tuple[ReceiptKind, str] | None:
    action = _field(group, "Action").partition("(")[0].strip().lower()
    if action not in _BEST_FIRST:
        return None
    diagnostic = _field(group, "Diagnostic-Code").partition(";")
    said = f"{_field(group, 'Status')[:20]} {(diagnostic[2] or diagnostic[0]).strip()}"
    return ReceiptKind(action), _ADDRESS.sub("…", said[: 3 * SHOWN]).strip()[:SHOWN]


def _returned(parts: list[Message]) -> UUID | None:
    for identifier in _message_ids(parts):
        found = _UUID_LOCAL.match(identifier)
        if found is not None:
            return UUID(found[1])
    return None


def _message_ids(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        kind, inner = part.get_content_type(), _parts(part)
        if kind in _WHOLE and inner:
            yield _field(inner[0], "Message-ID")
        elif kind in _HEADERS:
            content = inner[0].as_bytes() if inner else part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield _field(email.message_from_bytes(content, policy=email.policy.compat32), "Message-ID")


def _field(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).replace("\x00", "").encode("utf-8", "replace").decode().split())
