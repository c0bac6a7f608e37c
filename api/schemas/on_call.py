"""The on-call list, as it comes in and goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from alerts.services.on_call import LONGEST_ENDPOINT, Wanted
from alerts.store.on_call import Browser, Place
from api.schemas.base import Incoming, Outgoing, Words


class OnCallPersonIn(Incoming):
    """Somebody on the list, by its order."""

    person: UUID
    email: Annotated[Words, Field(max_length=320)] = ""


class OnCallIn(Incoming):
    """The whole list: the first is on duty, the second is the deputy, then the rest. Who is not on it is not called."""

    people: Annotated[list[OnCallPersonIn], Field(max_length=200)]

    def wanted(self) -> list[Wanted]:
        """With the places that follow from the order."""
        return [
            Wanted(person=one.person, place=number, email=one.email.strip())
            for number, one in enumerate(self.people, start=1)
        ]


class PushKeysIn(Incoming):
    """What a browser gives away of its keys, base64url."""

    p256dh: Annotated[str, Field(max_length=200)]
    auth: Annotated[str, Field(max_length=100)]


class PushIn(Incoming):
    """A browser's subscription, as ``PushSubscription.toJSON`` has it."""

    endpoint: Annotated[Words, Field(min_length=1, max_length=LONGEST_ENDPOINT)]
    keys: PushKeysIn
    expirationTime: float | None = None  # noqa: N815 - the browser's own name

    def browser(self) -> Browser:
        """As it is kept."""
        return Browser(endpoint=self.endpoint, p256dh=self.keys.p256dh, auth=self.keys.auth)


class PushOffIn(Incoming):
    """The browser that shall ring no more."""

    endpoint: Annotated[Words, Field(min_length=1, max_length=LONGEST_ENDPOINT)]


class OnCallPersonOut(Outgoing):
    """Somebody who can be called; ``place`` 0: is not. ``browsers`` says how many ring."""

    person: UUID
    name: str
    unit: str
    place: int
    email: str
    browsers: int


class OnCallOut(Outgoing):
    """The list, and those who could be on it. ``push_key`` is what browsers subscribe with."""

    people: list[OnCallPersonOut]
    has_mail: bool
    push_key: str


class PushOut(Outgoing):
    """Whether the browser rings now."""

    rings: bool


class TakeOut(Outgoing):
    """Whether the decision was taken over now; not if the person had done so already."""

    taken: bool


def on_call_of(places: Sequence[Place], *, has_mail: bool, push_key: str) -> OnCallOut:
    """As it goes out."""
    people = [
        OnCallPersonOut(
            person=one.person,
            name=one.name,
            unit=one.unit,
            place=one.place,
            email=one.email,
            browsers=one.pushes,
        )
        for one in places
    ]
    return OnCallOut(people=people, has_mail=has_mail, push_key=push_key)
