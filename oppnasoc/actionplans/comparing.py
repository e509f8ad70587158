"""Two texts of a plan compared in plain words: what is new, what goes, what is said differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from oppnasoc.language.compare import Piece, changed, words
from oppnasoc.ui.templatetags.ui import day

from .text import GoalText, MeasureText, Text

T = TypeVar("T", GoalText, MeasureText)


@dataclass(frozen=True)
class Change:
    """One change: where in the plan, and in a sentence what. ``pieces`` compare the words where
    they differ; ``quote`` is what came or went whole."""

    where: str
    says: str
    pieces: tuple[Piece, ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Side:
    """A goal or measure on one side of the comparison; empty when it is not there."""

    title: str = ""
    text: str = ""
    more: str = ""


@dataclass(frozen=True)
class Beside:
    """A goal or a measure in two texts. ``state`` is same, changed, new or gone."""

    before: Side
    after: Side
    state: str
    is_goal: bool = False


def changes(before: Text, after: Text) -> list[Change]:
    """What differs, in the order of the plan; what goes is told where it stood, a goal last."""
    found: list[Change] = []
    whole = _("The plan as a whole")
    if before.title != after.title:
        found.append(Change(whole, _("It gets another name."), _pieces(before.title, after.title)))
    if before.intro != after.intro:
        said = _("It says in other words what it is for.")
        found.append(Change(whole, said, _pieces(before.intro, after.intro)))
    if (before.begins_on, before.ends_on) != (after.begins_on, after.ends_on):
        said = _("It is for %(after)s instead of %(before)s.")
        times = {"before": period(before), "after": period(after)}
        found.append(Change(whole, said % times))
    were = {goal.key: goal for goal in before.goals}
    numbers = {goal.key: n for n, goal in enumerate(before.goals, 1)}
    moves = moved(before.goals, after.goals)
    for number, goal in enumerate(after.goals, 1):
        where = _("Goal %(n)s") % {"n": number}
        if (was := were.pop(goal.key, None)) is None:
            found.append(Change(where, _("A new goal."), quote=goal.text))
            found += [_new(number, n, each) for n, each in enumerate(goal.measures, 1)]
        else:
            if goal.key in moves:
                said = _("The goal moves. It was goal %(n)s.") % {"n": numbers[goal.key]}
                found.append(Change(where, said, quote=goal.text))
            found += _goal(where, number, was, goal)
    for key, goal in were.items():
        where = _("Goal %(n)s") % {"n": numbers[key]}
        found.append(Change(where, _("The goal and its measures go."), quote=goal.text))
    return found


def moved(before: Sequence[T], after: Sequence[T]) -> set[int]:
    """The keys of what stands on both sides and has changed places: the fewest that one has to
    move. What only gets another number, since others came or went, has not moved."""
    stood = {each.key: n for n, each in enumerate(before)}
    keys = [each.key for each in after if each.key in stood]
    # The longest row of those that stand in the same order; each ends the best row before it.
    rows: list[list[int]] = []
    for key in keys:
        fitting: list[list[int]] = [row for row in rows if stood[row[-1]] < stood[key]]
        rows.append([*_longest(fitting), key])
    return set(keys) - set(_longest(rows))


def _longest(rows: list[list[int]]) -> list[int]:
    return max(rows, key=len, default=list[int]())


def _goal(where: str, number: int, before: GoalText, after: GoalText) -> Iterator[Change]:
    if before.text != after.text:
        said = _("The goal is said in other words.")
        yield Change(where, said, _pieces(before.text, after.text))
    if (before.target, before.unit_word) != (after.target, after.unit_word):
        if before.target is None:
            yield Change(where, _("The goal gets a number: %(to)s.") % {"to": counted(after)})
        elif after.target is None:
            yield Change(where, _("The goal has no number any longer."))
        else:
            said = _("The number is %(to)s instead of %(from)s.")
            yield Change(where, said % {"to": counted(after), "from": counted(before)})
    were = {measure.key: (n, measure) for n, measure in enumerate(before.measures, 1)}
    stays = {measure.key for measure in after.measures}
    gone = [each for key, each in were.items() if key not in stays]
    moves = moved(before.measures, after.measures)
    for n, measure in enumerate(after.measures, 1):
        stood, was = were.pop(measure.key, (0, None))
        while gone and gone[0][0] <= n:  # Before a new one that has its number now.
            yield _gone(number, *gone.pop(0))
        if was is None:
            yield _new(number, n, measure)
            continue
        where = _("Measure %(g)s.%(n)s") % {"g": number, "n": n}
        if measure.key in moves:
            said = _("The measure moves. It was number %(n)s of the goal.") % {"n": stood}
            yield Change(where, said, quote=measure.text)
        yield from _measure(where, was, measure)
    for left in gone:
        yield _gone(number, *left)


def _gone(goal: int, number: int, measure: MeasureText) -> Change:
    where = _("Measure %(g)s.%(n)s") % {"g": goal, "n": number}
    return Change(where, _("The measure goes."), quote=measure.text)


def _new(goal: int, number: int, measure: MeasureText) -> Change:
    said = _("A new measure. %(owner)s sees to it, by %(day)s.")
    where = _("Measure %(g)s.%(n)s") % {"g": goal, "n": number}
    given = {"owner": measure.owner_name, "day": day(measure.by_on)}
    return Change(where, said % given, quote=measure.text)


def _measure(where: str, before: MeasureText, after: MeasureText) -> Iterator[Change]:
    if before.text != after.text:
        said = _("The measure is said in other words.")
        yield Change(where, said, _pieces(before.text, after.text))
    if before.owner != after.owner:
        said = _("%(to)s sees to it instead of %(from)s.")
        yield Change(where, said % {"to": after.owner_name, "from": before.owner_name})
    if before.by_on != after.by_on:
        said = (
            _("It gets more time: until %(to)s instead of %(from)s.")
            if after.by_on > before.by_on
            else _("It is to be done sooner: by %(to)s instead of %(from)s.")
        )
        yield Change(where, said % {"to": day(after.by_on), "from": day(before.by_on)})


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    pieces = words(before, after)
    return tuple(pieces) if changed(pieces) else ()


def period(text: Text) -> str:
    """The time that a plan is for, in words."""
    return _("%(from)s to %(to)s") % {"from": day(text.begins_on), "to": day(text.ends_on)}


def counted(goal: GoalText) -> str:
    return f"{goal.target} {goal.unit_word}" if goal.target else ""


def side_by_side(before: Text, after: Text) -> list[Beside]:
    """Both texts whole, goal by goal and measure by measure, each beside what it was."""
    found = [
        _beside(
            Side("", before.intro, period(before)), Side("", after.intro, period(after)), goal=False
        )
    ]
    for (n, old), (m, new) in _paired(before.goals, after.goals):
        found.append(_beside(_goal_side(n, old), _goal_side(m, new), goal=True))
        olds, news = old.measures if old else (), new.measures if new else ()
        for (i, left), (j, right) in _paired(olds, news):
            sides = _measure_side(n, i, left), _measure_side(m, j, right)
            found.append(_beside(*sides, goal=False))
    return found


def _beside(before: Side, after: Side, *, goal: bool) -> Beside:
    nothing = Side()
    told = (before.text, before.more) == (after.text, after.more)
    state = "same" if told else "changed"
    if before == nothing:
        state = "new"
    elif after == nothing:
        state = "gone"
    return Beside(before, after, state, goal)


def _goal_side(number: int, goal: GoalText | None) -> Side:
    if goal is None:
        return Side()
    return Side(_("Goal %(n)s") % {"n": number}, goal.text, counted(goal))


def _measure_side(goal: int, number: int, measure: MeasureText | None) -> Side:
    if measure is None:
        return Side()
    title = _("Measure %(g)s.%(n)s") % {"g": goal, "n": number}
    return Side(title, measure.text, f"{measure.owner_name}, {day(measure.by_on)}")


def _paired(
    before: Sequence[T], after: Sequence[T]
) -> list[tuple[tuple[int, T | None], tuple[int, T | None]]]:
    """What is the same on both sides, each numbered on its own side, in the order of the new
    text; what went stands after what it stood behind."""
    were = {each.key: (n, each) for n, each in enumerate(before, 1)}
    numbered = {each.key: (n, each) for n, each in enumerate(after, 1)}
    keys = list(numbered)
    behind = 0
    for key in were:
        if key in numbered:
            behind = keys.index(key) + 1
        else:
            keys.insert(behind, key)
            behind += 1
    nothing: tuple[int, T | None] = (0, None)
    return [(were.get(key, nothing), numbered.get(key, nothing)) for key in keys]
