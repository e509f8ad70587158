"""What every page asks and few changes touch, kept for a minute in each process. ::

    @kept
    def where() -> frozenset[int]:
        return frozenset(Referral.objects.listed().values_list("about", flat=True))

    where()         # read once a minute
    where.forget()  # read anew the next time; ``trail.listening.renews`` does it after an action

Keep keys and short facts here, never what only some may see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.cache import cache

T = TypeVar("T")

SECONDS = 60


class Kept(Generic[T]):
    """A function without arguments whose answer is kept; it must not be None."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self.key = f"{read.__module__}.{read.__qualname__}"
        self.__doc__ = read.__doc__

    def __call__(self) -> T:
        found: T | None = cache.get(self.key)
        if found is None:
            found = self.read()
            cache.set(self.key, found, SECONDS)
        return found

    def forget(self) -> None:
        """Read anew the next time somebody asks in this process; others wait out their minute."""
        cache.delete(self.key)


def kept(read: Callable[[], T]) -> Kept[T]:
    """Make a function keep what it returns."""
    return Kept(read)
