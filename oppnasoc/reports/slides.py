"""A report as slides: one thing at a time, in the order in which somebody tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .shown import Shown

MEETINGS = "moten"  # a list of dates says nothing from a wall


@dataclass(frozen=True)
class Slide:
    """One slide; ``sort`` says how ``thing`` is drawn: first, numbers, quote, chart or part."""

    sort: str
    thing: Any = None


def slides_of(shown: Shown) -> list[Slide]:
    """The title, the figures, what people said, the charts, and each part but the meetings."""
    found = [Slide("first"), Slide("numbers", shown.numbers)]
    found += [Slide("quote", quote) for quote in shown.quotes]
    found += [Slide("chart", chart) for chart in shown.charts]
    return found + [Slide("part", part) for part in shown.parts if part.name != MEETINGS]
