"""Links that are not the authority's own, that hide where they lead, or that only look right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from alerts.domain.wording.finding import Draft, Finding, Written

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"„“”»«]{1,300}"
    r"|(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}(?:de|com|org|net|eu|info|berlin|bayern|hamburg|koeln|nrw|saarland|ruhr|ly|gl|gd"
    r"|co|me|io|link|page|app|dev|tk|to|cc|biz|online|site|top|xyz|ru|us|uk|at|ch|fr|pl)\b(?:/[^\s<>\"„“”»«]{0,300})?",
    re.IGNORECASE,
)
_SHORTENERS = frozenset(
    {
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "rb.gy",
        "cutt.ly",
        "t.ly",
        "shorturl.at",
        "tiny.cc",
        "rebrand.ly",
        "lnkd.in",
        "s.id",
        "v.gd",
        "kurzelinks.de",
        "kurzurl.net",
        "t1p.de",
        "dub.sh",
        "short.io",
        "bl.ink",
        "qr.page",
        "linktr.ee",
        "shorturl.com",
    }
)
_OFFICIAL = ("bund.de", "dwd.de", "polizei.de", "warnung.bund.de")
_SAME = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": "", "_": ""})


def links(draft: Draft) -> Iterator[Finding]:
    """Every link in every text, judged by its host."""
    own = tuple(domain.casefold().strip(".") for domain in draft.about.domains if domain)
    for one in draft.texts:
        for match in _LINK.finditer(one.text):
            said = match.group().rstrip(".,;:!?)]}'’")
            if (found := _judged(one, said, (match.start(), match.start() + len(said)), own)) is not None:
                yield found


def _judged(one: Written, said: str, span: tuple[int, int], own: tuple[str, ...]) -> Finding | None:
    host = host_of(said)
    if "@" in said.split("//", 1)[-1].split("/", 1)[0] and "//" in said:
        return one.found(
            "link-hidden",
            f"„{said[:60]}“ verbirgt, wohin es führt",
            f"“{said[:60]}” hides where it leads",
            span,
            blocks=True,
        )
    if host in _SHORTENERS:
        return one.found(
            "link-short",
            f"Kurzlink „{host}“: die ganze Adresse schreiben",
            f"shortened link “{host}”: write the whole address",
            span,
            blocks=True,
        )
    if not host.isascii() or host.startswith("xn--") or ".xn--" in host or _looks_like(host, own):
        return one.found(
            "link-lookalike",
            f"„{host}“ sieht nur aus wie eine bekannte Adresse",
            f"“{host}” only looks like an address you know",
            span,
            blocks=True,
        )
    if not _within(host, (*own, *_OFFICIAL)):
        return one.found(
            "link-foreign",
            f"fremder Link: {host}",
            f"link of somebody else: {host}",
            span,
        )
    return None


def host_of(link: str) -> str:
    """The host that a link leads to, in lower case."""
    rest = link.split("//", 1)[-1]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rsplit("@", 1)[-1]
    return host.split(":", 1)[0].casefold().removeprefix("www.").strip(".")


def _within(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _looks_like(host: str, own: tuple[str, ...]) -> bool:
    """Not one of ours, but the same once look-alike signs are one."""
    if _within(host, (*own, *_OFFICIAL)):
        return False
    bare = _skeleton(host)
    return any(bare == _skeleton(domain) or bare.endswith(f".{_skeleton(domain)}") for domain in (*own, *_OFFICIAL))


def _skeleton(host: str) -> str:
    return host.translate(_SAME).replace("rn", "m").replace("vv", "w")
