"""What is kept for a minute."""

from __future__ import annotations

import time_machine

from oppnasoc.ui.kept import kept


def test_it_is_read_once_a_minute_and_anew_when_forgotten() -> None:
    asked = []

    @kept
    def number() -> int:
        asked.append(1)
        return len(asked)

    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False) as clock:
        assert [number(), number()] == [1, 1]
        clock.shift(59)
        assert number() == 1
        clock.shift(2)
        assert number() == 2
        number.forget()
        assert number() == 3


def test_two_functions_keep_apart() -> None:
    @kept
    def empty() -> frozenset[int]:
        return frozenset()

    @kept
    def other() -> frozenset[int]:
        return frozenset({7})

    assert [empty(), other(), empty()] == [frozenset(), frozenset({7}), frozenset()]
