"""Why districts were not loaded."""

from __future__ import annotations

from geo.errors import OrtsrufError
from geo.report import Report


class ChecksumError(OrtsrufError):
    """A shipped file is not the one that was built."""

    code = "districts-checksum"
    de = "Die Datei {file} ist verändert. Installieren Sie Ortsruf neu."
    en = "The file {file} was changed. Install Ortsruf again."


class DistrictsRefusedError(OrtsrufError):
    """A district file has faults; nothing of it was loaded. ``report`` names every one."""

    code = "districts-refused"
    de = "Nichts geladen, {count} Fehler: {summary}"
    en = "Nothing was loaded, {count} faults: {summary}"

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(count=len(report.faults), summary="; ".join(f.text("en") for f in report.faults))

    def text(self, language: str = "de") -> str:
        """Every fault in one sentence."""
        said = "; ".join(fault.text(language) for fault in self.report.faults)
        return (self.en if language == "en" else self.de).format(count=len(self.report.faults), summary=said)


class EditionTakenError(OrtsrufError):
    """Another content was loaded under this edition's name."""

    code = "edition-taken"
    de = "Die Ausgabe „{edition}“ gibt es schon mit anderem Inhalt. Geben Sie ihr einen anderen Namen (--edition)."
    en = "The edition “{edition}” exists with other content. Give it another name (--edition)."


class OptionMissingError(OrtsrufError):
    """The file does not say it, so the person must."""

    code = "option-missing"
    de = "Bitte angeben: {options}. Spalten der Datei: {columns}."
    en = "Please give: {options}. Columns of the file: {columns}."


class SourceUnreachableError(OrtsrufError):
    """The official file could not be fetched."""

    code = "source-unreachable"
    de = "{address} ist nicht zu holen ({detail}). Laden Sie die Datei selbst und geben Sie sie an (--file)."
    en = "{address} cannot be fetched ({detail}). Download the file yourself and give it (--file)."
