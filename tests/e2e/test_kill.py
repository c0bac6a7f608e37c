"""The plug is pulled right after a release: what was approved arrives, once."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.stack import Stack, wait_until

BEZIRK = {"districts": ["bezirk:berlin:01"]}


@pytest.mark.kill
def test_a_release_survives_the_death_of_server_and_worker(
    stack: Stack, operator: DeskClient, approver: DeskClient
) -> None:
    draft = operator.draft(**bomb_find(BEZIRK))
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    submitted = operator.submit(draft["id"], gaps)
    stack.kill("worker")
    released = approver.approve(draft["id"], submitted["hash"])
    stack.kill("server")

    stack.start_worker()
    expected = sum(channel["kind"] != "whatsapp-manual" for channel in draft["preview"]["channels"])
    wait_until(lambda: len(stack.posts(released["code"])) >= expected, "every post arrives")

    stack.start_server()
    counts = Counter((post["gateway"], post["channel"]) for post in stack.posts(released["code"]))
    assert set(counts.values()) == {1}
    assert len(counts) == expected
