"""Room on Python's own stack, so that no test pays for standing at the edge of it.

CPython 3.11 and 3.12 keep the frames of calls in pieces of 16 kB that they ask the system for and
give back at once. A call at the edge of a piece, made again and again, costs two system calls each
time: where Django lies deep under pytest, a third of all time and more went there, by chance. A
function that needs a large frame makes the piece that it lies in large, and whatever it calls
finds room there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

WIDE = 40_000  # values on the stack at once, of 8 bytes: a piece of 512 kB, the half of it free


def _room(do: Callable[[], Any]) -> Any:
    return do()


_room.__code__ = _room.__code__.replace(co_stacksize=WIDE)


def roomy(do: Callable[..., Any]) -> Callable[..., Any]:
    """The same, called where there is room."""

    @wraps(do)
    def called(*given: Any, **named: Any) -> Any:
        return _room(lambda: do(*given, **named))

    return called
