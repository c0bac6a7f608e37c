"""Receipts in the database: the delivery they are about, under a lock, and what they change, with its attempt row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.delivering import Standing, Step
from alerts.domain.model.codes import ChannelKind, DeliveryState
from alerts.domain.model.receipt import Receipt, ReceiptKind

MOST_RECEIPTS = 20
"""Receipts of one delivery after which one that changes nothing says nothing new. Proven ones get as many again, so
that forged ones never take their room."""

_OWNER = text("SELECT authority_id FROM delivery WHERE id = :delivery")

# The lock comes first and alone: what the second statement sees, nobody changes until we are done.
_LOCK = text("SELECT id FROM delivery WHERE id = :delivery FOR NO KEY UPDATE")

_FIND = text("""
    SELECT d.kind, d.state, d.reason, d.tries, d.gateway_id, d.account_id, d.accounts,
           EXISTS (SELECT FROM attempt a WHERE a.delivery_id = d.id AND a.outcome = 'receipt'
                                           AND a.reason <> ALL(:nothing_shown)) AS shown
      FROM delivery d WHERE d.id = :delivery
""")

_NOTHING_SHOWN = [ReceiptKind.RELAYED.value, ReceiptKind.UNPROVEN.value]

_HEARD = text("""
    SELECT count(*) AS kept,
           coalesce(bool_or(outcome = :outcome AND reason = :what AND coalesce(gateway_id, '') = :id), false) AS known
      FROM attempt
     WHERE delivery_id = :delivery AND outcome IN ('receipt', 'bounce', 'delayed')
""")

# A receipt can be faster than the worker that still writes down what it sent: then the try is written here, and the
# worker's result finds another fence.
_OVERTAKEN_TRY = text("""
    INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason)
    SELECT id, fence, authority_id, begun, statement_timestamp(), 'accepted', 'receipt-first'
      FROM delivery WHERE id = :delivery AND state = 'sending'
""")

_MOVE = text("""
    UPDATE delivery
       SET state = :state, reason = :reason, due = 'infinity', lease_until = NULL,
           accepted = coalesce(accepted, statement_timestamp()),
           confirmed = CASE WHEN :confirmed THEN statement_timestamp() END
     WHERE id = :delivery
""")

_NOTE = text("""
    WITH noted AS (
        UPDATE delivery SET fence = fence + 1 WHERE id = :delivery RETURNING id, authority_id, alert_id, fence
    ), written AS (
        INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason, answer, gateway_id)
        SELECT id, fence, authority_id, statement_timestamp(), statement_timestamp(), :outcome, :what, :answer,
               nullif(:id, '')
          FROM noted
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM noted
""")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A delivery that a receipt is about. ``name`` is the one under which the gateway knows it."""

    kind: ChannelKind
    state: DeliveryState
    reason: str
    tries: int
    shown: bool
    name: str
    accounts: tuple[UUID, ...]
    """Every account that has or may have sent it."""

    def standing(self, *, names_itself: bool) -> Standing:
        """The same for the decision."""
        return Standing(
            state=self.state, tries=self.tries, reason=self.reason, shown=self.shown, names_itself=names_itself
        )


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard of a delivery before. ``known``: this very receipt."""

    known: bool
    kept: int

    def has_room(self, *, proven: bool) -> bool:
        """Whether one more receipt that changes nothing is worth keeping."""
        return self.kept < MOST_RECEIPTS * (2 if proven else 1)


def owner(session: Session, delivery: UUID) -> UUID | None:
    """Whose delivery that is, None if there is none. Only the worker role sees those of all authorities."""
    found: UUID | None = session.execute(_OWNER, {"delivery": delivery}).scalar_one_or_none()
    return found


def lock(session: Session, delivery: UUID) -> Found | None:
    """The delivery, locked until the transaction ends; None where the asking authority has no such delivery."""
    if session.execute(_LOCK, {"delivery": delivery}).one_or_none() is None:
        return None
    row = session.execute(_FIND, {"delivery": delivery, "nothing_shown": _NOTHING_SHOWN}).one()
    return Found(
        kind=ChannelKind(row.kind),
        state=DeliveryState(row.state),
        reason=row.reason,
        tries=row.tries,
        shown=row.shown,
        name=row.gateway_id or "",
        accounts=tuple(dict.fromkeys((row.account_id, *row.accounts))),
    )


def heard(session: Session, receipt: Receipt) -> Heard:
    """What was heard of the receipt's delivery before."""
    values = {"delivery": receipt.delivery, "outcome": receipt.what.outcome, "what": receipt.what, "id": receipt.id}
    row = session.execute(_HEARD, values).one()
    return Heard(known=bool(row.known), kept=row.kept)


def write(session: Session, receipt: Receipt, step: Step | None) -> None:
    """Write a receipt as an attempt, move the delivery if ``step`` says so, and tell the desk. Call ``lock`` first."""
    if step is not None:
        session.execute(_OVERTAKEN_TRY, {"delivery": receipt.delivery})
        moved = {"state": step.state, "reason": step.reason, "confirmed": step.confirmed}
        session.execute(_MOVE, {"delivery": receipt.delivery, **moved})
    noted = {"outcome": receipt.what.outcome, "what": receipt.what, "answer": receipt.detail, "id": receipt.id}
    session.execute(_NOTE, {"delivery": receipt.delivery, **noted})
