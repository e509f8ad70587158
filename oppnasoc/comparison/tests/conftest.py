"""What the tests of comparing share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from oppnasoc.comparison.alike import anything, with_any

from .another import Another, another


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Another]:
    """Another installation on this machine, which is allowed."""
    monkeypatch.setattr(settings, "LOCAL_INSTALLATIONS", True)
    with another() as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    with_any.forget()
    anything.forget()
