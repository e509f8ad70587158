"""What a page shows from the floors above it, it is told.

An app declares in ``panels.py`` what it shows on other apps' pages, in ``todo.py`` what waits for a
person, in ``daily.py`` what has to be done once a day and in ``rounds.py`` what the worker does
again and again. The files are found at start-up, so
nobody imports upward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A piece of a page. ``render`` gets the request and the page's thing and returns safe HTML
    or nothing; it may use at most ``queries`` database queries, which a test holds it to."""

    place: str
    order: int
    queries: int
    render: Callable[[HttpRequest, Any], str]


_panels: dict[str, list[Panel]] = defaultdict(list)


def panel(
    place: str, *, order: int, queries: int
) -> Callable[[Callable[[HttpRequest, Any], str]], Callable[[HttpRequest, Any], str]]:
    """Declare a panel for a place such as ``groups.group`` (a group's page)."""

    def declare(render: Callable[[HttpRequest, Any], str]) -> Callable[[HttpRequest, Any], str]:
        _panels[place].append(Panel(place, order, queries, render))
        _panels[place].sort(key=lambda p: p.order)
        return render

    return declare


def panels(place: str) -> list[Panel]:
    """The panels declared for a place, in their order."""
    return list(_panels[place])


def places() -> list[str]:
    """Every place that somebody has declared a panel for."""
    return sorted(_panels)


_sources: dict[str, list[Callable[..., dict[int, Any]]]] = defaultdict(list)


def tells(subject: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function that tells something about many rows at once: ids → value.

    For instance ``voices.origin``: the meeting at which each voice was heard.
    """

    def declare(source: Callable[..., Any]) -> Callable[..., Any]:
        _sources[subject].append(source)
        return source

    return declare


def told(subject: str, ids: list[int], **more: Any) -> dict[int, Any]:
    """Everything that is told about these rows; later declarations win."""
    result: dict[int, Any] = {}
    for source in _sources[subject]:
        result.update(source(ids, **more))
    return result


@dataclass(frozen=True)
class Todo:
    """One thing that waits for a person: what, where to do it, since or until when, how urgent."""

    title: str
    url: str
    why: str
    due_on: date | None = None
    late: bool = False


_todo: list[tuple[int, Callable[[Any], list[Todo]]]] = []


def todo(*, order: int) -> Callable[[Callable[[Any], list[Todo]]], Callable[[Any], list[Todo]]]:
    """Declare what waits for a person; the function gets her User."""

    def declare(find: Callable[[Any], list[Todo]]) -> Callable[[Any], list[Todo]]:
        _todo.append((order, find))
        _todo.sort(key=lambda pair: pair[0])
        return find

    return declare


def todos(user: Any) -> list[Todo]:
    """Everything that waits for this person, what is late first."""
    found = [item for _, find in _todo for item in find(user)]
    return sorted(found, key=lambda item: (not item.late, item.due_on or date.max))


@dataclass(frozen=True)
class Chore:
    """Something that is done once a day; running it again the same day changes nothing more."""

    name: str
    do: Callable[[date], int]


_chores: list[Chore] = []


def daily(do: Callable[[date], int]) -> Callable[[date], int]:
    """Declare what is done once a day: it gets the day and returns how many things it changed."""
    _chores.append(Chore(f"{do.__module__.split('.')[-2]}.{do.__name__}", do))
    return do


def chores() -> list[Chore]:
    """What is declared to be done once a day."""
    return list(_chores)


@dataclass(frozen=True)
class Round:
    """Something that is done again and again; it returns how much it found to do."""

    name: str
    order: int
    do: Callable[[datetime], int]


_rounds: list[Round] = []


def steady(*, order: int) -> Callable[[Callable[[datetime], int]], Callable[[datetime], int]]:
    """Declare what the worker does again and again, in ``rounds.py``: it gets the time.

    It takes what waits in the database, so that it may be stopped anywhere and run by several.
    """

    def declare(do: Callable[[datetime], int]) -> Callable[[datetime], int]:
        _rounds.append(Round(f"{do.__module__.split('.')[-2]}.{do.__name__}", order, do))
        _rounds.sort(key=lambda each: each.order)
        return do

    return declare


def rounds() -> list[Round]:
    """What the worker does again and again, in its order."""
    return list(_rounds)
