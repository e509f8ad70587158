"""The groups drawn as a growing tree: pure geometry, no Django.

Every group is a leaf on a branch with its name beside it. The picture grows upwards as a tree
does: a group's own branch leaves lower than its subgroups. It is drawn twice, with the trunk in
the middle (``wide``, branches to both sides) and with the trunk along the left edge (``slim``,
for a phone); the style sheet shows one. Colours, dark mode and print belong to the style sheet.
All lengths are in CSS pixels of the picture's own scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from .parts import Node

Spot = tuple[float, float]  # x, y
Tie = tuple[str, str]  # the addresses of two groups

LINE = 21  # from one line of a name to the next
STATE_LINE = 19
ROW_GAP = 18  # between two groups
MIN_ROW = 52  # so that a finger hits one group only, even when the picture is scaled to 85 %
STEP = 30  # how much farther out a subgroup's leaf sits
LEAF = 22  # length of a leaf
FOOT = 46.0  # from the lowest branch down to the ground
CROWN = 34  # room above the highest branch

# Widths of the type at weight 650 in parts of its size, rounded up; measured in the font file.
_NARROW = (
    dict.fromkeys(".,:;'j!", 0.27) | dict.fromkeys("il |()[]", 0.33) | dict.fromkeys("frt-", 0.38)
)
_WIDE = dict.fromkeys("mwMW", 0.88) | dict.fromkeys("ADGHKNOQUXÅÄÖC&", 0.75)


def width(text: str, size: float = 16) -> float:
    """Approximate width of a bold text, never less than the real one for Swedish words."""
    return size * sum(
        _NARROW.get(c) or _WIDE.get(c) or (0.67 if c.isupper() else 0.6) for c in text
    )


def wrap(text: str, room: float, size: float = 16) -> list[str]:
    """Lines of at most ``room`` pixels; a word that is too long is broken with a hyphen.

    Deep in a tree there may be no room left: a line is then still some letters wide.
    """
    room = max(room, 4 * size)
    lines: list[str] = []
    line = ""
    for word in text.split():
        while width(word, size) > room:
            cut = max(1, next(i for i in count(1) if width(word[: i + 1] + "-", size) > room))
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:cut] + "-")
            word = word[cut:]
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines or [""]


@dataclass(frozen=True)
class Line:
    """A line of text with its baseline."""

    text: str
    y: str
    state: bool = False


@dataclass(frozen=True)
class Leaf:
    """A group in the picture: its leaf, its link, its lines of text and the area one can hit."""

    node: Node
    leaf: str  # an SVG transform, or nothing for a group that is a stone in the trunk
    x: str
    anchor: str
    lines: list[Line]
    box: tuple[str, str, str, str]  # x, y, width, height
    stone: tuple[str, str] | None = None  # its middle


@dataclass(frozen=True)
class Branch:
    """A stroke from the trunk, or from the branch of the group above."""

    path: str
    width: str


@dataclass
class Drawing:
    """Everything the template needs, numbers ready as text (a comma would break an SVG)."""

    kind: str
    width: int
    box: str = ""  # the SVG view box
    trunk: str = ""
    branches: list[Branch] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    sprouts: list[str] = field(default_factory=list)  # small leaves without a group
    ties: list[str] = field(default_factory=list)  # dashed strokes between groups
    stones: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """How wide the picture is, where its trunk stands and how far apart the levels are."""

    kind: str
    width: int
    trunk: int
    sides: tuple[int, ...]  # 1 grows to the right, -1 to the left
    first: int  # from the trunk to the first leaves
    step: int
    girth: float  # half the thickness of the trunk at most
    sway: float


WIDE = Plan("wide", 880, 440, (-1, 1), 70, STEP, 14, 6)
SLIM = Plan("slim", 328, 17, (1,), 38, 24, 8, 3)


def drawings(nodes: Sequence[Node], ties: Sequence[Tie] = ()) -> list[Drawing]:
    """The picture for a phone and the picture for a wide page; none when there are no groups.

    ``ties`` are pairs of addresses of groups that hang together beside the tree.
    """
    return [_draw(nodes, plan, ties) for plan in (SLIM, WIDE)] if nodes else []


def size(node: Node) -> int:
    """How many groups a branch carries, itself included."""
    return 1 + sum(size(child) for child in node.children)


def _n(*values: float) -> str:
    return " ".join(f"{round(value, 1):g}" for value in values)


def _draw(nodes: Sequence[Node], plan: Plan, ties: Sequence[Tie]) -> Drawing:
    # One group above all the others is what the tree stands on; several share a nameless trunk.
    root = nodes[0] if len(nodes) == 1 and nodes[0].children else None
    drawing = Drawing(plan.kind, plan.width)
    grower = _Grower(plan, drawing)
    grower.trunk(root.children if root else nodes)
    top = min(grower.forks) - 30
    total = sum(size(node) for node in nodes)
    drawing.trunk = _trunk(plan, top, min(plan.girth, 4 + 1.4 * math.sqrt(total)))
    drawing.sprouts += [
        f"translate({_n(_sway(plan, top), top + 2)}) rotate({turn}) scale({scale})"
        for turn, scale in ((-84, 0.9), (-140, 0.7), (-30, 0.7))
    ]
    drawing.stones = _stones(plan)
    bottom = FOOT + 22
    if root is not None:
        leaf, bottom = _root(root, plan)
        drawing.leaves.insert(0, leaf)
        grower.spots[root.url] = (_sway(plan, FOOT - 14), FOOT - 14)
    drawing.ties = [_bow(plan, *sorted(ends)) for ends in _ends(ties, grower.spots)]
    start = min(*grower.cursor.values(), top - CROWN)
    drawing.box = _n(0, start, plan.width, bottom - start)
    return drawing


def leader(nodes: Sequence[Node]) -> Node | None:
    """The group that carries more than half of the tree, and at least three groups under it.

    Drawn as a branch it would make the tree lean; the trunk goes on through it instead.
    """
    most = max(nodes, key=size)
    carried = sum(size(node) for node in nodes)
    return most if len(most.children) >= 3 and 2 * size(most) > carried else None


class _Grower:
    """Lays out branches from the ground upwards; y is 0 at the lowest branch, then negative."""

    def __init__(self, plan: Plan, drawing: Drawing) -> None:
        self.plan = plan
        self.drawing = drawing
        self.cursor = dict.fromkeys(plan.sides, 0.0)
        self.forks: list[float] = []
        self.spots: dict[str, tuple[float, float]] = {}  # where each group is, by its address

    def trunk(self, nodes: Sequence[Node]) -> None:
        """Grow branches from the trunk; the leading group, if any, above the others."""
        lead = leader(nodes)
        for node in nodes:
            if node is not lead:
                self.grow(node)
        if lead is not None:
            self._knot(lead)
            self.trunk(lead.children)

    def _knot(self, node: Node) -> None:
        """A stone in the trunk: the groups above it belong to this one."""
        label = self.plan.trunk + 30
        lines, height = _lines(node, self.plan.width - label - 2)
        row = max(MIN_ROW, height + ROW_GAP)
        base = min(self.cursor.values())
        y = base - row / 2
        self.cursor = dict.fromkeys(self.plan.sides, base - row)
        middle = _sway(self.plan, y)
        self.spots[node.url] = (middle, y)
        wide = max(width(line.text) for line in lines)
        self.drawing.leaves.append(
            Leaf(
                node,
                "",
                _n(label),
                "start",
                _placed(lines, y - height / 2),
                (_n(middle - 16), _n(y - row / 2 + 1), _n(label + wide - middle + 20), _n(row - 2)),
                (_n(middle), _n(y)),
            )
        )

    def grow(self, node: Node) -> None:
        """A branch from the trunk, on the side that is the lower one so far."""
        side = max(self.plan.sides, key=lambda s: self.cursor[s])
        x = self.plan.trunk + side * self.plan.first
        y = self._leaf(node, x, side)
        fork = y + 34
        bend = self.plan.first * side
        start = _sway(self.plan, fork + 8)
        self.forks.append(fork)
        self.drawing.branches.append(
            Branch(
                f"M{_n(start, fork + 8)}C{_n(start + bend * 0.1, fork - 16)} "
                f"{_n(x - bend * 0.5, y + 3)} {_n(x, y)}",
                self._stroke(node),
            )
        )
        bud = f"translate({_n(start + bend * 0.36, y + 14)}) scale({side * 0.55:g} 0.55)"
        self.drawing.sprouts.append(f"{bud} rotate({-70 if len(self.forks) % 2 else 38})")
        self._children(node, x, y, side, 1)

    def _children(self, node: Node, x: float, y: float, side: int, depth: int) -> None:
        out = x + side * (self.plan.step if depth < 4 else 8 if depth < 9 else 0)
        for child in node.children:
            up = self._leaf(child, out, side)
            reach = min(26.0, y - up)
            self.drawing.branches.append(
                Branch(
                    f"M{_n(x, y)}C{_n(x + side * 3, y - 10)} {_n(x - side * 2, up + reach + 8)} "
                    f"{_n(x + side, up + reach)}S{_n(out - side * 14, up + 2)} {_n(out, up)}",
                    self._stroke(child),
                )
            )
            self._children(child, out, up, side, depth + 1)

    @staticmethod
    def _stroke(node: Node) -> str:
        return _n(min(8.0, 1.6 + 1.3 * math.sqrt(size(node))))

    def _leaf(self, node: Node, x: float, side: int) -> float:
        """Place a group's leaf and text in the next row; returns the y of its leaf."""
        label = x + side * (LEAF + 9)
        room = self.plan.width - label if side > 0 else label
        lines, height = _lines(node, room - 2)
        row = max(MIN_ROW, height + ROW_GAP)
        y = self.cursor[side] - row / 2
        self.cursor[side] -= row
        self.spots[node.url] = (x + side * 4, y + 5)
        far = label + side * min(room, max(width(line.text) for line in lines) + 6)
        left, right = sorted((x - side * 6, far))
        self.drawing.leaves.append(
            Leaf(
                node,
                f"translate({_n(x, y)}) scale({side} 1) rotate(-10)",
                _n(label),
                "start" if side > 0 else "end",
                _placed(lines, y - height / 2),
                (_n(left), _n(y - row / 2 + 1), _n(right - left), _n(row - 2)),
            )
        )
        return y


