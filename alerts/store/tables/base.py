"""What all tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Uuid, func, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def identity() -> Column[Any]:
    """A random primary key."""
    return Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()"))


def owner() -> Column[Any]:
    """The authority that owns the row; row-level security hangs on this column."""
    return Column("authority_id", Uuid, ForeignKey("authority.id"), nullable=False, index=True)


def moment(name: str, *, now: bool = False, nullable: bool = False) -> Column[Any]:
    """An aware time, optionally set by the database's clock at insert."""
    default = func.clock_timestamp() if now else None
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=default)
