"""What the doors themselves refuse, before any service is asked."""

from __future__ import annotations

from geo.errors import OrtsrufError


class MalformedError(OrtsrufError):
    """The body or the address cannot be read; ``place`` says where."""

    code = "malformed"
    de = "Das lässt sich nicht lesen: {what_de}"
    en = "This cannot be read: {what_en}"

    def __init__(self, *, de: str, en: str, place: str | None = None) -> None:
        super().__init__(place=place, what_de=de, what_en=en)


class TooLargeError(OrtsrufError):
    """The body is longer than the door takes."""

    code = "too-large"
    de = "Die Anfrage ist zu groß: höchstens {megabytes} MB. Vereinfachen Sie die Fläche oder teilen Sie die Datei."
    en = "The request is too large: at most {megabytes} MB. Simplify the shape or split the file."


class CsrfError(OrtsrufError):
    """A form without the value that proves it came from our own page."""

    code = "csrf"
    de = "Das Formular ist abgelaufen oder kommt von einer fremden Seite. Laden Sie die Seite neu."
    en = "The form has expired or comes from a foreign page. Reload the page."


class VersionNeededError(OrtsrufError):
    """A change without If-Match could overwrite somebody else's."""

    code = "version-needed"
    de = 'Der Kopf If-Match mit der gelesenen Fassung fehlt, etwa If-Match: "3".'
    en = 'The header If-Match with the version you read is missing, like If-Match: "3".'


class KeyReusedError(OrtsrufError):
    """An Idempotency-Key came again with another request."""

    code = "idempotency-key-reused"
    de = "Dieser Idempotency-Key gehört zu einer anderen Anfrage. Nehmen Sie einen neuen."
    en = "This Idempotency-Key belongs to another request. Use a new one."
