"""Wording: what readers would stumble over, misread or take for a forgery, found before anybody reads it."""

from __future__ import annotations

from alerts.domain.wording.checks import check, right
from alerts.domain.wording.finding import LANGUAGE_NAMES, About, Finding

__all__ = ["LANGUAGE_NAMES", "About", "Finding", "check", "right"]
