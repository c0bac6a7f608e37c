"""A stop that crosses an approval: what was decided before the stop is held, however late it commits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from alerts.delivery import outbox
from alerts.domain.model.delivery import NewDelivery
from alerts.store import audit, switches
from alerts.store.session import Session
from tests.delivery.scenery import Scenery, eventually

SETTLED = 2.5
"""Seconds in which the sweep looks twice."""


@pytest.fixture
def rows(scenery, gateway) -> list[NewDelivery]:
    gateway.open_channels(["1203650000@newsletter"])
    account = scenery.account(base_url=gateway.url)
    return scenery.deliveries(account, scenery.channels(["1203650000@newsletter"]), of=scenery.thread())


@contextmanager
def _approval(scenery: Scenery) -> Iterator[tuple[Session, int]]:
    """An approval that has begun: it knows the switches that were committed by now."""
    with scenery.app.transaction(scenery.authority) as session:
        yield session, switches.newest(session, scenery.authority)


def _release(scenery: Scenery, session: Session, rows: list[NewDelivery], known_stop: int) -> None:
    outbox.release(session, rows, known_stop=known_stop)
    audit.record(session, scenery.authority, scenery.person, "approve", rows[0].alert)


@contextmanager
def _throw(scenery: Scenery) -> Iterator[None]:
    """A throw with its moment written and its transaction still open."""
    with scenery.app.transaction(scenery.authority) as session:
        audit.record(session, scenery.authority, scenery.person, "stop", scenery.authority)
        switches.throw(session, scenery.authority, scenery.person, reason="falsch", held=0)
        yield


def test_an_approval_that_began_before_the_throw_and_writes_after_it_is_held(scenery, gateway, working, rows):
    with _approval(scenery) as (session, known):
        with _throw(scenery):
            pass
        _release(scenery, session, rows, known)
    _stays_held(scenery, gateway, working, rows)


def test_an_approval_that_began_between_the_moment_and_the_commit_of_a_throw_is_held(scenery, gateway, working, rows):
    with _throw(scenery):
        approval = _approval(scenery)
        session, known = approval.__enter__()
    _release(scenery, session, rows, known)
    approval.__exit__(None, None, None)
    assert [(True,)] == scenery.query("SELECT d.created > k.thrown FROM delivery d CROSS JOIN kill_switch k")
    _stays_held(scenery, gateway, working, rows)


def test_an_approval_that_began_after_the_commit_passes_and_is_held_by_the_next_one(scenery, gateway, working, rows):
    with _throw(scenery):
        pass
    with _approval(scenery) as (session, known):
        _release(scenery, session, rows, known)
    with _approval(scenery) as (session, known):
        assert (0, 1) == (_held(scenery), known)
    with _throw(scenery):
        pass
    assert 1 == _held(scenery)


def test_lifting_lets_what_was_under_way_go_on(scenery, gateway, working, rows):
    with _approval(scenery) as (session, known):
        with _throw(scenery):
            pass
        _release(scenery, session, rows, known)
    with working():
        assert eventually(lambda: scenery.states(rows) == {"held": 1})
        with scenery.app.transaction(scenery.authority) as session:
            ids = [switch.id for switch in switches.thrown(session, scenery.authority)]
            assert 1 == switches.lift(session, ids, scenery.person, reason="geklärt")
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 1})
    assert 1 == len(gateway.posts())


def _held(scenery: Scenery) -> int:
    with scenery.app.transaction(scenery.authority) as session:
        return switches.held(session, scenery.authority).queued


def _stays_held(scenery: Scenery, gateway, working, rows: list[NewDelivery]) -> None:
    assert 1 == _held(scenery)
    with working():
        assert eventually(lambda: scenery.states(rows) == {"held": 1})
        time.sleep(SETTLED)
    assert ({"held": 1}, []) == (scenery.states(rows), gateway.posts())
