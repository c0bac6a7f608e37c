"""Names made comparable: what a person types and what a district is called, without case, accents and marks."""

from __future__ import annotations

import re
import unicodedata

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def folded(text: str) -> str:
    """Lower case, umlauts spelt out ("Köln", "Koeln" and "KÖLN" are the same), other accents dropped, words apart."""
    spelt = unicodedata.normalize("NFC", text).lower().translate(_SPELT)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
