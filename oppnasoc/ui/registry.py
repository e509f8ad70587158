"""What a page shows from the floors above it, it is told.

An app declares in ``panels.py`` what it shows on other apps' pages, in ``todo.py`` what waits for a
person, in ``daily.py`` what has to be done once a day, in ``rounds.py`` what the worker does
again and again, in ``checks.py`` what must always hold, and in ``leaving.py`` what ends with
somebody's account. The files are found at start-up, so nobody imports upward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, overload
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone


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
    """One thing that waits for a person: what, where to do it, since or until when, how urgent.

    ``verb`` stands on the button ('Svara'). ``thing`` says what it is about when the address does
    not: of several lines about one thing only the most urgent is shown. ``rests`` is what has no
    day and can wait.
    """

    title: str
    url: str
    why: str
    due_on: date | None = None
    late: bool = False
    verb: str = ""
    thing: str = ""
    rests: bool = False

    @property
    def about(self) -> str:
        """What it is about: two lines about the same are one too many."""
        return self.thing or self.url.partition("#")[0].partition("?")[0]

    def group(self, today: date) -> str:
        """``late``, ``today``, or ``later`` when it can wait."""
        if self.late:
            return "late"
        can_wait = self.rests if self.due_on is None else self.due_on > today
        return "later" if can_wait else "today"


_todo: list[tuple[int, Callable[[Any], list[Todo]]]] = []


def todo(*, order: int) -> Callable[[Callable[[Any], list[Todo]]], Callable[[Any], list[Todo]]]:
    """Declare what waits for a person; the function gets her User."""

    def declare(find: Callable[[Any], list[Todo]]) -> Callable[[Any], list[Todo]]:
        _todo.append((order, find))
        _todo.sort(key=lambda pair: pair[0])
        return find

    return declare


def todos(user: Any) -> list[Todo]:
    """Everything that waits for this person, nothing twice: what is late first, then what is for
    today, then what can wait. For who pauses nothing is late."""
    found = [item for _, find in _todo for item in find(user)]
    if getattr(user, "is_away", False):
        found = [replace(item, late=False) for item in found]
    order, today = ("late", "today", "later"), timezone.localdate()
    found.sort(key=lambda item: (order.index(item.group(today)), item.due_on or date.max))
    first: dict[str, Todo] = {}
    for item in found:
        first.setdefault(item.about, item)
    return list(first.values())


@dataclass(frozen=True)
class Chore:
    """Something that is done once a day; running it again the same day changes nothing more."""

    name: str
    do: Callable[[date], int]
    last: bool = False


_chores: list[Chore] = []

Work = Callable[[date], int]


@overload
def daily(do: Work) -> Work: ...


@overload
def daily(do: None = None, *, last: bool) -> Callable[[Work], Work]: ...


def daily(do: Work | None = None, *, last: bool = False) -> Work | Callable[[Work], Work]:
    """Declare what is done once a day: it gets the day and returns how many things it changed.

    With ``last`` it is done after everything that is declared without.
    """

    def declare(work: Work) -> Work:
        _chores.append(Chore(f"{work.__module__.split('.')[-2]}.{work.__name__}", work, last))
        _chores.sort(key=lambda each: each.last)
        return work

    return declare(do) if do else declare


def chores() -> list[Chore]:
    """What is declared to be done once a day, in the order in which it is done."""
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


_farewells: list[Callable[[UUID], object]] = []


def farewell(do: Callable[[UUID], object]) -> Callable[[UUID], object]:
    """Declare in ``leaving.py`` what is done when somebody has left: it gets her uuid.

    She has left when her account is closed, or when her employer's sign-in is no longer hers.
    Doing it twice is doing it once.
    """
    _farewells.append(do)
    return do


def left(person: UUID) -> None:
    """Somebody has left: everybody who declared that something ends then ends it."""
    for do in _farewells:
        do(person)


@dataclass(frozen=True)
class Fault:
    """Something that does not hold: one plain sentence, and how it is mended.

    ``thing`` tells it from other faults of the same invariant and stays the same from night to
    night; ``concerns`` says whom it is for, in words, and ``groups`` holds the ids of the groups
    whose leaders see it (empty: only those who look after the whole). ``mend`` is a verb and
    ``url`` where it is done; without one, somebody has to do it at the server.
    """

    thing: str
    says: str
    mend: str
    url: str = ""
    concerns: str = ""
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Look:
    """A look at everything: when, and whether at all of it or, where that is much, at a sample."""

    now: datetime
    whole: bool = False

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


@dataclass(frozen=True)
class Invariant:
    """Something that must always hold; ``holds`` says it in a sentence, with how long one waits
    before it is a fault."""

    name: str
    order: int
    holds: Callable[[], str]
    find: Callable[[Look], Iterable[Fault]]


_invariants: dict[str, Invariant] = {}


def invariant(
    name: str, *, order: int, holds: Callable[[], str]
) -> Callable[[Callable[[Look], Iterable[Fault]]], Callable[[Look], Iterable[Fault]]]:
    """Declare in ``checks.py`` what must always hold; the function gives what does not.

    It asks a fixed number of questions, however much there is. Raises ValueError when the name
    is taken.
    """

    def declare(
        find: Callable[[Look], Iterable[Fault]],
    ) -> Callable[[Look], Iterable[Fault]]:
        if name in _invariants:
            raise ValueError(f"The invariant {name} is declared twice.")
        _invariants[name] = Invariant(name, order, holds, find)
        return find

    return declare


def invariants() -> list[Invariant]:
    """What must always hold, in its order."""
    return sorted(_invariants.values(), key=lambda each: each.order)
