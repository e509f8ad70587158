"""Two texts of a plan in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.actionplans import comparing
from oppnasoc.actionplans.comparing import changes, moved, side_by_side
from oppnasoc.actionplans.text import GoalText, MeasureText, Text


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


CALL = MeasureText(11, "Vi ringer alla.", 1, "Mottagningen", date(2020, 3, 4))
SOUP = MeasureText(12, "Vi bjuder på soppa.", 2, "Brukargruppen", date(2020, 5, 6))
MORE = GoalText(1, "Fler är med.", 50, "personer", (CALL, SOUP))
FAST = GoalText(2, "Alla får svar.", None, "", (replace(CALL, key=21, text="Vi svarar."),))
PLAN = Text("Plan", "Så blir vi fler.", date(2020, 1, 1), date(2020, 12, 31), (MORE, FAST))


def said(after: Text) -> list[tuple[str, str]]:
    return [(change.where, change.says) for change in changes(PLAN, after)]


def with_goal(goal: GoalText) -> Text:
    return replace(PLAN, goals=(goal, FAST))


def test_nothing_is_changed() -> None:
    assert changes(PLAN, PLAN) == []
    assert {row.state for row in side_by_side(PLAN, PLAN)} == {"same"}


def test_the_plan_as_a_whole() -> None:
    after = replace(PLAN, intro="Så blir vi många.", ends_on=date(2021, 12, 31))
    whole = "The plan as a whole"
    assert said(after) == [
        (whole, "It says in other words what it is for."),
        (
            whole,
            f"It is for 1 January 2020 to 31 December 2021 instead of {comparing.period(PLAN)}.",
        ),
    ]
    pieces = changes(PLAN, after)[0].pieces
    assert "".join(p.text for p in pieces if p.kind != "new") == PLAN.intro
    assert "".join(p.text for p in pieces if p.kind != "gone") == after.intro


def test_a_goal_and_its_number() -> None:
    assert said(with_goal(replace(MORE, target=80))) == [
        ("Goal 1", "The number is 80 personer instead of 50 personer.")
    ]
    assert said(with_goal(replace(MORE, target=None, unit_word=""))) == [
        ("Goal 1", "The goal has no number any longer.")
    ]
    counted = replace(FAST, target=9, unit_word="dagar")
    assert said(replace(PLAN, goals=(MORE, counted))) == [
        ("Goal 2", "The goal gets a number: 9 dagar.")
    ]


def test_measures_that_come_go_and_change() -> None:
    later = replace(CALL, by_on=date(2020, 9, 1), owner=3, owner_name="Chefen")
    new = MeasureText(13, "Vi delar ut kort.", 1, "Mottagningen", date(2020, 7, 8))
    assert said(with_goal(replace(MORE, measures=(later, new)))) == [
        ("Measure 1.1", "Chefen sees to it instead of Mottagningen."),
        ("Measure 1.1", "It gets more time: until 1 September 2020 instead of 4 March 2020."),
        ("Measure 1.2", "The measure goes."),
        ("Measure 1.2", "A new measure. Mottagningen sees to it, by 8 July 2020."),
    ]
    sooner = replace(CALL, by_on=date(2020, 2, 1))
    [only] = changes(PLAN, with_goal(replace(MORE, measures=(sooner, SOUP))))
    assert only.says == "It is to be done sooner: by 1 February 2020 instead of 4 March 2020."


def test_goals_that_come_and_go() -> None:
    new = replace(FAST, key=3, text="Ingen fryser.")
    assert said(replace(PLAN, goals=(FAST, new))) == [
        ("Goal 2", "A new goal."),
        ("Measure 2.1", "A new measure. Mottagningen sees to it, by 4 March 2020."),
        ("Goal 1", "The goal and its measures go."),
    ]


def test_what_changes_places() -> None:
    assert said(replace(PLAN, goals=(FAST, MORE))) == [("Goal 2", "The goal moves. It was goal 1.")]
    [only] = changes(PLAN, with_goal(replace(MORE, measures=(SOUP, CALL))))
    assert (only.where, only.says) == (
        "Measure 1.2",
        "The measure moves. It was number 1 of the goal.",
    )
    assert only.quote == CALL.text


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)), st.sets(st.integers(7, 9)))
def test_as_few_as_possible_are_said_to_have_moved(
    order: list[int], gone: set[int], new: set[int]
) -> None:
    """Without them the others stand as they stood; what comes and goes moves nothing."""

    def of(keys: Iterable[int]) -> list[GoalText]:
        return [replace(FAST, key=key) for key in keys]

    kept = [key for key in order if key not in gone]
    moves = moved(of(range(7)), of([*new, *kept]))
    still = [key for key in kept if key not in moves]
    assert still == sorted(still)
    assert moves <= set(kept)
    best = max(
        len(some)
        for size in range(len(kept) + 1)
        for some in combinations(kept, size)
        if list(some) == sorted(some)
    )
    assert len(still) == best


def test_side_by_side_everything_stands_once() -> None:
    new = replace(FAST, key=3, text="Ingen fryser.", measures=())
    beside = side_by_side(PLAN, replace(PLAN, goals=(FAST, new)))
    told = [(row.before.text, row.after.text, row.state) for row in beside]
    assert told == [
        (PLAN.intro, PLAN.intro, "same"),
        (MORE.text, "", "gone"),
        (CALL.text, "", "gone"),
        (SOUP.text, "", "gone"),
        (FAST.text, FAST.text, "same"),
        ("Vi svarar.", "Vi svarar.", "same"),
        ("", new.text, "new"),
    ]
