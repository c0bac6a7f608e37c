"""Why districts were not loaded."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import OrtsrufError


class ChecksumError(OrtsrufError):
    """A shipped file is not the one that was built."""

    code = "districts-checksum"
    de = "Die Datei {file} ist verändert. Installieren Sie Ortsruf neu."
    en = "The file {file} was changed. Install Ortsruf again."


class DistrictsRefusedError(OrtsrufError):
    """A district file has faults; nothing of it was loaded. ``faults`` names every one."""

    code = "districts-refused"
    de = "Nichts geladen, {count} Fehler: {summary}"
    en = "Nothing was loaded, {count} faults: {summary}"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), summary="; ".join(self.faults))
