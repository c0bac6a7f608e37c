"""What a receipt makes of a delivery, from every state it can meet."""

from __future__ import annotations

import pytest

from alerts.domain.delivering import (
    CONFIRM_EMERGENCY_WITHIN,
    CONFIRM_WITHIN,
    Course,
    Standing,
    after_confirming,
    after_receipt,
    after_send,
)
from alerts.domain.model.codes import DeliveryState, Outcome
from alerts.domain.model.receipt import ReceiptKind
from tests.delivery.test_transitions import Kind

S = DeliveryState
GOOD = [ReceiptKind.DELIVERED, ReceiptKind.RELAYED, ReceiptKind.EXPANDED, ReceiptKind.SHOWN]
OPEN = {S.SENDING, S.UNKNOWN, S.ACCEPTED, S.QUEUED, S.WAITING, S.HELD}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("what", GOOD)
def test_good_news_confirms_what_is_open_and_revives_nothing(what: ReceiptKind, state: DeliveryState) -> None:
    step = after_receipt(what, Standing(state=state, tries=1), proven=True)
    assert (S.CONFIRMED if state in OPEN else None) == (step and step.state)


def test_nothing_is_confirmed_that_was_never_sent() -> None:
    assert after_receipt(ReceiptKind.SHOWN, Standing(state=S.QUEUED, tries=0), proven=True) is None


@pytest.mark.parametrize("state", list(S))
def test_bad_news_refuses_what_is_under_way_or_counted_as_confirmed(state: DeliveryState) -> None:
    step = after_receipt(ReceiptKind.FAILED, Standing(state=state, tries=1), proven=True, reason="bounced")
    overturned = state in {S.SENDING, S.UNKNOWN, S.ACCEPTED, S.CONFIRMED}
    assert ((S.REFUSED, "bounced") if overturned else None) == (step and (step.state, step.reason))


@pytest.mark.parametrize("standing", [{"shown": True}, {"reason": "posted-by-hand"}])
def test_bad_news_does_not_overturn_a_receipt_or_a_person(standing: dict[str, object]) -> None:
    confirmed = Standing(state=S.CONFIRMED, tries=1, **standing)  # type: ignore[arg-type]
    assert after_receipt(ReceiptKind.FAILED, confirmed, proven=True) is None


def test_good_news_without_the_name_we_gave_it_is_not_believed_but_bad_news_is() -> None:
    named = Standing(state=S.ACCEPTED, tries=1, names_itself=True)
    assert after_receipt(ReceiptKind.DELIVERED, named, proven=False) is None
    step = after_receipt(ReceiptKind.FAILED, named, proven=False)
    assert step is not None
    assert S.REFUSED is step.state


@pytest.mark.parametrize("state", list(S))
def test_a_delay_is_only_noted(state: DeliveryState) -> None:
    assert after_receipt(ReceiptKind.DELAYED, Standing(state=state, tries=1), proven=True) is None


@pytest.mark.parametrize(
    ("emergency", "within", "due"),
    [(True, None, CONFIRM_EMERGENCY_WITHIN), (False, None, CONFIRM_WITHIN), (True, 5.0, 5.0)],
)
def test_what_waits_for_a_receipt_is_due_when_that_is_late(emergency: bool, within: float | None, due: float) -> None:
    kind = Kind(repeat_safe=False, readable=False, confirms=False, receipt_within=within)
    step = after_send(Outcome.ACCEPTED, Course(tries=1, emergency=emergency), kind, jitter=0.5)
    assert (S.ACCEPTED, due) == (step.state, step.due_in)


def test_a_receipt_that_is_late_is_said_once_and_not_looked_for() -> None:
    step = after_confirming(None, 60.5, within=60.0, readable=False)
    assert (S.ACCEPTED, "unconfirmed", None) == (step.state, step.reason, step.due_in)
