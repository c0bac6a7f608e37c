"""Whom alarms go to, kept by administrators. The webhook's secret goes in and is never shown again."""

from __future__ import annotations

from collections.abc import Iterator
from email.errors import MessageError
from email.headerregistry import Address
from ipaddress import ip_address
from urllib.parse import urlsplit

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook
from yarl import URL

from alerts.access.roles import require, require_human
from alerts.access.secrets import SecretBox
from alerts.channels import targets
from alerts.domain.alarms import About, AlarmKind, Detail, Finding
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.store import accounts, alarms, audit
from alerts.store import duty as duty_store
from alerts.store.accounts import KeptAccount
from alerts.store.duty import Duty, LastNotice
from alerts.store.session import Session


def load(session: Session, person: Person) -> Duty:
    """Where the own authority's alarms go. Raises NotAllowedError."""
    require(person, Role.ADMINISTRATOR)
    return duty_store.load(session, person.authority)


def last(session: Session, person: Person) -> tuple[LastNotice, ...]:
    """How the newest message went by each way. Raises NotAllowedError."""
    require(person, Role.ADMINISTRATOR)
    return duty_store.last(session, person.authority)


def mail_accounts(session: Session, person: Person) -> tuple[KeptAccount, ...]:
    """The accounts that can carry an alarm's e-mail. Raises NotAllowedError."""
    require(person, Role.ADMINISTRATOR)
    kept = accounts.kept(session, person.authority)
    return tuple(account for account in kept if account.kind is ChannelKind.EMAIL and not account.sandbox)


def save(session: Session, person: Person, wanted: Duty, secret: str | None, *, box: SecretBox, private: bool) -> Duty:
    """Say where alarms go; a ``secret`` of None leaves the webhook's as it is. ``private``: the webhook may lead to
    this machine and private networks.

    Raises NotAllowedError, PersonNeededError, InvalidError.
    """
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    before = duty_store.load(session, person.authority)
    faults = [
        *_mail_faults(session, person, wanted),
        *_hook_faults(wanted, secret, known=before.has_secret, private=private),
    ]
    if faults:
        raise InvalidError(faults)
    sealed = box.seal(person.authority, secret) if secret else None
    duty_store.keep(session, person.authority, wanted, sealed)
    said = {"email": wanted.email, "webhook": wanted.webhook_url, "secret": sealed is not None}
    audit.record(session, person.authority, person.id, "duty-changed", person.authority, said)
    return duty_store.load(session, person.authority)


def probe(session: Session, person: Person) -> bool:
    """Raise a trial alarm that goes all the ways a real one goes; False if one stands already.

    Raises NotAllowedError, PersonNeededError.
    """
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    trial = Finding(authority=person.authority, kind=AlarmKind.PROBE, subject=person.authority, detail=Detail())
    raised = alarms.raise_(session, [trial])
    duty_store.enqueue(session, (one.id for one in raised), About.RAISED)
    audit.record(session, person.authority, person.id, "alarm-tried", person.authority, {})
    return bool(raised)


def _mail_faults(session: Session, person: Person, wanted: Duty) -> Iterator[Fault]:
    if wanted.email and not is_mailbox(wanted.email):
        yield Fault(place="email", de="keine E-Mail-Adresse", en="not an e-mail address")
    if wanted.email and wanted.account is None:
        yield Fault(
            place="account",
            de="ein Mail-Konto wählen, das die Nachricht verschickt",
            en="choose the mail account that sends the message",
        )
    if wanted.account is not None and all(one.id != wanted.account for one in mail_accounts(session, person)):
        yield Fault(place="account", de="kein Mail-Konto dieser Behörde", en="no mail account of this authority")


def _hook_faults(wanted: Duty, secret: str | None, *, known: bool, private: bool) -> Iterator[Fault]:
    if wanted.webhook_url and not is_receiver(wanted.webhook_url, private=private):
        yield Fault(
            place="webhook_url",
            de="eine öffentliche Adresse ohne Zugangsdaten angeben, die mit https:// beginnt",
            en="give a public address without credentials that begins with https://",
        )
    if secret and not _can_sign(secret):
        yield Fault(
            place="webhook_secret",
            de="kein Signaturschlüssel nach Standard Webhooks (whsec_ und Base64)",
            en="not a signing secret of Standard Webhooks (whsec_ and base64)",
        )
    if wanted.webhook_url and not secret and not known:
        yield Fault(
            place="webhook_secret",
            de="den Signaturschlüssel angeben, den der Empfänger kennt",
            en="give the signing secret that the receiver knows",
        )


def is_mailbox(text: str) -> bool:
    """Whether it can be an e-mail address."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        return False
    return "." in address.domain and text.isascii()


def is_receiver(text: str, *, private: bool) -> bool:
    """Whether calls may be made to it: https and public, or with ``private`` anywhere; http to this machine only."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 1
        URL(text).origin()
    except ValueError:
        return False
    if not host or port <= 0 or parts.username is not None:
        return False
    if parts.scheme == "http":
        return private and _is_here(host)
    return parts.scheme == "https" and (private or _may_be_public(host))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _may_be_public(host: str) -> bool:
    """Names are looked up when the call is made."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return host != "localhost"
    return targets.is_public(host)


def _can_sign(secret: str) -> bool:
    try:
        Webhook(secret)
    except (EmptyWebhookSecretError, ValueError, RuntimeError):
        return False
    return True
