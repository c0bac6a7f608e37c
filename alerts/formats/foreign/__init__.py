"""Alerts of others: NINA's shapes (MoWaS, KATWARN, BIWAPP, DWD, floods, police), GeoJSON and CAP XML.

A file a shape. What a document is shows itself. Nothing is guessed or repaired: a message that is not right is refused
with the place of every fault, and the others of the same document are read all the same.
"""

from __future__ import annotations

from alerts.formats.foreign.document import Entry, decoded, read

__all__ = ["Entry", "decoded", "read"]