def _lines(node: Node, room: float) -> tuple[list[Line], float]:
    lines = [Line(text, "") for text in wrap(node.name, room)]
    height = float(len(lines) * LINE)
    if node.status:
        states = wrap(node.status, room, 14)
        lines += [Line(text, "", state=True) for text in states]
        height += len(states) * STATE_LINE
    return lines, height


def _placed(lines: list[Line], top: float) -> list[Line]:
    placed = []
    for line in lines:
        top += STATE_LINE if line.state else LINE
        placed.append(Line(line.text, _n(top - 5), line.state))
    return placed


def _root(node: Node, plan: Plan) -> tuple[Leaf, float]:
    """The group that carries the tree: its name stands at the foot. Returns it and the bottom."""
    centred = len(plan.sides) > 1
    x = plan.trunk if centred else plan.trunk + 26
    room = min(plan.width - x, 420) if not centred else 420
    lines, height = _lines(node, room)
    top = FOOT + 22 if centred else FOOT - 26
    wide = max(width(line.text) for line in lines)
    left = x - wide / 2 if centred else x
    tall = max(MIN_ROW, height + 8)
    box = (_n(left - 4), _n(top - (tall - height) / 2), _n(wide + 8), _n(tall))
    stone = (_n(_sway(plan, FOOT - 14)), _n(FOOT - 14))
    leaf = Leaf(node, "", _n(x), "middle" if centred else "start", _placed(lines, top), box, stone)
    return leaf, max(top + height + 8, top - (tall - height) / 2 + tall)


