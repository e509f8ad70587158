from __future__ import annotations

import pytest

from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.ui.kept import forget_all


@pytest.fixture
def scene(db: None) -> Scene:
    forget_all()
    return make_scene()
