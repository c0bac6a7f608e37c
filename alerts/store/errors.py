"""What the database refuses or fails at, in our words. Driver errors are turned into these in one place."""

from __future__ import annotations

from geo.errors import OrtsrufError


class DatabaseUnavailableError(OrtsrufError):
    """The database cannot be reached, or the connection broke in the middle; nothing was saved."""

    code = "database-unavailable"
    de = "Die Datenbank ist nicht erreichbar. Nichts wurde gespeichert; bitte gleich noch einmal versuchen."
    en = "The database cannot be reached. Nothing was saved; please try again shortly."


class DatabaseBusyError(OrtsrufError):
    """A statement waited too long for a lock or for its answer, or lost a race; trying again is safe."""

    code = "database-busy"
    de = "Die Datenbank ist gerade überlastet. Nichts wurde gespeichert; bitte noch einmal versuchen."
    en = "The database is busy. Nothing was saved; please try again."


class ConflictError(OrtsrufError):
    """A row with the same unique value exists, or something still refers to it. ``constraint`` names the rule."""

    code = "conflict"
    de = "Das gibt es schon, oder etwas hängt noch daran ({constraint}). Laden Sie die Seite neu."
    en = "This exists already, or something still depends on it ({constraint}). Reload the page."


class ForeignRowError(OrtsrufError):
    """A row of another authority was about to be written; row-level security stopped it."""

    code = "foreign-row"
    de = "Das gehört einer anderen Behörde. Melden Sie sich dort an."
    en = "This belongs to another authority. Sign in there."


class PostgisMissingError(OrtsrufError):
    """No PostgreSQL with PostGIS on this machine."""

    code = "postgis-missing"
    de = "Kein PostgreSQL mit PostGIS gefunden. {remedy}"
    en = "No PostgreSQL with PostGIS found. {remedy}"


class ClusterRefusedError(OrtsrufError):
    """The embedded database could not be started; ``reason`` holds the end of its log."""

    code = "cluster-refused"
    de = "Die eingebaute Datenbank startet nicht ({folder}; ORTSRUF_HOME wählt einen anderen Ort): {reason}"
    en = "The embedded database does not start ({folder}; ORTSRUF_HOME chooses another place): {reason}"


class RoleRefusedError(OrtsrufError):
    """A database role is missing or has the wrong rights; ``remedy`` is the SQL for the database's administrator."""

    code = "role-refused"
    de = "Die Datenbankrolle „{role}“ passt nicht. Führen Sie als Administrator der Datenbank aus: {remedy}"
    en = "The database role “{role}” does not fit. Run as the database's administrator: {remedy}"
