"""The kinds of things that OParl knows: how each is made of what anybody may read.

A kind is declared in the file that makes it, and found here by its place in an address::

    kind("paper", "Paper", every=…, made=…)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

SCHEMA = "https://schema.oparl.org/1.1/"
JSON = dict[str, Any]
PER_PAGE = 100


@dataclass(frozen=True)
class Made:
    """A thing as OParl shows it, without its times; ``under`` and ``beside`` as in ``Exhibit``."""

    content: JSON
    under: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Kind:
    """``made`` gets keys and gives those that anybody may read, in a fixed number of questions;
    ``every`` gives all keys. ``parts`` are the keys of this kind that go with things of another,
    by the other's kind. A list has ``per_page`` on a page."""

    path: str
    name: str
    every: Callable[[], Iterable[object]]
    made: Callable[[Sequence[str]], Mapping[str, Made]]
    parts: Mapping[str, Callable[[Sequence[int]], Iterable[object]]] = field(default_factory=dict)
    per_page: int = PER_PAGE


_kinds: dict[str, Kind] = {}


def kind(path: str, name: str, **how: Any) -> Kind:
    """Declare a kind of thing."""
    _kinds[path] = Kind(path, name, **how)
    return _kinds[path]


def kinds() -> dict[str, Kind]:
    """Every kind by its place in an address; what others stand under comes before them."""
    from . import meetings, papers, parties  # noqa: F401  They declare them.

    return _kinds


def numbers(keys: Iterable[str]) -> list[int]:
    """The keys that are numbers of rows."""
    return [int(key) for key in keys if key.isdecimal() and len(key) < 19]


def thing(type_of: str, identity: str, **content: Any) -> JSON:
    """A thing with its type and address; what is empty is left out, as OParl wants it."""
    known = {name.replace("__", ":"): value for name, value in content.items()}
    kept = {name: value for name, value in known.items() if value not in (None, "", [])}
    return {"id": identity, "type": f"{SCHEMA}{type_of}", **kept}


def moment(at: datetime) -> str:
    """A time as OParl writes it: 2026-03-20T13:00:00+01:00."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def at(on: date, clock: time | None) -> str | None:
    """A day and a time of it here; nothing when the time is not known."""
    if clock is None:
        return None
    return moment(timezone.make_aware(datetime.combine(on, clock)))


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None
