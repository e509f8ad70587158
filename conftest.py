"""What every test gets: Swedish, files of its own, and a stop at N+1 queries."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.utils import translation
from zeal import zeal_context

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings that make tests quick and leave nothing behind; zeal raises on N+1 queries."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "private" / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    private = settings.STORAGES["private"]
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            **private,
            "OPTIONS": {**private["OPTIONS"], "location": tmp_path / "private"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    from oppnasoc.matters.models import Step  # Needs the settings.

    for name in ("file", "picture"):  # Bound to their storage when the model was loaded.
        monkeypatch.setattr(Step._meta.get_field(name), "storage", storages["private"])
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()  # It outlives a test; the database does not.
    with translation.override("sv"), zeal_context():
        yield


def _migrated_database(config: pytest.Config) -> Path:
    """Where an empty migrated SQLite database is kept; its name changes with the migrations."""
    digest = hashlib.sha256((HERE / "requirements.txt").read_bytes())
    for path in sorted(HERE.glob("oppnasoc/*/migrations/*.py")):
        digest.update(path.read_bytes())
    folder: Path = config.cache.mkdir("database")
    return folder / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Fill the test database in memory from the kept one: a second instead of ten."""
    kept = _migrated_database(request.config)
    if connection.vendor != "sqlite" or not kept.exists():
        yield
        return
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as disk:
            disk.backup(memory)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Keep the migrated database for the next run."""
    kept = _migrated_database(request.config)
    if connection.vendor != "sqlite" or kept.exists():
        return
    for older in kept.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), closing(sqlite3.connect(mine)) as disk:
        connection.ensure_connection()
        connection.connection.backup(disk)
    mine.rename(kept)


assert not django_settings.DEBUG, "Tests run as in production: unset SOC_DEBUG."
