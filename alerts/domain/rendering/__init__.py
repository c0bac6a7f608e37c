"""Rendering: from one content to the right text for every channel, within what its kind takes (DESIGN.md 5, Text)."""

from __future__ import annotations

from alerts.domain.rendering.draft import RenderedPost, RenderInput
from alerts.domain.rendering.marks import mark_repeat
from alerts.domain.rendering.post import render
from alerts.domain.rendering.successors import all_clear_content, cancel_content, update_content

__all__ = [
    "RenderInput",
    "RenderedPost",
    "all_clear_content",
    "cancel_content",
    "mark_repeat",
    "render",
    "update_content",
]
