"""What every test gets: Swedish, a folder of its own for files, and a stop at N+1 queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _house(request: pytest.FixtureRequest, settings, tmp_path: Path) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Settings that make tests quick and leave nothing behind; zeal raises on N+1 queries."""
    from zeal import zeal_context

    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with translation.override("sv"), zeal_context():
        yield
