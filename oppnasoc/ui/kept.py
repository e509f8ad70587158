"""What every page asks and few changes touch, kept for a minute in each process. ::

    @kept
    def where() -> frozenset[int]:
        return frozenset(Referral.objects.listed().values_list("about", flat=True))

    where()         # read once a minute
    where.forget()  # read anew the next time; ``trail.listening.renews`` does it after an action

It is the thing itself that is kept, not a copy: nobody may change what she gets. Keep keys and
short facts that everybody may see, nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")

SECONDS = 60


class Kept(Generic[T]):
    """A function without arguments whose answer is kept."""

    every: ClassVar[list[Kept[Any]]] = []

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self.found: tuple[float, T] | None = None  # until when, and what
        self.__doc__ = read.__doc__
        self.every.append(self)

    def __call__(self) -> T:
        found, now = self.found, time.time()
        if found is None or not now <= found[0] <= now + SECONDS:
            found = self.found = now + SECONDS, self.read()
        return found[1]

    def forget(self) -> None:
        """Read anew the next time somebody asks in this process; others wait out their minute."""
        self.found = None


def kept(read: Callable[[], T]) -> Kept[T]:
    """Make a function keep what it returns."""
    return Kept(read)


def forget_all() -> None:
    """Begin as a process that has read nothing yet."""
    for each in Kept.every:
        each.forget()