def _ends(ties: Sequence[Tie], spots: Mapping[str, Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Where each tie begins and ends, when both groups are in the picture."""
    for one, other in ties:
        if one in spots and other in spots and one != other:
            yield spots[one], spots[other]


def _bow(plan: Plan, start: Spot, end: Spot) -> str:
    """A stroke between two groups: hanging between the sides, bent towards the trunk on one."""
    (x1, y1), (x2, y2) = start, end
    apart = abs(y2 - y1)
    if len(plan.sides) > 1 and (x1 - plan.trunk) * (x2 - plan.trunk) < 0:
        sag = 26 + apart * 0.12
        return f"M{_n(x1, y1)}C{_n(x1 + 34, y1 + sag)} {_n(x2 - 34, y2 + sag)} {_n(x2, y2)}"
    inward = -1 if x1 + x2 > 2 * plan.trunk else 1
    bend = inward * min(plan.first * 0.72, 12 + apart * 0.16)
    return f"M{_n(x1, y1)}C{_n(x1 + bend, y1)} {_n(x2 + bend, y2)} {_n(x2, y2)}"


def _sway(plan: Plan, y: float) -> float:
    """The middle of the trunk at a height: it leans a little to and fro on its way up."""
    return plan.trunk + plan.sway * math.sin((FOOT - y) / 90)


def _trunk(plan: Plan, top: float, half: float) -> str:
    """The outline of the trunk: tapering, swaying, wider where the roots begin."""
    flare = half * (1.3 if len(plan.sides) > 1 else 0.45)
    tall = FOOT - top
    left, right = [], []
    steps = 14
    for i in range(steps + 1):
        up = tall * (i / steps) ** 1.5  # closer together at the foot, where the curve is sharp
        wide = half * (1 - up / tall) ** 0.8 + 1.2 + flare * math.exp(-up / 13)
        middle = _sway(plan, FOOT - up)
        left.append((middle - wide, FOOT - up))
        right.append((middle + wide, FOOT - up))
    return _smooth([*left, *reversed(right)])


def _smooth(points: list[tuple[float, float]]) -> str:
    """A closed outline through the midpoints of a chain of points."""
    path = f"M{_n(*points[0])}"
    for (x, y), (next_x, next_y) in pairwise(points[1:]):
        path += f"Q{_n(x, y)} {_n((x + next_x) / 2, (y + next_y) / 2)}"
    return f"{path}L{_n(*points[-1])}Z"


# Stepping stones that pass the foot of the tree: distance from the trunk, height, radii.
_STONES = (
    (-190, 3, 9, 4), (-158, 8, 12, 5.5), (-122, 4, 13, 6), (-86, 9, 12, 5.5), (-52, 5, 14, 6),
    (54, 6, 15, 6.5), (92, 9, 12, 5.5), (128, 4, 13, 6), (164, 8, 11, 5), (196, 3, 8, 4),
)  # fmt: skip


def _stones(plan: Plan) -> list[tuple[str, str, str, str]]:
    if len(plan.sides) == 1:
        return []
    return [(_n(plan.trunk + x), _n(FOOT + y - 8), _n(rx), _n(ry)) for x, y, rx, ry in _STONES]
