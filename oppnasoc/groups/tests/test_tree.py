"""The tree as nodes, and the words of a group's status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from oppnasoc.groups import tree
from oppnasoc.groups.models import Group
from oppnasoc.ui.parts import Node


def group(pk: int, name: str, parent: int | None = None, **facts: Any) -> Group:
    return Group(pk=pk, name=name, slug=f"g{pk}", kind="group", parent_id=parent, **facts)


def grow(
    groups: list[Group], parents: dict[int, int | None] | None = None, **more: Any
) -> list[Node]:
    known = {g.pk: g.parent_id for g in groups}
    given = {"matters": {}, "meetings": {}, **more}
    return tree.grow(groups, parents=parents or known, **given)


def test_children_hang_under_their_parent_in_swedish_order() -> None:
    groups = [group(1, "Rot"), group(2, "Örn", 1), group(3, "Ask", 1), group(4, "Ås", 1)]
    [root] = grow(groups)
    assert [child.name for child in root.children] == ["Ask", "Ås", "Örn"]


def test_a_group_whose_parent_is_left_out_hangs_on_the_nearest_ancestor() -> None:
    every = {1: None, 2: 1, 3: 2, 4: 3}
    [root] = grow([group(1, "Rot"), group(4, "Blad", 3)], parents=every)
    assert [child.name for child in root.children] == ["Blad"]


def test_a_circle_in_the_data_does_not_hang_the_page() -> None:
    groups = [group(3, "Fri", 1), group(4, "Egen")]
    nodes = grow(groups, parents={1: 2, 2: 1, 3: 1, 4: None})
    assert [node.name for node in nodes] == ["Egen", "Fri"]


@dataclass
class Planned:
    held_on: date


def test_what_a_group_has_going_is_told_in_one_line() -> None:
    meeting = Planned(date(timezone.localdate().year, 11, 30))
    [node] = grow([group(1, "Rot")], matters={1: 9}, meetings={1: meeting})
    assert node.meta == "9 frågor · nästa möte 30 november"


def test_a_resting_group_tells_why_instead_of_what_it_does() -> None:
    since = date(timezone.localdate().year, 5, 2)
    resting = group(
        1, "Rot", summary="Träffas.", status="dormant", status_reason="Få kom.", status_since=since
    )
    [node] = grow([resting])
    assert (node.summary, node.status, node.tone) == (
        "Därför: Få kom.",
        "vilande sedan maj",
        "wait",
    )


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        ({}, "öppen", "go"),
        ({"is_open": False}, "fasta platser", "kept"),
        ({"status": "closed", "status_since": date(2024, 5, 2)}, "avslutad i maj 2024", "rest"),
        ({"status": "dormant", "status_since": date(2024, 5, 2)}, "vilande sedan maj 2024", "wait"),
    ],
)
def test_status_in_words(facts: dict[str, Any], words: str, tone: str) -> None:
    found = group(1, "Rot", **facts)
    assert (tree.status_words(found), tree.tone(found)) == (words, tone)


@pytest.mark.parametrize(
    ("child", "parent", "circle"),
    [(1, 3, True), (1, 1, True), (3, 1, False), (2, None, False), (3, 4, False)],
)
def test_a_group_never_becomes_its_own_ancestor(
    child: int, parent: int | None, circle: bool
) -> None:
    parents = {1: None, 2: 1, 3: 2, 4: None}
    assert tree.would_circle(child, parent, parents) is circle
