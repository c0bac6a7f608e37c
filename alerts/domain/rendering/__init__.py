"""Rendering: from one content to the right text for every channel, within what its kind takes (DESIGN.md 5, Text)."""

from __future__ import annotations

from alerts.domain.rendering.draft import RenderedPost, RenderInput
from alerts.domain.rendering.marks import mark_repeat
from alerts.domain.rendering.post import render

__all__ = ["RenderInput", "RenderedPost", "mark_repeat", "render"]
