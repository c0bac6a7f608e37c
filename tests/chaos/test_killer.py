"""Which blows count."""

from __future__ import annotations

from uuid import uuid4

from api.chaos.killer import Blow, Struck, hits

ONE, OTHER = (uuid4(), 1), (uuid4(), 3)


def test_a_killed_worker_counts_if_it_left_a_post_behind():
    assert 1 == hits([Struck(blow=Blow.KILL_WORKER, claims=frozenset({ONE, OTHER}))], frozenset({ONE}))


def test_a_killed_worker_that_had_nothing_in_its_hands_does_not_count():
    assert 0 == hits([Struck(blow=Blow.KILL_WORKER, claims=frozenset({OTHER}))], frozenset({ONE}))


def test_the_same_post_under_a_later_fence_is_another_claim():
    later = (ONE[0], ONE[1] + 2)
    assert 0 == hits([Struck(blow=Blow.KILL_DATABASE, claims=frozenset({later}))], frozenset({ONE}))


def test_the_server_counts_if_anything_was_under_way():
    blows = [Struck(blow=Blow.KILL_SERVER, claims=claims) for claims in (frozenset({ONE}), frozenset[tuple]())]
    assert 1 == hits(blows, frozenset())
