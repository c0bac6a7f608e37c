"""Receipts come in: a mail system's delivery report, a webhook receiver's word, and what they make of a delivery.

Whoever hands one in must prove it: by the key of the account, by an API key, by the webhook's own signature; and a
report, which anybody could write, by the envelope id that only mail systems on the way have seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from alerts.access.receipts import (
    ReportKey,
    delivery_of,
    envelope_id,
    envelope_mark,
    has_our_shape,
    read_report_key,
    report_key,
)
from alerts.access.roles import require
from alerts.access.secrets import SecretBox
from alerts.channels import webhook
from alerts.channels.reasons import Reason
from alerts.domain.delivering import after_receipt
from alerts.domain.errors import NotFoundError, SecretUnreadableError, SignInNeededError, WrongStateError
from alerts.domain.model.codes import ChannelKind, DeliveryState, Role
from alerts.domain.model.person import Person
from alerts.domain.model.receipt import Receipt, ReceiptKind, Taken
from alerts.formats import dsn
from alerts.store import gateway_access, receipts
from alerts.store.session import Session, Store, see_authority

SHOWN = 300
_REASONS = {ChannelKind.EMAIL: Reason.BOUNCED, ChannelKind.WEBHOOK: Reason.NOT_SHOWN}


class NotProvenError(SignInNeededError):
    """A receipt without a key or signature that fits."""

    code = "not-proven"
    de = "Schlüssel oder Signatur gelten nicht."
    en = "The key or the signature is not valid."


def key_for(store: Store, account: UUID, *, box: SecretBox) -> str:
    """The key with which an account's mail system hands in reports. ``store`` is the worker role's.

    Raises NotFoundError where there is no such mail account.
    """
    with store.everything() as session:
        found = gateway_access.sealed_access(session, account)
        authority = gateway_access.owner(session, account)
    if found is None or authority is None or found.kind is not ChannelKind.EMAIL:
        raise NotFoundError(what=f"Konto {account}")
    return report_key(box, ReportKey(authority=authority, account=account))


def report_by_person(session: Session, person: Person, report: dsn.Report, *, box: SecretBox) -> Taken:
    """A delivery report that a machine with an API key hands in.

    Raises NotAllowedError, NotFoundError, WrongStateError.
    """
    require(person, Role.ADMINISTRATOR, Role.OPERATOR)
    return _report(session, report, box, None)


def report_by_key(session: Session, key: str, report: dsn.Report, *, box: SecretBox) -> Taken:
    """A delivery report that an account's mail system hands in.

    Raises NotProvenError, NotFoundError, WrongStateError.
    """
    opened = read_report_key(box, key)
    if opened is None:
        raise NotProvenError
    see_authority(session, opened.authority)
    return _report(session, report, box, opened.account)


def report_on_this_machine(store: Store, overview: Store, raw: bytes, *, box: SecretBox) -> Taken:
    """A delivery report that this machine's mail system pipes in. ``overview`` is the worker role's store.

    Raises NotAReportError, NotFoundError, WrongStateError, and what the database says.
    """
    report = dsn.read(raw)
    authority = _owner(overview, _receipt(report, box).delivery)
    with store.transaction(authority) as session:
        return _report(session, report, box, None)


def word(
    session: Session,
    overview: Store,
    said: Receipt,
    raw: bytes,
    headers: Mapping[str, str],
    *,
    box: SecretBox,
) -> Taken:
    """What a webhook's receiver says about a delivery; ``raw`` is its body as it was signed.

    ``overview`` is the worker role's store, by which the delivery's authority is found. Raises NotFoundError,
    NotProvenError, WrongStateError.
    """
    see_authority(session, _owner(overview, said.delivery))
    found = _found(session, said.delivery, ChannelKind.WEBHOOK)
    if not any(webhook.is_signed(secret, raw, headers) for secret in _secrets(session, found, box)):
        raise NotProvenError
    return _take(session, found, replace(said, detail=" ".join(said.detail.split())[:SHOWN]), names_itself=False)


def _report(session: Session, report: dsn.Report, box: SecretBox, account: UUID | None) -> Taken:
    receipt = _receipt(report, box)
    found = _found(session, receipt.delivery, ChannelKind.EMAIL)
    if account is not None and account not in found.accounts:
        raise NotFoundError(what=f"Zustellung {receipt.delivery}")
    own_name = envelope_id(receipt.delivery, envelope_mark(box, receipt.delivery))
    return _take(session, found, receipt, names_itself=found.name == own_name)


def _receipt(report: dsn.Report, box: SecretBox) -> Receipt:
    """By the envelope id, and where the mail system tells none of ours, by the Message-ID of the returned headers."""
    named = delivery_of(box, report.envelope_id)
    delivery = named if named or has_our_shape(report.envelope_id) else report.message
    if delivery is None:
        raise NotFoundError(what="Zustellung")
    return Receipt(delivery=delivery, what=report.what, id=report.id, detail=report.detail, proven=named is not None)


def _owner(overview: Store, delivery: UUID) -> UUID:
    with overview.everything() as session:
        authority = receipts.owner(session, delivery)
    if authority is None:
        raise NotFoundError(what=f"Zustellung {delivery}")
    return authority


def _found(session: Session, delivery: UUID, kind: ChannelKind) -> receipts.Found:
    found = receipts.lock(session, delivery)
    if found is None or found.kind is not kind:
        raise NotFoundError(what=f"Zustellung {delivery}")
    return found


def _secrets(session: Session, found: receipts.Found, box: SecretBox) -> list[str]:
    opened = []
    for account in found.accounts:
        access = gateway_access.sealed_access(session, account)
        if access is not None and access.kind is ChannelKind.WEBHOOK and access.secret is not None:
            try:
                opened.append(box.open(account, access.secret))
            except SecretUnreadableError:
                continue
    return opened


def _take(session: Session, found: receipts.Found, receipt: Receipt, *, names_itself: bool) -> Taken:
    if names_itself and not receipt.proven and receipt.what.outcome == "receipt":
        receipt = replace(receipt, what=ReceiptKind.UNPROVEN)  # else it would outweigh a true failure later
    heard = receipts.heard(session, receipt)
    if heard.known:
        return Taken.KNOWN
    reason = _REASONS[found.kind] if receipt.what is ReceiptKind.FAILED else ""
    step = after_receipt(receipt.what, found.standing(names_itself=names_itself), proven=receipt.proven, reason=reason)
    if step is None and found.state is DeliveryState.SENDING:
        raise WrongStateError(state=found.state, step="receipt")  # its worker writes first; come again
    if step is None and not heard.has_room(proven=receipt.proven):
        return Taken.KNOWN
    receipts.write(session, receipt, step)
    if step is None:
        return Taken.NOTED
    return Taken.CONFIRMED if step.confirmed else Taken.REFUSED
