"""The database the settings mean: the one that is named, or the embedded one, up and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alerts.store import migrate
from alerts.store.embedded import Cluster
from alerts.store.urls import Urls
from api.settings import Settings


@contextmanager
def database(settings: Settings) -> Iterator[Urls]:
    """Urls of a migrated database for as long as the block runs.

    A database named by DATABASE_URL is used as it stands (``ortsruf migrate`` brings it up); the embedded cluster is
    started or joined, and left again at the end.
    """
    named = settings.urls
    if named is not None:
        yield named
        return
    with Cluster.open(settings.home) as cluster:
        cluster.ensure_database()
        urls = cluster.urls()
        migrate.upgrade(urls)
        yield urls


def environment(urls: Urls) -> dict[str, str]:
    """The variables by which a process started by us finds the same database."""
    return {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_WORKER_URL": urls.worker,
    }
