"""The only reader of the environment."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from alerts.services.foreign_sources import Source, sources_from
from alerts.store.urls import Urls

_KEY_BYTES = 32


def _default_home() -> Path:
    return Path("/var/lib/ortsruf") if os.geteuid() == 0 else Path.home() / ".local/share/ortsruf"


class Settings(BaseSettings):
    """Where things are. Every value has a default, so that a machine with nothing set runs the demo."""

    model_config = SettingsConfigDict(env_prefix="ORTSRUF_", env_ignore_empty=True, frozen=True, populate_by_name=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """The app role's database; None: the embedded cluster below ``home``."""
    database_owner_url: str | None = Field(default=None, validation_alias="DATABASE_OWNER_URL")
    """The owner role's view of the same database; None: as ``database_url``."""
    database_worker_url: str | None = Field(default=None, validation_alias="DATABASE_WORKER_URL")
    """The worker role's view of the same database; None: as ``database_url``."""
    home: Path = Field(default_factory=_default_home)
    """State folder: the embedded cluster, keys made by us."""
    public_url: str = Field(default="http://127.0.0.1:8000")
    """Where citizens reach us, without a slash at the end; stands in every post."""
    secret_keys: Annotated[tuple[str, ...], NoDecode] = Field(default=())
    """Base64 keys of 32 bytes for stored credentials, the newest first."""
    sandbox_url: str = Field(default="http://127.0.0.1:8090")
    """The stand-in gateway that drills and the demo send to."""
    private_targets: bool = Field(default=False)
    """Webhooks, which authorities' administrators name, may lead to this machine and to private networks."""
    foreign_sources: Annotated[tuple[str, ...], NoDecode] = Field(default=())
    """Where foreign alerts may be fetched, ``name=https://…`` with commas between; an address that ends in a slash
    stands for everything below it."""
    host: str = Field(default="127.0.0.1")
    """Address the server listens on."""
    port: int = Field(default=8000, ge=1, le=65535)
    """Port the server listens on."""

    @field_validator("secret_keys", "foreign_sources", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("secret_keys")
    @classmethod
    def _whole(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for key in value:
            if len(base64.b64decode(key, validate=True)) != _KEY_BYTES:
                raise ValueError(f"every key in ORTSRUF_SECRET_KEYS must be base64 of {_KEY_BYTES} bytes")
        return value

    @field_validator("foreign_sources")
    @classmethod
    def _named(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            name, _, url = entry.partition("=")
            if not name.strip() or not url.strip().startswith(("https://", "http://")):
                raise ValueError("every entry of ORTSRUF_FOREIGN_SOURCES must be name=https://…")
        return value

    @field_validator("public_url", "sandbox_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def foreign(self) -> tuple[Source, ...]:
        """Where foreign alerts may be fetched."""
        return sources_from(self.foreign_sources)

    @property
    def urls(self) -> Urls | None:
        """The database named by the environment, None if the embedded cluster is to be used."""
        if self.database_url is None:
            return None
        return Urls(
            app=self.database_url,
            owner=self.database_owner_url or self.database_url,
            worker=self.database_worker_url or self.database_url,
        )

    def keys(self) -> tuple[bytes, ...]:
        """The keys for stored credentials, newest first; made and kept in the state folder where none is given."""
        if self.secret_keys:
            return tuple(base64.b64decode(key) for key in self.secret_keys)
        return (base64.b64decode(_kept_key(self.home / "secret.key")),)


def _kept_key(file: Path) -> str:
    """The key in a file only we can read; of several who make it at once one wins and all use the same."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
