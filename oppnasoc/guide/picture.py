"""A process drawn as a trodden path with a stone for each step: pure geometry, no Django.

It is drawn twice, down the page (``slim``, for a phone) and winding across it (``wide``); the
style sheet shows one. The picture says what the text says: number, name, who, where, how long.
All lengths are in CSS pixels of the picture's own scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from oppnasoc.ui.treepicture import width, wrap

LINE, SMALL = 21, 19  # from one line to the next: of a name, of what stands under it
BIG, TEXT = 16, 14  # sizes of the letters
LIGHT = 1.08  # ``width`` measures bold letters; what stands under a name is lighter
RX, RY = 25, 22  # half of a stone
#: How each stone lies: turned, wider, higher.
LIES = ((-8, 1.0, 0.97), (11, 0.94, 1.04), (-4, 1.06, 0.94), (15, 0.97, 1.0), (-13, 1.03, 1.02))


@dataclass(frozen=True)
class Stone:
    """A step as it is drawn. ``by_you``: the person herself does it, and the stone says so."""

    number: int
    title: str
    url: str
    under: Sequence[str]
    time: str = ""
    by_you: bool = False

    @property
    def said(self) -> str:
        """The same as one sentence, for those who do not see the picture."""
        more = [text for text in (*self.under, self.time) if text]
        return ". ".join([f"{self.number}: {self.title}", *more])


@dataclass(frozen=True)
class Line:
    """A line of text with its baseline; ``kind`` is ``name``, ``under`` or ``time``."""

    text: str
    y: str
    kind: str = "name"


@dataclass(frozen=True)
class Placed:
    """A stone on its place: its ellipse, its lines and the area that one can hit."""

    stone: Stone
    cx: str
    cy: str
    rx: str
    ry: str
    turn: str
    number_y: str
    x: str
    lines: list[Line]
    box: tuple[str, str, str, str]


@dataclass
class Drawing:
    """Everything the template needs, numbers ready as text (a comma would break an SVG)."""

    kind: str
    anchor: str
    box: str = ""
    path: str = ""
    sprout: str = ""
    stones: list[Placed] = field(default_factory=list)


def _n(*values: float) -> str:
    return " ".join(f"{round(value, 1):g}" for value in values)


def drawings(stones: Sequence[Stone]) -> list[Drawing]:
    """The picture for a phone and the one for a wide page; none of fewer than two steps."""
    return [slim(stones), wide(stones)] if len(stones) > 1 else []


def _texts(stone: Stone, room: float) -> tuple[list[tuple[str, str]], float]:
    """The lines of a stone, each with its kind, and how high they are together."""
    lines = [(text, "name") for text in wrap(stone.title, room, BIG)]
    for under, kind in (*((text, "under") for text in stone.under), (stone.time, "time")):
        lines += [(text, kind) for text in wrap(under, room * LIGHT, TEXT) if text]
    return lines, float(sum(_height(kind) for _text, kind in lines))


def _height(kind: str) -> int:
    return LINE if kind == "name" else SMALL


def _placed(
    stone: Stone, cx: float, cy: float, x: float, top: float, room: float, centred: bool
) -> Placed:
    """The text begins under ``top``; ``x`` is its left edge or, when centred, its middle."""
    texts, height = _texts(stone, room)
    y, lines = top, []
    for text, kind in texts:
        y += _height(kind)
        lines.append(Line(text, _n(y - 5), kind))
    turn, wider, higher = LIES[stone.number % len(LIES)]
    broad = max(
        width(text, BIG) if kind == "name" else width(text, TEXT) / LIGHT for text, kind in texts
    )
    left = min(cx - RX - 6, x - broad / 2 - 6 if centred else x)
    right = max(cx + RX + 6, x + broad / 2 + 6 if centred else x + broad + 6)
    first, last = min(top, cy - RY - 5), max(top + height, cy + RY + 5) + 4
    return Placed(
        stone,
        _n(cx),
        _n(cy),
        _n(RX * wider),
        _n(RY * higher),
        f"rotate({turn} {_n(cx, cy)})",
        _n(cy + 6.5),
        _n(x),
        lines,
        (_n(left), _n(first), _n(right - left), _n(last - first)),
    )


def slim(stones: Sequence[Stone]) -> Drawing:
    """Down the page: the stones sway along the left edge, the words stand to the right."""
    drawing = Drawing("slim", "start")
    left, room, y = 88.0, 232.0, 8.0
    path, before = "", (0.0, 0.0)
    for index, stone in enumerate(stones):
        _lines, height = _texts(stone, room)
        row = max(2 * RY + 34, height + 26)
        cx, cy = (34.0 if index % 2 else 46.0), y + row / 2
        drawing.stones.append(_placed(stone, cx, cy, left, cy - height / 2, room, False))
        if index:
            x0, middle = before[0], (before[1] + cy) / 2
            path += f"C{_n(x0 + (8 if index % 2 else -8), middle)} {_n(cx, middle)} {_n(cx, cy)}"
        else:
            path = f"M{_n(cx, cy)}"
        before = (cx, cy)
        y += row
    cx, cy = before
    drawing.path = f"{path}S{_n(cx + 5, cy + 44)} {_n(cx + 9, cy + 56)}"
    drawing.sprout = f"translate({_n(cx + 9, max(y, cy + 54))})"
    drawing.box = _n(0, 0, 328, max(y, cy + 54) + 20)
    return drawing


def wide(stones: Sequence[Stone]) -> Drawing:
    """Winding across the page, every second row back again, so that the path never jumps."""
    drawing = Drawing("wide", "middle")
    per_row = {2: 2, 4: 2}.get(len(stones), 3)
    column = 880 / per_row
    room = min(230.0, column - 66)
    path, before, y = "", (0.0, 0.0), 0.0
    rows = [stones[i : i + per_row] for i in range(0, len(stones), per_row)]
    for number, row in enumerate(rows):
        tallest = max(_texts(stone, room)[1] for stone in row)
        back = number % 2 == 1
        for index, stone in enumerate(row):
            place = per_row - 1 - index if back else index
            cx = column * (place + 0.5)
            cy = y + 44 + (7 if (index + number) % 2 else -5)
            drawing.stones.append(_placed(stone, cx, cy, cx, y + 82, room, True))
            x0, y0 = before
            if not path:
                path = f"M{_n(cx, cy)}"
            elif index == 0:  # Round the end of the row, outside the words.
                out = cx + (-1 if not back else 1) * (room / 2 + 26)
                path += f"C{_n(out, y0 + 4)} {_n(out, cy - 4)} {_n(cx, cy)}"
            else:
                third = (cx - x0) / 3
                path += f"C{_n(x0 + third, y0 + 22)} {_n(cx - third, cy - 22)} {_n(cx, cy)}"
            before = (cx, cy)
        y += 82 + tallest + 26
    cx, cy = before
    side = -1 if len(rows) % 2 == 0 else 1
    end = cx + side * 78
    drawing.path = f"{path}Q{_n(cx + side * 44, cy + 14)} {_n(end, cy - 4)}"
    drawing.sprout = f"translate({_n(end, cy - 6)})"
    drawing.box = _n(0, 0, 880, y - 10)
    return drawing
