"""The analyst's page: who can be told where, as a map, a ranking and a table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from alerts.domain.model.codes import ChannelKind, Role
from alerts.services import analyst
from alerts.services.analyst import LeafReach, Reach
from api.deps import CsrfToken, Staff, Transaction
from api.language import asked
from api.pages import pictures, shell
from api.pages.office_frame import office_frame
from web import i18n, sparks, svgmap, svgpatterns, words
from web.frame import NavItem
from web.render import page
from web.svglabels import Label, short
from web.svgmap import Figure, Frame

router = APIRouter(include_in_schema=False)

BREAKS = (5, 10, 15, 20)
"""Upper bounds of the classes, in subscriptions per 100 inhabitants; the fifth has none. A figure on a bound belongs
to the lower class."""


@router.get("/analyst")
def reach(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, kanal: str = "") -> Response:
    """The reach of the person's authority, of all kinds or of one."""
    kind = ChannelKind(kanal) if kanal in set(ChannelKind) else None
    found = analyst.reach_of(session, person, kind=kind)
    language = asked(request)
    _ = i18n.gettext(language)
    here = NavItem(label=_("Erreichbarkeit"), href="/analyst", current=True)
    if person.has(Role.ADMINISTRATOR):
        office = office_frame(request, session, person, csrf, found.at, "")
        frame = replace(office, nav=(*office.nav, here))
    else:
        frame = shell.frame(request, person, csrf, found.at, [here], home="/analyst")
    html = page(
        "analyst/reach.html",
        language,
        frame=frame,
        reach=found,
        map=_map(session, found, language),
        classes=Counter(class_of(leaf) for leaf in found.leaves),
        breaks=BREAKS,
        spark=sparks.spark,
        legend=_legend_defs(),
    )
    return HTMLResponse(html)


@router.get("/analyst/reach.csv")
def table(session: Transaction, person: Staff, kanal: str = "") -> Response:
    """The table as a file: semicolons and UTF-8 with its mark, as German spreadsheets expect."""
    kind = ChannelKind(kanal) if kanal in set(ChannelKind) else None
    found = analyst.reach_of(session, person, kind=kind)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["Schlüssel", "Name", "Einwohner", "Einwohner am", "Einwohner Verfahren", "Kanäle", "Abonnements",
         "Menschen mindestens", "Menschen höchstens", "je 100 Einwohner", "Abonnements am"]
    )  # fmt: skip
    writer.writerows(_row(leaf, found) for leaf in found.leaves)
    name = f"erreichbarkeit-{found.territory.slug}-{found.at:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("﻿" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def class_of(leaf: LeafReach) -> int:
    """0 for no channel or no figure, else 1 to 5."""
    if not leaf.has_channel or leaf.per_hundred is None:
        return 0
    return 1 + sum(leaf.per_hundred > bound for bound in BREAKS)


def _row(leaf: LeafReach, found: Reach) -> list[object]:
    population, bounds = leaf.outline.population, leaf.bounds
    return [
        leaf.outline.key,
        _harmless(leaf.outline.name),
        population.people if population else "",
        population.as_of if population else "",
        population.method if population else "",
        len(leaf.channels),
        bounds.subscriptions if bounds else "",
        bounds.low if bounds else "",
        bounds.high if bounds else "",
        str(leaf.per_hundred).replace(".", ",") if leaf.per_hundred is not None else "",
        found.as_of or "",
    ]


def _harmless(text: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text


def _map(session: Transaction, found: Reach, language: str) -> Markup:
    _ = i18n.gettext(language)
    frame = Frame(
        bounds=svgmap.bounds_of(leaf.outline.shape for leaf in found.leaves),
        width=856,
        height=682,
        padding=24,
        widths=(320, 480, 780),
        legend=(190, 180),
    )
    around = analyst.surroundings(session, frame.seen, found.territory)
    own = pictures.union(found.territory.leaves)
    layers = [
        [Figure(shape=region.shape, classes="region") for region in around],
        [Figure(shape=own, classes="glow")],
        [_figure(leaf) for leaf in found.leaves],
        [Figure(shape=own, classes="edge")],
    ]
    labels = [*_labels(found, frame, language), *pictures.names(frame, around, classes="far", weight=-1e6)]
    described = _("Karte: Abonnements je 100 Einwohner. Dieselben Zahlen stehen in der Tabelle.")
    return svgmap.draw("reach", frame, layers, labels=labels, described=described, classes="choropleth")


def _figure(leaf: LeafReach) -> Figure:
    number = class_of(leaf)
    pattern = "" if number else svgpatterns.NO_CHANNEL
    return Figure(shape=leaf.outline.shape, classes=f"leaf class-{number}", pattern=pattern)


def _labels(found: Reach, frame: Frame, language: str) -> list[Label]:
    labels = []
    for leaf in found.leaves:
        spot = svgmap.inner_point(leaf.outline.shape, frame)
        if spot is None:
            continue
        number = class_of(leaf)
        labels.append(
            Label(
                text=short(leaf.outline.name),
                value=said_share(leaf, language) if number else "",
                spot=spot,
                weight=leaf.outline.area_km2,
                classes=f"on-{number}",
            )
        )
    return labels


def said_share(leaf: LeafReach, language: str) -> str:
    """The share as people read it: "17,2", or "≈ 17" where the inhabitants are an estimate."""
    if leaf.per_hundred is None:
        return "–"
    if leaf.is_estimate:
        return f"≈{words.THIN}{words.number(leaf.per_hundred, language)}"
    return words.number(leaf.per_hundred, language, 1)


def _legend_defs() -> Markup:
    return svgpatterns.defs("legend", [svgpatterns.NO_CHANNEL])
