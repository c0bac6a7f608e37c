"""How a page is made.

``page("desk/area.html", language, frame=…, …)`` renders ``templates/desk/area.html``. A page extends ``base/page.html``
(staff; wants ``frame``, a ``web.frame.Frame``, and fills ``title`` and ``middle``) or ``base/public.html`` (citizens;
wants ``path`` and fills ``title`` and ``main``), and, where needed, ``styles`` and ``scripts``. Parts that pages share
are macros: ``{% import "components/parts.html" as parts with context %}``, then ``{{ parts.severity("Moderate") }}``.

The content security policy forbids inline styles and scripts: use classes, ``data-`` attributes, SVG attributes, and
files in ``static/`` through ``{{ static("js/desk/area.js") }}``. ``{{ icon("search") }}`` draws a symbol of
``icons/icons.txt``. Figures and times go through the filters of ``web.words``: ``{{ people | estimate }}``,
``{{ share | percent }}``, ``{{ sent | oclock }}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from web import i18n, words

WEB = Path(__file__).resolve().parent
STATIC = WEB / "static"
"""Served under /static by the composition root."""


def page(template: str, language: str = i18n.SOURCE, **data: Any) -> str:
    """Render a template in a language; a name that the template wants and ``data`` lacks is an error."""
    return environment(language).get_template(template).render(**data)


@lru_cache
def environment(language: str) -> Environment:
    """The Jinja environment of a language, with our filters and helpers."""
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(i18n.translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(_filters(language))
    made.globals.update(
        language=language,
        languages=i18n.LANGUAGES,
        static=static,
        icon=icon,
        level=partial(words.level, language=language),
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return made


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    spoken: list[Callable[..., Any]] = [
        words.number,
        words.estimate,
        words.percent,
        words.area,
        words.seconds,
        words.span,
        words.oclock,
        words.day,
    ]
    filters: dict[str, Callable[..., Any]] = {made.__name__: partial(made, language=language) for made in spoken}
    filters |= {
        "clock": words.clock,
        "local": words.local,
        "initials": words.initials,
        "pretty_hash": words.pretty_hash,
    }
    filters |= {"when": partial(words.when, language=language), "said_entry": partial(words.entry, language=language)}
    tables = {
        "severity": words.SEVERITIES,
        "urgency": words.URGENCIES,
        "certainty": words.CERTAINTIES,
        "kind": words.KINDS,
        "language_name": words.LANGUAGE_NAMES,
    }
    filters |= {name: words.translated(table, language) for name, table in tables.items()}
    filters["attribute_json"] = _attribute_json
    return filters


def _attribute_json(value: Any) -> str:
    """JSON for a ``data-`` attribute; autoescaping makes it safe there."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def static(path: str) -> str:
    """The address of a file in ``static/``, with its change time so that browsers may keep it."""
    file = STATIC / path
    return f"/static/{path}?v={file.stat().st_mtime_ns // 1_000_000:x}" if file.is_file() else f"/static/{path}"


def icon(name: str, label: str = "", classes: str = "") -> Markup:
    """A symbol of the sprite. Without ``label`` it is decoration, hidden from screen readers."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon {}" {} focusable="false"><use href="{}#{}"></use></svg>').format(
        classes, spoken, static("vendor/icons.svg"), name
    )
