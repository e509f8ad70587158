from __future__ import annotations

import pytest

from .scene import Talk, make_talk


@pytest.fixture
def talk(db: None) -> Talk:
    return make_talk()
