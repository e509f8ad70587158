"""What can be found. Each app declares it in a ``search.py``, found at start-up.

A source gives documents of public things only: what is not published never reaches the index,
so it cannot be found, suggested, counted or spelled. ::

    source("group", "groups.group", label=_("Groups"), order=30,
           documents=..., every=..., touched=...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from oppnasoc.trail.models import Entry


@dataclass(frozen=True)
class Found:
    """One public thing as it is found: its title, its whole text in reading order, its address.

    ``on`` is the day that it is from or last changed; ``party`` the id of the group it belongs
    to, for the filter by group; ``kept`` are more words that lead to it and are not shown.
    """

    thing: int
    title: str
    text: str
    url: str
    on: date | None = None
    party: int | None = None
    kept: str = ""


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found.

    ``documents`` gets ids and returns those that anybody may read now; ``every`` returns the ids
    of all that anybody may read, ascending; ``touched`` gets a trail entry and returns the ids of
    this kind whose document may have changed by it.
    """

    kind: str
    model: str
    label: str | _StrPromise
    order: int
    documents: Callable[[Sequence[int]], Iterable[Found]]
    every: Callable[[], Iterable[int]]
    touched: Callable[[Entry], Iterable[int]]


_sources: dict[str, Source] = {}


def source(
    kind: str,
    model: str,
    *,
    label: str | _StrPromise,
    order: int,
    documents: Callable[[Sequence[int]], Iterable[Found]],
    every: Callable[[], Iterable[int]],
    touched: Callable[[Entry], Iterable[int]],
) -> Source:
    """Declare a kind of thing that can be found. Raises ValueError when it is declared twice."""
    if kind in _sources:
        raise ValueError(f"The source {kind} is declared twice.")
    _sources[kind] = Source(kind, model, label, order, documents, every, touched)
    return _sources[kind]


def sources() -> list[Source]:
    """Every declared source, in the order in which kinds are shown."""
    return sorted(_sources.values(), key=lambda each: each.order)


_examples: list[Callable[[], Iterable[str]]] = []


def examples(give: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Declare words that are good to search for here, out of what is public; one query at most."""
    _examples.append(give)
    return give


def some_examples(most: int) -> list[str]:
    """The first of the words that the rooms give."""
    found = dict.fromkeys(text for give in _examples for text in give())
    return list(found)[:most]
