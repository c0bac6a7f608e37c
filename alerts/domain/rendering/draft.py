"""What rendering takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.domain.model.alert import Content, Hotline, Issuer
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.tokens import OPEN_CODE, OPEN_SENT, sent_text


@dataclass(frozen=True, kw_only=True)
class RenderInput:
    """One alert, as it is to be told to one role of channels.

    ``places`` are the names of the affected leaves, most people first. ``link`` may hold tokens (``tokens.link_to``).
    ``code`` and ``sent`` stay tokens until release, which fills them in by ``tokens.fill``; a text rendered with the
    real ones is the same. ``hotline`` is the office's or authority's; the content's own replaces it. ``left`` names
    where a leaving channel's readers live; empty takes it from the channel.
    """

    content: Content
    issuer: Issuer
    places: tuple[str, ...]
    link: str
    role: PostRole = PostRole.ENTERS
    code: str = OPEN_CODE
    sent: datetime | None = None
    hotline: Hotline | None = None
    left: tuple[str, ...] = ()

    @property
    def sent_words(self) -> str:
        """The time of release in words, or its token."""
        return OPEN_SENT if self.sent is None else sent_text(self.sent)


@dataclass(frozen=True, kw_only=True)
class RenderedPost:
    """A text within its kind's limit. ``subject`` is the first line, for mail and lists; ``lock_screen`` what a locked
    phone shows; ``limit`` the characters that the kind takes; ``shortened`` whether anything was left out."""

    text: str
    subject: str
    lock_screen: str
    limit: int
    shortened: bool = False
