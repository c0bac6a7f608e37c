"""What makes a CAP document right: what the schema says, and what it does not.

The schema lets an open polygon pass, latitude 952, the circle "foo", an update without references. We don't. Every
fault is named, each with its place, so that one round of corrections is enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from alerts.domain.errors import CapRefusedError, Fault
from alerts.formats.cap import names
from alerts.formats.cap.checking_area import area_faults
from alerts.formats.cap.parsing import children, local, parse, text, text_of
from alerts.formats.cap.times import read as moment

HEADLINE = 160
"""Characters; more is cut by devices (CAP 1.2, headline)."""
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NO_SIGNS = re.compile(r"[\s,<&]")
Faults = Iterator[Fault]


def check(xml: str) -> None:
    """Raise :class:`CapRefusedError` naming every fault; return quietly if there is none."""
    root = parse(xml)
    if root.tag != f"{{{names.NAMESPACE}}}alert":
        raise CapRefusedError([Fault("alert", "ist kein CAP-1.2-Dokument", "is no CAP 1.2 document")])
    faults = [*_structure(root, "alert"), *_head(root), *_infos(root)]
    if faults:
        raise CapRefusedError(faults)


def _structure(element: etree._Element, place: str) -> Faults:
    """Names, order, counts and closed lists, all the way down."""
    kind = local(element)
    order = names.CHILDREN.get(kind, ())
    found = [child for child in element if local(child) and child.tag != names.SIGNATURE]
    here = [local(child) for child in found]
    for name in names.REQUIRED.get(kind, ()):
        if name not in here:
            yield Fault(f"{place}/{name}", "fehlt", "is missing")
    known = [name for name in here if name in order]
    if known != sorted(known, key=order.index):
        yield Fault(place, "Elemente stehen nicht in der Reihenfolge von CAP", "elements are not in CAP's order")
    for name, count in Counter(here).items():
        if name not in order:
            yield Fault(f"{place}/{name}", "kennt CAP hier nicht", "is not known to CAP here")
        elif count > 1 and name not in names.REPEATABLE:
            yield Fault(f"{place}/{name}", "steht mehrfach da", "appears more than once")
    yield from _values(found, place)


def _values(found: list[etree._Element], place: str) -> Faults:
    seen: Counter[str] = Counter()
    for child in found:
        name = local(child)
        here = f"{place}/{name}[{seen[name]}]" if name in names.REPEATABLE else f"{place}/{name}"
        seen[name] += 1
        if name in names.CHILDREN and name != "alert":
            yield from _structure(child, here)
        elif name in names.VALUES and text(child) not in names.VALUES[name]:
            yield Fault(here, f"„{text(child)}“ gibt es in CAP nicht", f"“{text(child)}” is no value of CAP")
        elif not text(child):
            yield Fault(here, "ist leer", "is empty")


def _head(root: etree._Element) -> Faults:
    for name in ("identifier", "sender"):
        if _NO_SIGNS.search(text_of(root, name)):
            yield Fault(
                f"alert/{name}", "darf weder Leerzeichen noch , < & haben", "must not have spaces, commas, < or &"
            )
    yield from _moment(root, "sent", "alert")
    yield from _scope(root)
    yield from _references(root)


def _scope(root: etree._Element) -> Faults:
    scope = text_of(root, "scope")
    for wanted, name in (("Restricted", "restriction"), ("Private", "addresses")):
        if scope == wanted and not text_of(root, name):
            yield Fault(f"alert/{name}", f"fehlt bei scope {wanted}", f"is missing for scope {wanted}")


def _references(root: etree._Element) -> Faults:
    place = "alert/references"
    listed = text_of(root, "references").split()
    if not listed and text_of(root, "msgType") in ("Update", "Cancel", "Ack", "Error"):
        yield Fault(place, "fehlt: was wird hier ersetzt?", "is missing: what does this replace?")
    for number, entry in enumerate(listed):
        parts = entry.split(",")
        if len(parts) != 3 or not all(parts):
            yield Fault(f"{place}[{number}]", "ist nicht sender,identifier,sent", "is not sender,identifier,sent")
        elif moment(parts[2]) is None:
            yield Fault(f"{place}[{number}]", "hat keine Zeit von CAP", "has no time of CAP's")
        elif parts[1] == text_of(root, "identifier"):
            yield Fault(f"{place}[{number}]", "nennt das Dokument selbst", "names the document itself")
    if len(set(listed)) != len(listed):
        yield Fault(place, "nennt ein Dokument zweimal", "names a document twice")


def _infos(root: etree._Element) -> Faults:
    infos = children(root, "info")
    if not infos and text_of(root, "msgType") in ("Alert", "Update"):
        yield Fault("alert/info", "fehlt: eine Warnung ohne Text", "is missing: an alert without a text")
    languages = Counter(text_of(info, "language") or "en-US" for info in infos)
    for language, count in languages.items():
        if not LANGUAGE.fullmatch(language):
            yield Fault("alert/info/language", f"„{language}“ ist keine Sprache", f"“{language}” is no language")
        if count > 1:
            yield Fault("alert/info", f"{language} steht mehrfach da", f"{language} appears more than once")
    for number, info in enumerate(infos):
        yield from _info(info, f"alert/info[{number}]", text_of(root, "sent"), text_of(root, "msgType"))


def _info(info: etree._Element, place: str, sent: str, kind: str) -> Faults:
    for name in ("effective", "onset", "expires"):
        yield from _moment(info, name, place)
    yield from _in_order(info, place, sent)
    if len(text_of(info, "headline")) > HEADLINE:
        yield Fault(f"{place}/headline", f"hat mehr als {HEADLINE} Zeichen", f"has more than {HEADLINE} characters")
    web = text_of(info, "web")
    if web and not re.match(r"https?://[^\s/]+", web):
        yield Fault(f"{place}/web", "ist keine vollständige Adresse", "is no complete address")
    areas = children(info, "area")
    if not areas and kind in ("Alert", "Update"):
        yield Fault(f"{place}/area", "fehlt: eine Warnung ohne Gebiet", "is missing: an alert without an area")
    for number, area in enumerate(areas):
        yield from area_faults(area, f"{place}/area[{number}]")


def _in_order(info: etree._Element, place: str, sent: str) -> Faults:
    written = {name: moment(text_of(info, name)) for name in ("effective", "onset", "expires")}
    written["sent"] = moment(sent)
    for earlier, later in (("sent", "effective"), ("sent", "expires"), ("effective", "expires"), ("onset", "expires")):
        first, second = written[earlier], written[later]
        if first is not None and second is not None and first > second:
            yield Fault(f"{place}/{later}", f"liegt vor {earlier}", f"lies before {earlier}")


def _moment(parent: etree._Element, name: str, place: str) -> Faults:
    written = text_of(parent, name)
    if written and moment(written) is None:
        yield Fault(
            f"{place}/{name}",
            f"„{written}“: CAP will JJJJ-MM-TTThh:mm:ss±hh:mm, ohne Z und Bruchteile",
            f"“{written}”: CAP wants YYYY-MM-DDThh:mm:ss±hh:mm, no Z, no fractions",
        )
