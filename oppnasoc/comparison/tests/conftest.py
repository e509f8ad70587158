"""What the tests of comparing share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.ui.kept import forget_all

from .another import Another, another


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Another]:
    """Another installation on this machine, which is allowed."""
    monkeypatch.setattr(settings, "LOCAL_INSTALLATIONS", True)
    with another() as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget_all()


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
