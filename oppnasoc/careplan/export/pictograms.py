"""Pictograms of the easy-read paper: drawn here in SVG, each with what it shows in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: One pen for all of them, on a field of 48 by 48.
_BEGIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#1f2a24"'
    ' stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">'
    '<ellipse cx="24" cy="24.5" rx="23" ry="22" fill="#e6efe4" stroke="none"/>'
)


@dataclass(frozen=True)
class Pictogram:
    """``alt`` says what is seen; ``svg`` is a whole drawing."""

    alt: str | _StrPromise
    strokes: str

    @property
    def svg(self) -> str:
        return f"{_BEGIN}{self.strokes}</svg>"


PLAN = Pictogram(
    _("A sheet of paper with lines"),
    '<path d="M14 8h14l7 7v25H14z" fill="#fff"/><path d="M28 8v7h7M19 22h11M19 28h11M19 34h7"/>',
)
HEART = Pictogram(
    _("A heart"),
    '<path d="M24 38S10 30 10 20.5C10 15 17 12.5 24 19.5 31 12.5 38 15 38 20.5 38 30 24 38'
    ' 24 38z" fill="#f2c7b8"/>',
)
GOAL = Pictogram(
    _("A flag on a hill"),
    '<path d="M6 40c8-10 12-13 18-13s11 4 18 13z" fill="#a9cfa4"/><path d="M24 27V8"/>'
    '<path d="M24 8l13 5-13 5z" fill="#f2c7b8"/>',
)
DONE = Pictogram(
    _("A hand that ticks a box"),
    '<path d="M10 12h18v18H10z" fill="#fff"/><path d="M14 20l5 5 11-14" stroke="#245c45"'
    ' stroke-width="3.6"/><path d="M28 40c-3-4-5-7-4-8s4 1 5 2v-9a2 2 0 0 1 4 0v7l5 1c2 1 2 4 1 7"'
    ' fill="#f6e0cf"/>',
)
PERSON = Pictogram(
    _("A person"),
    '<circle cx="24" cy="16" r="6.5" fill="#f6e0cf"/>'
    '<path d="M11 40c0-9 5-14 13-14s13 5 13 14z" fill="#a9cfa4"/>',
)
TOGETHER = Pictogram(
    _("Three persons at a table"),
    '<circle cx="12" cy="17" r="4.5" fill="#f6e0cf"/><circle cx="24" cy="13" r="4.5"'
    ' fill="#f6e0cf"/><circle cx="36" cy="17" r="4.5" fill="#f6e0cf"/>'
    '<path d="M8 40l4-11h24l4 11" fill="#fff"/><path d="M12 29v-4M24 29v-8M36 29v-4"/>',
)
DAY = Pictogram(
    _("A calendar"),
    '<path d="M10 12h28v27H10z" fill="#fff"/><path d="M10 12h28v7H10z" fill="#a9cfa4"/>'
    '<path d="M17 8v7M31 8v7M17 26h3M24 26h3M31 26h1M17 32h3M24 32h3"/>',
)
PHONE = Pictogram(
    _("A telephone"),
    '<rect x="16" y="7" width="16" height="34" rx="3" fill="#fff"/><path d="M21 12h6M23 36h2"/>',
)
MISSING = Pictogram(
    _("A puzzle with a piece missing"),
    '<path d="M9 9h14v8a3.5 3.5 0 0 0 0 7v8H9z" fill="#fff"/>'
    '<path d="M29 18h10v21H19" stroke-dasharray="3 4"/>',
)
