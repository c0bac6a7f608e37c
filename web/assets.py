"""Copies what the pages need out of ``web/node_modules`` into ``web/static/vendor``, and makes the icon sprite.

``python -m web.assets`` after ``npm ci`` in ``web/``. It may run any number of times: the folder ``static/vendor`` is
built anew and swapped in, and nothing there is edited by hand or committed.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

WEB = Path(__file__).resolve().parent
MODULES = WEB / "node_modules"
VENDOR = WEB / "static" / "vendor"
ICONS = WEB / "icons"

FILES = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.js": "geoman/geoman.js",
    "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css": "geoman/geoman.css",
    "@geoman-io/leaflet-geoman-free/LICENSE": "geoman/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "@tabler/icons/LICENSE": "icons.LICENSE",
}
"""File in node_modules -> file in static/vendor."""

OPTIONAL = {"axe-core/axe.min.js": "axe/axe.js"}
"""The same for what only tests need; absent after ``npm ci --omit=dev``."""

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
"""The weights of Fira Sans that the pages use."""

SVG = "http://www.w3.org/2000/svg"


class AssetsMissingError(Exception):
    """A package is not installed: run ``npm ci`` in web/ first."""


def build() -> list[Path]:
    """Fill ``static/vendor`` and return what was written; raises AssetsMissingError naming the missing file."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target in FILES.items():
        _copy(MODULES / source, fresh / target)
    for source, target in OPTIONAL.items():
        if (MODULES / source).exists():
            _copy(MODULES / source, fresh / target)
    _strip_source_maps(fresh)
    _fonts(fresh / "fonts")
    (fresh / "icons.svg").write_text(sprite(), encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return sorted(path for path in VENDOR.rglob("*") if path.is_file())


def icon_names() -> dict[str, str]:
    """Our icon names and the packaged file each comes from, as ``web/icons/icons.txt`` says."""
    lines = (ICONS / "icons.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): source.strip() for name, source in pairs}


def sprite() -> str:
    """One SVG with a symbol for every icon; pages refer to it as ``icons.svg#name``."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name, source in icon_names().items():
        root.append(_symbol(name, MODULES / "@tabler/icons/icons" / f"{source}.svg"))
    for path in sorted((ICONS / "own").glob("*.svg")):
        root.append(_symbol(path.stem, path))
    return ElementTree.tostring(root, encoding="unicode")


def _symbol(name: str, path: Path) -> ElementTree.Element:
    drawing = ElementTree.fromstring(_text(path))  # noqa: S314 - a file of ours or of a hash-locked package
    symbol = ElementTree.Element(f"{{{SVG}}}symbol", {"id": name})
    for attribute in ("viewBox", "fill", "stroke", "stroke-linecap", "stroke-linejoin"):
        if attribute in drawing.attrib:
            symbol.set(attribute, drawing.attrib[attribute])
    if "stroke" in symbol.attrib:
        symbol.set("stroke-width", "1.75")
    symbol.extend(child for child in drawing if child.get("d") != "M0 0h24v24H0z")
    return symbol


def _fonts(folder: Path) -> None:
    faces = []
    for name, weight in WEIGHTS.items():
        file = f"FiraSans-{name}.woff2"
        _copy(MODULES / "@kern-ux/native/dist/fonts/fira-sans" / file, folder / file)
        faces.append(
            f'@font-face{{font-family:"Fira Sans";font-weight:{weight};font-style:normal;font-display:swap;'
            f'src:url("{file}") format("woff2")}}'
        )
    (folder / "fira-sans.css").write_text("\n".join(faces) + "\n", encoding="utf-8")


def _strip_source_maps(folder: Path) -> None:
    for path in [*folder.rglob("*.js"), *folder.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(//|/\*)# sourceMappingURL=\S+( \*/)?", "", text), encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_bytes(source))


def _text(path: Path) -> str:
    return _bytes(path).decode("utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise AssetsMissingError(f"{path} is missing. Run: npm ci --prefix {WEB}") from missing


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{len(build())} files in {VENDOR}\n")
    except AssetsMissingError as error:
        sys.exit(str(error))
