"""What an authority has decided about its districts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.store.tables.people import district_setting


def carry_alone(session: Session, authority: UUID, district_key: str, *, alone: bool) -> None:
    """Mark a leaf as "carries alone" (its channels suffice for Severe and Extreme too), or take the mark back."""
    query = insert(district_setting).values(authority_id=authority, district_key=district_key, carries_alone=alone)
    session.execute(
        query.on_conflict_do_update(
            index_elements=[district_setting.c.authority_id, district_setting.c.district_key],
            set_={"carries_alone": alone},
        )
    )
