"""The environment: only variables of ours count, and keys are made once."""

from __future__ import annotations

import base64
import threading
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import Settings


def test_variables_of_others_set_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "HOST", "PORT"):
        monkeypatch.setenv(name, "9")
    monkeypatch.setenv("ORTSRUF_HOME", "/srv/state")
    settings = Settings()
    assert (Path("/srv/state"), "127.0.0.1", 8000) == (settings.home, settings.host, settings.port)


def test_one_database_url_stands_for_all_roles_until_the_others_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"):
        monkeypatch.delenv(name, raising=False)
    assert Settings().urls is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/x")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/x")
    urls = Settings().urls
    assert urls is not None
    assert ("postgresql://owner@db/x", "postgresql://app@db/x") == (urls.owner, urls.worker)


def test_many_who_make_the_key_at_once_agree_on_one(tmp_path: Path) -> None:
    found: list[tuple[bytes, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(Settings(home=tmp_path).keys())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 == len(set(found))
    assert 32 == len(found[0][0])
    assert 0o600 == (tmp_path / "secret.key").stat().st_mode & 0o777
    assert ["secret.key"] == [each.name for each in tmp_path.iterdir()]


def test_given_keys_win_and_a_short_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in (1, 2)]
    monkeypatch.setenv("ORTSRUF_SECRET_KEYS", ", ".join(base64.b64encode(key).decode() for key in keys))
    assert tuple(keys) == Settings(home=tmp_path).keys()
    monkeypatch.setenv("ORTSRUF_SECRET_KEYS", "c2hvcnQ=")
    with pytest.raises(ValidationError, match="32 bytes"):
        Settings(home=tmp_path)
