"""What the tests of open data share: counting begins anew in each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from oppnasoc.opendata import limiting


@pytest.fixture(autouse=True)
def nobody_has_asked() -> Iterator[None]:
    limiting.forget()
    yield
    limiting.forget()
