"""What gateways tell us by themselves: receipts of webhook receivers, delivery reports of mail systems."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from alerts.access.secrets import SecretBox
from alerts.domain.errors import InvalidError
from alerts.formats import dsn
from alerts.services import receipts
from api import bodies
from api.deps import CsrfChecked, Guest, Opened, PublicTransaction, Settings, Transaction
from api.errors import faults_of
from api.refusals import TooLargeError
from api.schemas.problem import REFUSALS
from api.schemas.receipt import ReceiptIn

router = APIRouter(prefix="/api/v1/hooks", tags=["hooks"], responses=REFUSALS)

LONGEST_RECEIPT = 16 * 1024
LONGEST_REPORT = 1024 * 1024
_MEGABYTE = 1024 * 1024
_WEBHOOK_HEADERS = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": about}
    for name, about in (
        ("webhook-id", "The receipt's own id: the same for every try of the same receipt."),
        ("webhook-timestamp", "Seconds since 1970; five minutes off are too many."),
        ("webhook-signature", "As Standard Webhooks has it, with the account's secret."),
    )
]
_RECEIPT: dict[str, Any] = {
    "parameters": _WEBHOOK_HEADERS,
    "requestBody": {"required": True, "content": {"application/json": {"schema": ReceiptIn.model_json_schema()}}},
}
_REPORT: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}},
}


async def _raw(request: Request) -> bytes:
    return await request.body()


Raw = Annotated[bytes, Depends(_raw)]


def _read(raw: Raw) -> dsn.Report:
    _check_length(raw, LONGEST_REPORT)
    return dsn.read(raw)


Read = Annotated[dsn.Report, Depends(_read)]
# What anybody may send is read before it takes a connection from those who work: so this comes first.
_READ_FIRST = [Depends(_read), CsrfChecked]


@router.post("/receipts", status_code=204, response_class=Response, openapi_extra=_RECEIPT)
def receipt(raw: Raw, request: Request, session: PublicTransaction, opened: Opened, settings: Settings) -> None:
    """A webhook's receiver says what became of a post, signed with the secret by which it knows us.

    The same receipt may come again; it counts once.
    """
    _check_length(raw, LONGEST_RECEIPT)
    bodies.check_json(raw)
    try:
        said = ReceiptIn.model_validate_json(raw).said(request.headers.get("webhook-id", ""))
    except ValidationError as error:
        raise InvalidError(faults_of(error.errors())) from error
    box = SecretBox(settings.keys())
    receipts.word(session, opened.watch_store, said, raw, request.headers, box=box)


@router.post("/dsn", status_code=204, response_class=Response, dependencies=_READ_FIRST, openapi_extra=_REPORT)
def report(said: Read, request: Request, session: Transaction, person: Guest, settings: Settings) -> None:
    """A mail system hands in a delivery report, with the mail account's key (``ortsruf receipts key``) or an API key.

    The same report may come again; it counts once.
    """
    box = SecretBox(settings.keys())
    if person is None:
        receipts.report_by_key(session, _key(request), said, box=box)
    else:
        receipts.report_by_person(session, person, said, box=box)


def _key(request: Request) -> str:
    return request.headers.get("authorization", "").partition(" ")[2].strip()


def _check_length(raw: bytes, longest: int) -> None:
    if len(raw) > longest:
        raise TooLargeError(megabytes=max(1, longest // _MEGABYTE), place="body")
