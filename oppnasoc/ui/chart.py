"""Charts as small drawings: horizontal bars with patterns, which a phone shows as well as a desk.

Whoever cannot see them reads the title, the description, and the table that stands below. A series
has a pattern of its own, so that nobody needs to tell colours apart, and paper shows it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .html import EMPTY, fill, fill_each

WIDTH = 286  # units: inside a card on a small phone they are shown one to one
ROOM = 84  # units at the end of a bar, for its figure
LINE, BAR, GAP, APART = 21, 15, 5, 16
#: The patterns, in the order of the series; the first is plain.
PATTERNS = ("plain", "slanting", "dotted")
KEY = 24  # height of the key of the series


@dataclass(frozen=True)
class Row:
    """One period: what it is called, and a value with its words for each series.

    None is what is not told in figures; ``instead`` stands there then.
    """

    label: str
    values: Sequence[float | None]
    words: Sequence[str]
    instead: str = ""


@dataclass(frozen=True)
class Chart:
    """``name`` is unique on its page; ``series`` are the names of what is compared. ``stacked``
    rows hold shares of a whole."""

    name: str
    title: str
    about: str
    series: Sequence[str]
    rows: Sequence[Row]
    stacked: bool = False

    @property
    def drawing(self) -> SafeString:
        """The chart as SVG, safe HTML; empty when no row has a figure."""
        if not any(value is not None for row in self.rows for value in row.values):
            return EMPTY
        key, at = self._key()
        drawn = [key]
        for row in self.rows:
            picture, height = self._stack(row, at) if self.stacked else self._bars(row, at)
            drawn.append(picture)
            at += height + APART
        return fill(
            '<svg class="chart" viewBox="0 0 {} {}" role="img" '
            'aria-labelledby="{name}-title {name}-about"><title id="{name}-title">{}</title>'
            '<desc id="{name}-about">{}</desc>{}{}</svg>'.replace("{name}", self.name),
            WIDTH,
            at,
            self.title,
            self.about,
            self._patterns(),
            fill_each("", "{}", ((each,) for each in drawn)),
        )

    def _paint(self, number: int) -> SafeString:
        pattern = PATTERNS[number]
        if pattern == "plain":
            return fill('class="plain"')
        return fill('class="{}" fill="url(#{}-{})"', pattern, self.name, pattern)

    def _patterns(self) -> SafeString:
        slanting = fill(
            '<pattern id="{}-slanting" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="ground" d="M0 0h6v6H0z"/>'
            '<path class="mark" d="M0 0h3v6H0z"/></pattern>',
            self.name,
        )
        dotted = fill(
            '<pattern id="{}-dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<path class="ground" d="M0 0h6v6H0z"/><circle class="mark" cx="3" cy="3" r="1.3"/>'
            "</pattern>",
            self.name,
        )
        drawn = [slanting, dotted][: len(self.series) - 1]
        return fill("<defs>{}</defs>", fill_each("", "{}", ((each,) for each in drawn)))

    def _key(self) -> tuple[SafeString, int]:
        """What the patterns mean, one line each; nothing for a single series."""
        if len(self.series) < 2:
            return EMPTY, 0
        lines = (
            (self._paint(number), number * KEY, number * KEY + 13, name)
            for number, name in enumerate(self.series)
        )
        pattern = (
            '<rect {} x="1" y="{}" width="26" height="15" rx="3"/><text x="36" y="{}">{}</text>'
        )
        return fill_each("", pattern, lines), len(self.series) * KEY + 8

    def _label(self, row: Row, at: int, more: str) -> tuple[SafeString, int]:
        """What the row is called, ``more`` on a line of its own, and where the next line begins."""
        label = fill('<text class="label" x="0" y="{}">{}</text>', at + 13, row.label)
        if not more:
            return label, at + LINE
        words = fill('<text class="value" x="0" y="{}">{}</text>', at + LINE + 12, more)
        return fill("{}{}", label, words), at + 2 * LINE

    def _bars(self, row: Row, at: int) -> tuple[SafeString, int]:
        longest = max((v for r in self.rows for v in r.values if v is not None), default=0) or 1
        label, y = self._label(row, at, row.instead)
        drawn = [label]
        for number, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
            if value is None:
                continue
            width = max(2, round((WIDTH - ROOM) * value / longest))
            drawn.append(
                fill(
                    '<rect {} x="1" y="{}" width="{}" height="{}" rx="3"/>'
                    '<text class="value" x="{}" y="{}">{}</text>',
                    self._paint(number), y, width, BAR, width + 7, y + 13, words,
                )
            )  # fmt: skip
            y += BAR + GAP
        return fill_each("", "{}", ((each,) for each in drawn)), y - at

    def _stack(self, row: Row, at: int) -> tuple[SafeString, int]:
        if any(value is None for value in row.values):
            label, y = self._label(row, at, row.instead)
            return label, y - at
        label, y = self._label(row, at, " · ".join(word for word in row.words if word))
        drawn, x = [label], 1.0
        for number, value in enumerate(row.values):
            width = (WIDTH - 2) * (value or 0) / 100
            if width:
                shape = '<rect {} x="{}" y="{}" width="{}" height="{}" rx="3"/>'
                place = (f"{x:.0f}", y, f"{max(width - 2, 1):.0f}", BAR + 4)
                drawn.append(fill(shape, self._paint(number), *place))
            x += width
        return fill_each("", "{}", ((each,) for each in drawn)), y - at + BAR + 4
