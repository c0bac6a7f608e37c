"""Alembic migrations; run by alerts.store.migrate only."""
