"""What letters of a batch share, and what they must not."""

from __future__ import annotations

import pytest

from oppnasoc.outbox import sharing
from oppnasoc.outbox.sharing import batch, shared


def test_a_batch_reads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    def read() -> int:
        reads.append("read")
        return len(reads)

    assert [shared("a", read), shared("a", read)] == [1, 2], "outside a batch nothing is kept"
    with batch():
        assert [shared("a", read), shared("a", read), shared("b", read)] == [3, 3, 4]
    with batch():
        assert shared("a", read) == 5, "nor from one batch to the next"
        monkeypatch.setattr(sharing, "FRESH", -1.0)
        assert shared("a", read) == 6, "nor for long"
