"""``ortsruf domains``: which web domains are an authority's own."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.services.admin.domains import own_domains, set_own_domains
from alerts.store.session import Store
from api.database import database
from api.settings import Settings


def domains(
    authority: Annotated[str, typer.Argument(help="The authority's short name, like mitte.")],
    own: Annotated[list[str] | None, typer.Argument(help="Its domains from now on; none: only list them.")] = None,
    none: Annotated[bool, typer.Option("--none", help="Keep only the domain that it sends from.")] = False,
) -> None:
    """List or set the web domains that are an authority's own: links to others are told to whoever writes a text."""
    with database(Settings()) as urls:
        store = Store(urls.worker, pool_size=1)
        try:
            with store.transaction(None) as session:
                found = (
                    set_own_domains(session, authority, own or ()) if own or none else own_domains(session, authority)
                )
        finally:
            store.dispose()
    for domain in found:
        typer.echo(domain)
