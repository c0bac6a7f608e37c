"""``ortsruf stop`` and ``ortsruf resume``: the kill switch of the whole installation.

No person's role reaches beyond an authority, so that this is done at the machine; those who do it still prove who they
are, and every authority's audit says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from alerts.services import stopping
from alerts.store.session import Session, Store
from api.database import database
from api.settings import Settings

Reason = Annotated[str, typer.Option(help="Why; everybody reads it.")]
By = Annotated[str, typer.Option(help="Login of the one who does it.")]
Password = Annotated[str, typer.Option(prompt="Password", hide_input=True, help="Asked for where it is left out.")]


def stop(reason: Reason, by: By, password: Password) -> None:
    """Hold everything that is not sent yet, of all authorities; no send begins more than 2 seconds later."""
    with _all_authorities() as session:
        held = stopping.throw_everywhere(session, stopping.prove(session, by, password), reason)
    _say(f"stopped: {held.queued} deliveries wait, {held.by_hand} lie with people; what is approved now passes")


def resume(
    reason: Reason,
    by: By,
    second: Annotated[str, typer.Option("--with", help="Login of a second person.")],
    password: Password,
    second_password: Annotated[
        str, typer.Option(prompt="Password of the second person", hide_input=True, help="Asked for where left out.")
    ],
) -> None:
    """Lift what `ortsruf stop` stopped: two people, approvers or administrators, confirm it together."""
    with _all_authorities() as session:
        first = stopping.prove(session, by, password)
        lifted = stopping.lift_everywhere(session, first, stopping.prove(session, second, second_password), reason)
    _say(f"resumed: {lifted.going} deliveries go on, {lifted.expired} expired meanwhile")


@contextmanager
def _all_authorities() -> Iterator[Session]:
    with database(Settings()) as urls:
        store = Store(urls.worker, pool_size=1)
        try:
            with store.everything() as session:
                yield session
        finally:
            store.dispose()


def _say(what: str) -> None:
    Console(highlight=False).print(what)
