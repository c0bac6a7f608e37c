"""The demo's saved areas: each lies where its authority may alert, and opens as one valid shape."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.access.secrets import SecretBox
from alerts.domain.templates import TEMPLATES
from alerts.services import saved_areas
from alerts.services.demo.gateways import Gateway
from alerts.services.demo.plans import PLANS
from alerts.services.demo.seeding import seed
from alerts.store import areas
from tests.conftest import Database


def test_every_plan_lies_within_its_authoritys_ground(districts_loaded: Database) -> None:
    gateway = Gateway(url="http://127.0.0.1:9", smtp_url="smtp://127.0.0.1:9")
    with districts_loaded.owner_store.transaction(None) as session:
        box = SecretBox([b"\x07" * 32])
        seeded = seed(
            session, box=box, gateway=gateway, password="only for these tests", today=datetime.now(UTC).date()
        )
        for slug, plans in PLANS.items():
            for plan in plans:
                saved_areas.shapes(session, plan)
                shape = areas.resolve(session, plan.area)
                picked = frozenset(plan.area.districts)
                met = areas.matches(session, shape, picked=picked, authority=seeded.authorities[slug])
                outside = {
                    match.name
                    for match in met.matches
                    if met.tops.isdisjoint((match.key, *met.ancestors.get(match.key, ())))
                }
                assert (plan.name, set()) == (plan.name, outside)
                for zone in plan.zones:
                    assert shape.covers(areas.resolve(session, zone.area)), plan.name


@pytest.mark.parametrize("slug", PLANS)
def test_every_plan_says_that_it_is_an_example_and_fits_a_template(slug: str) -> None:
    assert [plan.name for plan in PLANS[slug] if "Planungsbeispiel" not in plan.note] == []
    assert {plan.template for plan in PLANS[slug]} - TEMPLATES.keys() == set()
