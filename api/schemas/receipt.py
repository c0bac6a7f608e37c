"""Receipts of webhook receivers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from alerts.domain.errors import NotFoundError
from alerts.domain.model.receipt import Receipt, ReceiptKind
from api.schemas.base import Incoming, Words


class Shown(StrEnum):
    """What became of a post at its receiver."""

    SHOWN = "shown"
    FAILED = "failed"


class ReceiptIn(Incoming):
    """What a receiver says about the post that it got under ``webhook-id``; ``detail`` is for people."""

    id: Annotated[Words, Field(alias="webhook-id", min_length=1, max_length=100)]
    status: Shown
    detail: Annotated[Words, Field(max_length=1_000)] = ""

    def said(self, name: str) -> Receipt:
        """The same as a receipt of the name under which it was sent. Raises NotFoundError for an id that is none."""
        try:
            delivery = UUID(self.id)
        except ValueError as error:
            raise NotFoundError(what="Zustellung") from error
        return Receipt(delivery=delivery, what=ReceiptKind(self.status), id=name[:100], detail=self.detail)
