"""SQL by parts: statements about districts in force say so by one word."""

from __future__ import annotations

from sqlalchemy import TextClause, text

IN_FORCE = "(d.valid_from <= current_date AND (d.valid_to IS NULL OR d.valid_to > current_date))"
"""A district ``d`` of an edition that holds today."""


def statement(template: str, **parts: str) -> TextClause:
    """A statement out of constants of ours: ``{in_force}`` and every named part are put in, values stay bound."""
    for name, part in {**parts, "in_force": IN_FORCE}.items():
        template = template.replace(f"{{{name}}}", part)
    return text(template)
