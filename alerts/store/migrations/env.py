"""Alembic's entry: runs on the connection, and in the transaction, that alerts.store.migrate opened."""

from __future__ import annotations

from alembic import context

from alerts.store.migrations.scope import is_ours
from alerts.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, include_object=is_ours)
context.run_migrations()
