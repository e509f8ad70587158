"""How far a plan has come, as a small drawing: a stone for each measure and a bar for each number.

Each state has a shape of its own, so that nobody needs to tell colours apart, and paper shows it
too. Whoever cannot see it reads its title and description, and the table that stands below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.ui.html import EMPTY, fill, fill_each

from .standing import HEADINGS, ORDER, GoalStanding, Status

WIDTH = 286  # units, as in ui.chart: inside a card on a small phone they are shown one to one
STONE, STEP, IN_A_ROW = 20, 28, 10
LINE, APART, KEY = 22, 18, 24


def drawing(goals: Sequence[GoalStanding], about: str) -> SafeString:
    """The picture as SVG, safe HTML; empty without goals."""
    if not goals:
        return EMPTY
    drawn, at = [_key()], len(ORDER) * KEY + 10
    for goal in goals:
        parts = list(_goal(goal, at))
        drawn += [part for part, _height in parts]
        at += sum(height for _part, height in parts) + APART
    return fill(
        '<svg class="stones" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="plan-title plan-about">'
        '<title id="plan-title">{}</title><desc id="plan-about">{}</desc>{}</svg>',
        WIDTH,
        at,
        _("How far the plan has come"),
        about,
        fill_each("", "{}", ((part,) for part in drawn)),
    )


def _key() -> SafeString:
    lines = (
        (_stone(code, 1, number * KEY), 34, number * KEY + 15, HEADINGS[code])
        for number, code in enumerate(ORDER)
    )
    return fill_each("", '{}<text x="{}" y="{}">{}</text>', lines)


def _goal(goal: GoalStanding, at: int) -> Iterator[tuple[SafeString, int]]:
    """The parts of one goal, each with its height."""
    done = goal.counted()[Status.DONE]
    label = _("Goal %(n)s") % {"n": goal.number}
    words = _("%(done)s of %(all)s done") % {"done": done, "all": len(goal.measures)}
    text = '<text class="label" x="0" y="{}">{}</text><text class="value" x="62" y="{}">{}</text>'
    yield fill(text, at + 14, label, at + 14, words), LINE
    at += LINE
    for start in range(0, len(goal.measures), IN_A_ROW):
        row = goal.measures[start : start + IN_A_ROW]
        stones = ((_stone(each.code, 1 + n * STEP, at),) for n, each in enumerate(row))
        yield fill_each("", "{}", stones), STONE + 8
        at += STONE + 8
    if (share := goal.share) is None:
        return
    track = (
        (
            '<rect class="track" x="1" y="{y}" width="{}" height="12" rx="6"/>'
            '<rect class="done" x="1" y="{y}" width="{}" height="12" rx="6"/>'
            '<text class="value" x="0" y="{below}">{}</text>'
        )
        .replace("{y}", str(at + 2))
        .replace("{below}", str(at + 31))
    )
    yield fill(track, WIDTH - 2, max(12, (WIDTH - 2) * share // 100), goal.reached), 36


def _stone(code: str, x: int, y: int) -> SafeString:
    """A stone: full, half, empty, or crossed out."""
    shape = '<rect class="{}" x="{}" y="{}" width="22" height="{}" rx="9"/>'
    whole = fill(shape, "done" if code == Status.DONE else "ahead", x, y + 1, STONE - 2)
    if code == Status.UNDER_WAY:
        half = "M{} {}v{}h-4a8 8 0 0 1-8-8v-{}a8 8 0 0 1 8-8z"
        return whole + fill(
            f'<path class="half" d="{half}"/>', x + 12, y + 1, STONE - 2, STONE - 18
        )
    if code == Status.STOPPED:
        line = '<path class="crossed" d="M{} {}l14 8"/>'
        return whole + fill(line, x + 4, y + 6)
    return whole
