"""Names that prove themselves: the envelope id of a mail, and the key with which a mail system hands in reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from alerts.access.secrets import SecretBox

_ENVELOPE = "envelope"
_KEY = "report key"
REPORT_KEY_PREFIX = "dsn_"
_ENVELOPE_ID = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})", re.IGNORECASE)
_REPORT_KEY = re.compile(REPORT_KEY_PREFIX + r"([0-9a-f]{32})([0-9a-f]{32})\.([0-9a-f]{32})")


@dataclass(frozen=True, kw_only=True)
class ReportKey:
    """For which account of which authority reports are handed in."""

    authority: UUID
    account: UUID


def envelope_mark(box: SecretBox, delivery: UUID) -> str:
    """The proof in a mail's envelope id. Only mail systems on the way see it, recipients do not."""
    return box.mark(_ENVELOPE, delivery)


def envelope_id(delivery: UUID, mark: str) -> str:
    """RFC 3461's ENVID of a delivery."""
    return f"{delivery.hex}.{mark}"


def has_our_shape(envelope: str) -> bool:
    """Whether an envelope id looks like one of ours, proven or not."""
    return _ENVELOPE_ID.fullmatch(envelope) is not None


def delivery_of(box: SecretBox, envelope: str) -> UUID | None:
    """The delivery that an envelope id names; None where we never made it."""
    found = _ENVELOPE_ID.fullmatch(envelope)
    if found is None:
        return None
    delivery = UUID(found[1])
    return delivery if box.is_mark(found[2], _ENVELOPE, delivery) else None


def report_key(box: SecretBox, key: ReportKey) -> str:
    """The key with which one account's mail system may hand in reports, and do nothing else."""
    mark = box.mark(_KEY, key.authority, key.account)
    return f"{REPORT_KEY_PREFIX}{key.authority.hex}{key.account.hex}.{mark}"


def read_report_key(box: SecretBox, given: str) -> ReportKey | None:
    """What a key opens; None where we never made it."""
    found = _REPORT_KEY.fullmatch(given)
    if found is None:
        return None
    key = ReportKey(authority=UUID(found[1]), account=UUID(found[2]))
    return key if box.is_mark(found[3], _KEY, key.authority, key.account) else None
