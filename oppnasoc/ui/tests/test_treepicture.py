"""The picture of the tree, as geometry."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.ui.examples import nodes as example
from oppnasoc.ui.parts import Node
from oppnasoc.ui.treepicture import (
    MIN_ROW,
    SLIM,
    WIDE,
    Drawing,
    Leaf,
    drawings,
    leader,
    size,
    width,
    wrap,
)

LONG = "Samverkansgruppen för brukarinflytande och utveckling av socialtjänsten i hela Sundhamn"


def names(amount: int) -> list[Node]:
    return [Node(f"Grupp {i}", f"/g/{i}/", tone="go", status="öppen") for i in range(amount)]


def everyone(nodes: list[Node]) -> list[str]:
    return [name for n in nodes for name in (n.name, *everyone(n.children))]


def numbers(leaf: Leaf) -> tuple[float, float, float, float]:
    x, y, w, h = (float(value) for value in leaf.box)
    return x, y, x + w, y + h


def check(drawing: Drawing, nodes: list[Node]) -> None:
    """Every group once, inside the picture, and no two areas to hit on top of each other."""
    assert sorted(leaf.node.name for leaf in drawing.leaves) == sorted(everyone(nodes))
    left, top, wide, tall = (float(value) for value in drawing.box.split())
    for leaf in drawing.leaves:
        x1, y1, x2, y2 = numbers(leaf)
        assert left - 8 <= x1 < x2 <= left + wide + 8
        assert top - 0.2 <= y1 < y2 <= top + tall + 0.2
        assert y2 - y1 >= MIN_ROW - 2.2
    for one, other in combinations(drawing.leaves, 2):
        a, b = numbers(one), numbers(other)
        overlap = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        assert min(overlap) <= 2.5, f"{one.node.name} lies on {other.node.name}"


trees = st.recursive(
    st.builds(Node, st.sampled_from(["SIP-gruppen", LONG, "Vägen in", "x" * 60]), st.just("/g/")),
    lambda children: st.builds(
        Node,
        st.sampled_from(["Gemensam utvecklingsgrupp", LONG]),
        st.just("/g/"),
        status=st.sampled_from(["", "vilande sedan maj"]),
        children=st.lists(children, max_size=6),
    ),
    max_leaves=30,
)


@given(st.lists(trees, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_any_tree_fits(nodes: list[Node]) -> None:
    for drawing in drawings(nodes):
        check(drawing, nodes)


@pytest.mark.parametrize("amount", [1, 3, 12, 40])
def test_few_and_many(amount: int) -> None:
    for drawing in drawings(names(amount)):
        check(drawing, names(amount))
        assert len(drawing.branches) == amount


def test_both_sides_are_used_where_there_is_room() -> None:
    slim, wide = drawings(names(8))
    assert {leaf.anchor for leaf in slim.leaves} == {"start"}
    assert sorted(leaf.anchor for leaf in wide.leaves) == ["end"] * 4 + ["start"] * 4


def test_no_groups_no_picture() -> None:
    assert drawings([]) == []
    template = engines["django"].from_string("{% treepicture nodes %}")
    assert template.render({"nodes": []}).strip() == ""


def test_the_one_above_all_is_the_foot() -> None:
    root = Node("Rot", "/r/", children=names(3))
    slim, _ = drawings([root])
    assert slim.leaves[0].node is root
    assert slim.leaves[0].stone
    assert len(slim.branches) == 3


def test_the_trunk_goes_on_through_the_leading_group() -> None:
    big = Node("Stor", "/s/", children=names(6))
    assert leader([big, *names(2)]) is big
    assert leader([Node("Två", "/t/", children=names(2)), *names(4)]) is None
    _, wide = drawings([big, *names(2)])
    knot = next(leaf for leaf in wide.leaves if leaf.node is big)
    assert knot.stone
    below = [float(leaf.box[1]) for leaf in wide.leaves[:2]]
    assert float(knot.box[1]) < min(below)


def test_size_counts_the_whole_branch() -> None:
    assert size(example()[0]) == 12


def test_words_are_wrapped_within_their_room() -> None:
    for text in (LONG, "x" * 80, "Boende", ""):
        lines = wrap(text, 200)
        assert all(width(line) <= 200 for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_numbers_are_written_for_svg_in_any_language() -> None:
    """A Swedish decimal comma would break every path."""
    html = engines["django"].from_string("{% treepicture nodes %}").render({"nodes": example()})
    for value in re.findall(r'(?:viewBox|d|cx|cy|x|y|width|height|transform)="([^"]*)"', html):
        assert not re.search(r"\d,\d", value), value
    assert html.count("<svg") == 2
    assert html.count("<a ") == 24
    assert "style=" not in html


def test_plans_fit_a_phone_and_a_page() -> None:
    assert SLIM.width == 328
    assert WIDE.width <= 900


def test_ties_are_drawn_between_groups_that_are_there() -> None:
    nodes = [Node("Rot", "/rot/", children=[Node(name, f"/{name}/") for name in "abcd"])]
    ties = [("/a/", "/b/"), ("/rot/", "/c/"), ("/a/", "/inte-har/"), ("/d/", "/d/")]
    for drawing in drawings(nodes, ties):
        assert len(drawing.ties) == 2
        assert all(path.startswith("M") and "," not in path for path in drawing.ties)
    template = engines["django"].from_string("{% treepicture nodes ties %}")
    assert template.render({"nodes": nodes, "ties": ties}).count('class="tie"') == 4
