"""Answers that were given under an Idempotency-Key, so that a repeat gets the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.store.tables.trust import answered


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """What was answered, and to which request (by its digest)."""

    request_digest: bytes
    status: int
    body: dict[str, Any]


def claim(session: Session, authority: UUID, key: str, digest: bytes) -> GivenAnswer | None:
    """None if the key is new and now ours until the transaction ends; else the answer that was given.

    A second request with the same key waits for the first one's transaction.
    """
    values = {"key": key, "authority_id": authority, "request_digest": digest, "status": "", "body": {}}
    made = session.execute(
        insert(answered).values(values).on_conflict_do_nothing().returning(answered.c.key)
    ).scalar_one_or_none()
    if made is not None:
        return None
    mine = (answered.c.key == key) & (answered.c.authority_id == authority)
    row = session.execute(select(answered).where(mine)).one()
    return GivenAnswer(request_digest=row.request_digest, status=int(row.status), body=row.body)


def keep(session: Session, authority: UUID, key: str, status: int, body: dict[str, Any]) -> None:
    """Keep the answer of a claimed key."""
    mine = (answered.c.key == key) & (answered.c.authority_id == authority)
    session.execute(update(answered).where(mine).values(status=str(status), body=body))
