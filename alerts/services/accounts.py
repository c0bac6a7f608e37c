"""The gateways' credentials, kept by administrators. A secret goes in and is never shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from alerts.access.roles import require, require_human
from alerts.access.secrets import SecretBox
from alerts.channels.receipts import LONGEST_WAIT, NO, RECEIPTS, REPORTS, WITHIN, YES, seconds
from alerts.domain.errors import Fault, InvalidError, NotFoundError
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.services import channel_words
from alerts.store import accounts, audit
from alerts.store.accounts import KeptAccount, NewAccount
from alerts.store.session import Session

_SCHEMES: Mapping[ChannelKind, tuple[str, ...]] = {
    ChannelKind.WHATSAPP: ("http", "https"),
    ChannelKind.WHATSAPP_MANUAL: (),
    ChannelKind.TELEGRAM: ("http", "https"),
    ChannelKind.EMAIL: ("smtp", "smtp+starttls", "smtps"),
    ChannelKind.WEBHOOK: ("http", "https"),
}


def listed(session: Session, person: Person) -> tuple[KeptAccount, ...]:
    """The own authority's accounts, for those who give channels their accounts. Raises NotAllowedError."""
    require(person, Role.ADMINISTRATOR, Role.OFFICE)
    return accounts.kept(session, person.authority)


def create(session: Session, person: Person, new: NewAccount, secret: str, *, box: SecretBox) -> KeptAccount:
    """Add an account with its secret. Raises NotAllowedError, PersonNeededError, InvalidError, ConflictError."""
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    _check_name(new.name)
    _check_url(new.kind, new.base_url)
    _check_receipts(new.settings)
    made = accounts.create(session, new)
    if secret:
        accounts.keep_secret(session, made, box.seal(made, secret))
    audit.record(session, person.authority, person.id, "account-created", made, {"name": new.name, "kind": new.kind})
    return _one(session, person, made)


def change(
    session: Session,
    person: Person,
    account: UUID,
    values: Mapping[str, object],
    secret: str | None,
    *,
    box: SecretBox,
) -> KeptAccount:
    """Change an account's columns and, unless None, its secret.

    Raises NotAllowedError, PersonNeededError, NotFoundError, InvalidError, ConflictError.
    """
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    before = _one(session, person, account)
    _check_name(str(values.get("name", before.name)))
    if "base_url" in values:
        _check_url(before.kind, str(values["base_url"]))
        _check_secret_stays(before, str(values["base_url"]), secret)
    _check_receipts(cast(Mapping[str, str], values.get("settings", {})))
    if values:
        accounts.change(session, account, values)
    if secret is not None:
        accounts.keep_secret(session, account, box.seal(account, secret))
    detail = {"changed": sorted(values), "secret": secret is not None}
    audit.record(session, person.authority, person.id, "account-changed", account, detail)
    return _one(session, person, account)


def _one(session: Session, person: Person, account: UUID) -> KeptAccount:
    for kept in accounts.kept(session, person.authority):
        if kept.id == account:
            return kept
    raise NotFoundError(what=f"Konto {account}")


def _check_name(name: str) -> None:
    faults = tuple(channel_words.name_faults(name))
    if faults:
        raise InvalidError(faults)


def _check_secret_stays(before: KeptAccount, base_url: str, secret: str | None) -> None:
    """Whoever changes the address alone would have the secret sent to a host that its owner never saw."""
    if base_url != before.base_url and before.has_secret and secret is None:
        raise InvalidError(
            [
                Fault(
                    place="secret",
                    de="mit der neuen Adresse auch die Zugangsdaten neu angeben: Sie werden dorthin gesendet",
                    en="give the secret again together with the new address: it will be sent there",
                )
            ]
        )


def _check_receipts(settings: Mapping[str, str]) -> None:
    """A misspelt "yes" would count every acceptance as a confirmation, without a word."""
    faults = []
    for name in (REPORTS, RECEIPTS):
        within = f"{name}{WITHIN}"
        if settings.get(name, YES) not in (YES, NO):
            faults.append(Fault(place=f"settings.{name}", de="yes oder no angeben", en="give yes or no"))
        if within in settings and seconds(settings[within]) is None:
            faults.append(
                Fault(
                    place=f"settings.{within}",
                    de=f"Sekunden angeben, höchstens {LONGEST_WAIT:.0f}",
                    en=f"give seconds, at most {LONGEST_WAIT:.0f}",
                )
            )
    if faults:
        raise InvalidError(faults)


def _check_url(kind: ChannelKind, base_url: str) -> None:
    allowed = _SCHEMES[kind]
    if not base_url and kind in (ChannelKind.WHATSAPP_MANUAL, ChannelKind.WEBHOOK):
        return
    if not _is_address(base_url, allowed):
        words = ", ".join(f"{scheme}://" for scheme in allowed) or "–"
        raise InvalidError(
            [
                Fault(
                    place="base_url",
                    de=f"eine Adresse ohne Zugangsdaten angeben, die so beginnt: {words}",
                    en=f"give an address without credentials that begins with one of: {words}",
                )
            ]
        )


def _is_address(base_url: str, allowed: tuple[str, ...]) -> bool:
    if not base_url.isprintable() or " " in base_url:
        return False
    try:
        parts = urlsplit(base_url)
        return parts.scheme in allowed and bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False
