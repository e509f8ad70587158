"""The people around a person, drawn: she in the middle, those close to her, those who work for her.

A picture beside a list that says the same in words. A solid line: she shows that person something.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.ui.html import fill, fill_each

from ..seats import SeatKind
from .sight import Person

MOST = 14  # More are only in the list: the picture would be a crowd.
WIDE = 360  # units across, about as many as a small phone has
_LETTERS = 11  # of a name that fits under a figure

_KINDS = {
    SeatKind.RELATIVE: "close",
    SeatKind.GUARDIAN: "close",
    SeatKind.SUPPORT: "support",
    SeatKind.TRUSTEE: "acts",
    SeatKind.ADMINISTRATOR: "acts",
    SeatKind.AUTHORITY: "works",
}
_FIGURE = (
    '<g class="{}" transform="translate({} {}) scale({})"><circle class="ground" r="25"/>'
    '<circle class="head" cy="-7" r="7.5"/><path class="body" d="M-13 15a13 12 0 0 1 26 0z"/></g>'
)
_NAME = '<text x="{}" y="{}" class="{}">{}</text>'


def _short(name: str) -> str:
    first = name.split()[0] if name.split() else name
    return first if len(first) <= _LETTERS else f"{first[: _LETTERS - 1]}…"


def drawn(name: str, around: Sequence[Person]) -> SafeString:
    """The picture as SVG, with a title in words; nothing when nobody is there."""
    shown = around[:MOST]
    if not shown:
        return SafeString("")
    half = 120 + 14 * max(0, len(shown) - 4)
    middle, across = half + 40, WIDE / 2
    spots = []
    for number, person in enumerate(shown):
        angle = -pi / 2 + (number + (0.5 if len(shown) % 2 == 0 else 0)) * 2 * pi / len(shown)
        spots.append(
            (person, round(across + 130 * cos(angle)), round(middle - 8 + (half - 20) * sin(angle)))
        )
    lines = fill_each(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (("sees" if p.sees else "blind", round(across), middle, x, y) for p, x, y in spots),
    )
    figures = fill_each(
        "", _FIGURE, ((_KINDS[SeatKind(p.seat.kind)], x, y, 1) for p, x, y in spots)
    )
    names = fill_each(
        "",
        _NAME,
        ((x, y - 32 if y < middle - 40 else y + 41, "who", _short(p.name)) for p, x, y in spots),
    )
    own = fill(_FIGURE, "own", round(across), middle, 1.45)
    own_name = fill(_NAME, round(across), middle + 55, "who me", _short(name) or _("You"))
    title = _("You in the middle, and %(count)d people around you.") % {"count": len(around)}
    return fill(
        '<svg class="people" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}{}{}{}</svg>',
        WIDE,
        2 * middle + 10,
        title,
        lines,
        figures,
        names,
        own,
        own_name,
    )
