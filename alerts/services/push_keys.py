"""The installation's key for Web Push: made at its first use, kept sealed."""

from __future__ import annotations

from uuid import uuid4

from alerts.access import vapid
from alerts.access.secrets import SecretBox
from alerts.store import on_call
from alerts.store.on_call import PushKey
from alerts.store.session import Session


def public(session: Session, box: SecretBox) -> str:
    """The half that browsers get."""
    return _kept(session, box).public


def private(session: Session, box: SecretBox) -> str:
    """The half that signs. Raises SecretUnreadableError."""
    kept = _kept(session, box)
    return box.open(kept.id, kept.private)


def _kept(session: Session, box: SecretBox) -> PushKey:
    found = on_call.key(session)
    if found is not None:
        return found
    row = uuid4()
    shown, secret = vapid.make()
    return on_call.keep_key(session, PushKey(id=row, public=shown, private=box.seal(row, secret)))
