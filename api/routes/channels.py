"""Channels of the own authority."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from alerts.domain.model.codes import ChannelState
from alerts.services import channels
from api.deps import Staff, Transaction
from api.schemas.channel import ChannelIn, ChannelList, ChannelOut, ChannelPatch, channel_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/channels", tags=["channels"], responses=REFUSALS)


@router.get("")
def listed(session: Transaction, person: Staff) -> ChannelList:
    """The own authority's channels, archived ones left out."""
    return ChannelList(channels=[channel_of(view) for view in channels.listed(session, person)])


@router.post("", status_code=201)
def create(body: ChannelIn, session: Transaction, person: Staff, response: Response) -> ChannelOut:
    """Add a channel; an office's people add channels of their office."""
    made = channels.create(session, person, body.said())
    response.headers["Location"] = f"/api/v1/channels/{made.channel.id}"
    return channel_of(made)


@router.get("/{channel}")
def read(channel: UUID, session: Transaction, person: Staff) -> ChannelOut:
    """One channel."""
    return channel_of(channels.read(session, person, channel))


@router.patch("/{channel}")
def change(channel: UUID, body: ChannelPatch, session: Transaction, person: Staff) -> ChannelOut:
    """Change what is sent; the public registry follows at once."""
    return channel_of(channels.change(session, person, channel, body.said()))


@router.post("/{channel}/pause")
def pause(channel: UUID, session: Transaction, person: Staff) -> ChannelOut:
    """Leave it out of routing until it is resumed."""
    return _state(session, person, channel, ChannelState.PAUSED)


@router.post("/{channel}/resume")
def resume(channel: UUID, session: Transaction, person: Staff) -> ChannelOut:
    """Count it in routing again."""
    return _state(session, person, channel, ChannelState.ACTIVE)


@router.delete("/{channel}", status_code=204)
def archive(channel: UUID, session: Transaction, person: Staff) -> None:
    """Give it up; its deliveries stay readable."""
    channels.set_state(session, person, channel, ChannelState.ARCHIVED)


def _state(session: Transaction, person: Staff, channel: UUID, state: ChannelState) -> ChannelOut:
    channels.set_state(session, person, channel, state)
    return channel_of(channels.read(session, person, channel))
