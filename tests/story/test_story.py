"""docs/story.md is run line by line; what it says must come out."""

import doctest
from pathlib import Path

import pytest
import time_machine

STORY = Path(__file__).parents[2] / "docs" / "story.md"


@pytest.mark.django_db
@time_machine.travel("2026-03-18 12:00+01:00", tick=True)
def test_the_story_comes_out_as_told() -> None:
    result = doctest.testfile(
        str(STORY), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS
    )
    assert result.attempted > 30
    assert result.failed == 0
