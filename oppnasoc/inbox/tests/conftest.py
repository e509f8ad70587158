from __future__ import annotations

from typing import Any

import pytest

from oppnasoc.matters.tests.scene import Scene, make_scene

from .scene import DOMAIN


@pytest.fixture(autouse=True)
def receives(settings: Any) -> None:
    settings.MAIL_DOMAIN = DOMAIN


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
