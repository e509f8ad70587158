"""A report as slides: one thing at a time, in the order in which somebody tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .shown import Item, Part, Shown

MEETINGS = "moten"  # a list of dates says nothing from a wall
MOST = 6  # things on a slide
WITH_WORDS = 3  # the same, when each has a text of its own


@dataclass(frozen=True)
class Slide:
    """One slide; ``sort`` says how ``thing`` is drawn: first, numbers, quote, chart or part."""

    sort: str
    thing: Any = None
    items: list[Item] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """The report names things of this part that the slide has no room for."""
        return self.sort == "part" and len(self.items) < len(self.thing.items)


def slides_of(shown: Shown) -> list[Slide]:
    """The title, the figures, what people said, the charts, and each part but the meetings."""
    found = [Slide("first"), Slide("numbers", shown.numbers)]
    found += [Slide("quote", quote) for quote in shown.quotes]
    found += [Slide("chart", chart) for chart in shown.charts]
    return found + [
        Slide("part", part, fitting(part)) for part in shown.parts if part.name != MEETINGS
    ]


def fitting(part: Part) -> list[Item]:
    """What one can read from a wall without turning the page."""
    return part.items[: WITH_WORDS if any(item.text for item in part.items) else MOST]
