"""SQL that only the chaos run needs: what is being sent right now, what was left behind, and how all of it ended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

Claim = tuple[UUID, int]
"""A delivery, and the fence under which it was taken."""

_SENDING = text("SELECT id, fence FROM delivery WHERE state = 'sending'")

_LEFT = text("SELECT delivery_id, number FROM attempt WHERE reason = 'worker-lost'")

_STANDING = text("""
    SELECT count(*) FILTER (WHERE stands_for IS NULL OR state NOT IN ('held', 'superseded')) AS released,
           count(*) FILTER (WHERE state IN ('queued', 'sending', 'held')
                               OR state IN ('waiting', 'unknown') AND due < 'infinity') AS moving
      FROM delivery
""")

# The table is the run's own: only who watches the product's rows from outside sees why a stand-by was called.
_WATCH = text("""
    CREATE TABLE ordeal_call (
        delivery_id uuid NOT NULL PRIMARY KEY,
        at timestamptz NOT NULL,
        served boolean NOT NULL
    );
    GRANT SELECT ON ordeal_call TO PUBLIC;

    CREATE FUNCTION ordeal_called() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        INSERT INTO ordeal_call (delivery_id, at, served)
        SELECT NEW.id, statement_timestamp(), coalesce(bool_and(
                   p.state IN ('superseded', 'expired')
                   OR p.state IN ('accepted', 'confirmed') AND p.reason <> 'unconfirmed'
                      AND p.accepted < statement_timestamp() - make_interval(secs => 1)), true)
          FROM delivery p WHERE p.alert_id = NEW.alert_id AND p.channel_id = ANY(NEW.stands_for)
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;

    CREATE TRIGGER ordeal_called AFTER UPDATE OF state ON delivery FOR EACH ROW
        WHEN (OLD.state = 'held' AND NEW.state = 'queued') EXECUTE FUNCTION ordeal_called();
""")

_HASTEN = text("""
    UPDATE delivery SET stand_in_at = created + make_interval(secs => :within)
     WHERE kind = 'whatsapp-manual' AND state = 'waiting' AND stand_in_at > created + make_interval(secs => :within)
""")

_ENDED = text("""
    SELECT kind, address, code, thread_id, sequence, extract(epoch FROM not_after)::float8 AS not_after, state, reason,
           role, channel_id, coalesce(stands_for, '{}') AS stands_for, c.delivery_id IS NOT NULL AS called,
           coalesce(c.served, false) AS needlessly
      FROM delivery d LEFT JOIN ordeal_call c ON c.delivery_id = d.id
     ORDER BY thread_id, sequence, address
""")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many deliveries there are, and how many of them the engine has yet to bring to an end."""

    released: int
    moving: int


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A delivery at the end; ``not_after`` in seconds since 1970, ``stands_for`` empty for a post of its own."""

    kind: str
    address: str
    code: str
    thread: UUID
    sequence: int
    not_after: float
    state: str
    reason: str
    role: str
    channel: UUID
    stands_for: tuple[UUID, ...]
    called: bool
    """A stand-by that was sent out."""
    needlessly: bool
    """When that happened, each channel it stands for had had what it needs for a second at least."""


def watch_calls(session: Session) -> None:
    """Keep a note of every stand-by that is sent out, and of how its channels stood just then. As the owner."""
    session.execute(_WATCH)


def hasten(session: Session, *, within: float) -> None:
    """Nobody waits five minutes: a post by hand that nobody took is late after so many seconds from its release."""
    session.execute(_HASTEN, {"within": within})


def sending(session: Session) -> frozenset[Claim]:
    """What is in a worker's hands right now."""
    return frozenset((row.id, row.fence) for row in session.execute(_SENDING))


def left_behind(session: Session) -> frozenset[Claim]:
    """Every claim whose worker never wrote what became of it."""
    return frozenset((row.delivery_id, row.number) for row in session.execute(_LEFT))


def standing(session: Session) -> Standing:
    """How far it has come."""
    row = session.execute(_STANDING).one()
    return Standing(released=row.released, moving=row.moving)


def ended(session: Session) -> list[Ended]:
    """Every delivery."""
    return [
        Ended(
            kind=row.kind,
            address=row.address,
            code=row.code,
            thread=row.thread_id,
            sequence=row.sequence,
            not_after=row.not_after,
            state=row.state,
            reason=row.reason,
            role=row.role,
            channel=row.channel_id,
            stands_for=tuple(row.stands_for),
            called=row.called,
            needlessly=row.needlessly,
        )
        for row in session.execute(_ENDED)
    ]
