"""What stands in the way of publication, and where it is mended."""

from __future__ import annotations

from typing import Any

import pytest

from oppnasoc.meetings.findings import known_organisations
from oppnasoc.meetings.review import Case, Item, Person, Review
from oppnasoc.meetings.unready import STEPS, problems

from .scene import Scene, day, decide, make_review, new_case


def found(review: Review) -> list[str]:
    todo = problems(review, known_organisations(), today=day(0))
    assert {p.step for p in todo} <= set(STEPS)
    assert all(p.text for p in todo)
    return [p.step for p in todo]


def test_complete(scene: Scene) -> None:
    assert found(decide(make_review(scene))) == []


@pytest.mark.parametrize(
    ("changed", "step"),
    [
        ({"title": " "}, "facts"),
        ({"held_on": ""}, "facts"),
        ({"held_on": "i våras"}, "facts"),
        ({"held_on": day(1).isoformat()}, "facts"),
        ({"next_on": "snart"}, "facts"),
        ({"people": [Person("Kim Lindqvist")]}, "people"),
        ({"items": []}, "points"),
        ({"items": [Item("a", "bullet", 1, "  ")]}, "points"),
        ({"items": [Item("a", "bullet", 1, "Hej", outcome="answered")]}, "matters"),
        ({"items": [Item("a", "bullet", 1, "Hej", outcome="matter")]}, "matters"),
    ],
)
def test_one_thing_lacks(scene: Scene, changed: dict[str, Any], step: str) -> None:
    review = decide(make_review(scene))
    for name, value in changed.items():
        setattr(review, name, value)
    assert found(review) == [step]


@pytest.mark.parametrize(
    "more",
    [
        {"title": "  "},
        {"steward": None},
        {"holder": None},
        {"next_on": ""},
        {"next_on": "strax"},
        {"next_on": day(-1).isoformat()},
    ],
)
def test_a_new_matter_needs_everything(scene: Scene, more: dict[str, Any]) -> None:
    case = new_case(scene, **{"title": "Varför?", **more})
    items = [Item("a", "bullet", 1, "Hej.", outcome="matter", case=case)]
    assert found(decide(make_review(scene, items=items))) == ["matters"]


def test_one_that_joins_needs_nothing_more(scene: Scene) -> None:
    items = [Item("a", "bullet", 1, "Hej.", outcome="matter", case=Case(join=1))]
    assert found(decide(make_review(scene, items=items))) == []


def test_an_open_finding_in_any_text(scene: Scene) -> None:
    for place in ("title", "answer", "matter"):
        review = decide(make_review(scene))
        if place == "title":
            review.title = "Kim Lindqvist höll i mötet"
        elif place == "answer":
            review.items[3].answer = "Kim Lindqvist svarade ja."
        else:
            review.items[1].case.title = "Varför svarar inte Kim Lindqvist?"
        assert found(review) == ["people"], place


def test_what_is_left_after_the_decisions_must_say_something(scene: Scene) -> None:
    """A title, an answer or a matter that is nothing but a name, taken away."""
    name = "Kim Lindqvist"
    review = make_review(scene, title=name)
    review.items[1].case.title = name
    review.items[3].answer = name
    assert sorted(found(decide(review, "remove"))) == ["facts", "matters", "matters"]
