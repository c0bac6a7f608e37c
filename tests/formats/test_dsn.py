"""Delivery reports as mail systems write them, and what comes instead of them."""

from __future__ import annotations

from time import process_time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.model.receipt import ReceiptKind
from alerts.formats import dsn

KEY = UUID("6f1f0c1e-3c55-4b8a-9a60-0d5e5f1c7a11")

POSTFIX = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.mitte.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: warnung@mitte.example
Message-Id: <20261124190001.4Xy@mx.mitte.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="AA.1/mx.mitte.example"

--AA.1/mx.mitte.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.mitte.example.

--AA.1/mx.mitte.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mitte.example
Original-Envelope-Id: envelope-1
X-Postfix-Queue-ID: 4Xy
Arrival-Date: Tue, 24 Nov 2026 20:00:00 +0100 (CET)

Final-Recipient: rfc822; moabit@listen.example
Original-Recipient: rfc822;moabit@listen.example
Action: ACTION
Status: 5.1.1
Remote-MTA: dns; listen.example
Diagnostic-Code: smtp; 550 5.1.1 <erika@privat.example>: Recipient address rejected:
    User unknown in local recipient table

--AA.1/mx.mitte.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <warnung@mitte.example>
From: "Bezirk Mitte" <warnung@mitte.example>
Message-ID: <{KEY}@mitte.example>

--AA.1/mx.mitte.example--
"""


def report(action: str = "failed", **replaced: str) -> bytes:
    text = POSTFIX.replace("ACTION", action)
    for before, after in replaced.items():
        text = text.replace(before, after)
    return text.encode()


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "failed", "delayed"])
def test_every_action_is_understood_however_it_is_written(action: str) -> None:
    assert ReceiptKind(action) is dsn.read(report(action)).what
    assert ReceiptKind(action) is dsn.read(report(f"{action.upper()} (as far as we know)")).what


def test_a_report_names_what_it_is_about_and_why_but_no_recipient() -> None:
    found = dsn.read(report())
    assert ("envelope-1", KEY, "<20261124190001.4Xy@mx.mitte.example>") == (found.envelope_id, found.message, found.id)
    assert "5.1.1 550 5.1.1 <…>: Recipient address rejected: User unknown in local recipient table" == found.detail


def test_the_whole_message_may_come_back_and_the_first_group_may_be_missing() -> None:
    whole = report().replace(b"text/rfc822-headers", b"message/rfc822")
    assert KEY == dsn.read(whole).message
    start, end = whole.index(b"Reporting-MTA"), whole.index(b"Final-Recipient")
    short = dsn.read(whole[:start] + whole[end:])
    assert (ReceiptKind.FAILED, "", KEY) == (short.what, short.envelope_id, short.message)


def test_of_an_alias_with_several_members_the_best_news_counts() -> None:
    second = b"Final-Recipient: rfc822; zweite@listen.example\nAction: delivered\nStatus: 2.0.0\n\n--AA"
    raw = report().replace(b"\n--AA", b"\n" + second, 3).replace(second, b"--AA", 2)
    assert ReceiptKind.DELIVERED is dsn.read(raw).what


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Bin im Urlaub\n\nIch bin bis Montag nicht da.",
        report().replace(b"multipart/report", b"multipart/mixed"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report("gelesen"),
        b"Content-Type: multipart/report; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 5000,
        b"Content-Type: message/rfc822\n\n" * 5000,
    ],
)
def test_what_is_no_report_is_refused(raw: bytes) -> None:
    with pytest.raises(dsn.NotAReportError):
        dsn.read(raw)


@given(st.binary(max_size=60), st.integers(0, len(POSTFIX)), st.integers(0, 80))
def test_a_damaged_report_is_read_or_refused_and_never_breaks_the_reader(put: bytes, at: int, cut: int) -> None:
    whole = report()
    try:
        found = dsn.read(whole[:at] + put + whole[at + cut :])
    except dsn.NotAReportError:
        return
    assert found.what in ReceiptKind
    assert len(found.detail) <= dsn.SHOWN
    assert "\x00" not in found.detail + found.id + found.envelope_id


_START = report()[: report().index(b"Reporting-MTA")]


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 12_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (i, i) for i in range(900))
        + b"x\n" * 200_000,
        b"".join(b"Content-Type: multipart/mixed; BOUNDARY*0*=a%d\n\n--a%d\n" % (i, i) for i in range(9))
        + b"x\n" * 30_000,
        b"Content-Type: message/rfc822\n\n" * 17_000,
        _START + b"\n" * 512 * 1024,
        _START + b"\r" * 512 * 1024,
        _START + b"a: b\n\n" * 80_000,
        b"Content-Type: multipart/report" + b"; a=b" * 90_000 + b"\n\n",
        b"Content-Type: multipart/report" + b"\n ; a=b" * 90_000 + b"\n\n",
        b'Content-Type: multipart/report; a="' + b"\\;" * 90_000 + b"\n\n",
        report(**{"Reporting-MTA": "X: a\n" + " a\n" * 100_000 + "Reporting-MTA"}),
    ],
)
def test_nothing_that_is_sent_costs_more_than_half_a_second(raw: bytes) -> None:
    begun = process_time()
    with pytest.raises(dsn.NotAReportError):
        dsn.read(raw)
    assert 0.5 > process_time() - begun


def test_what_is_behind_the_beginning_of_a_long_returned_message_is_not_read() -> None:
    whole = report().replace(b"text/rfc822-headers", b"message/rfc822").replace(b"\n--AA.1/mx.mitte.example--", b"")
    for rest in (b"Zeile\n" * 100_000, b"x" * 700_000):
        assert (ReceiptKind.FAILED, KEY) == (
            dsn.read(whole + b"\n" + rest).what,
            dsn.read(whole + b"\n" + rest).message,
        )
