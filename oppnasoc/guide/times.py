"""How long steps take: what is promised, and what has been measured when somebody measures.

A room that measures declares it, by the keys of steps::

    @tells("guide.step_times")
    def measured(ids): return {7: Measured(days=12, of=31, until=date(2026, 10, 31))}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui.registry import told

FEW = 5  # fewer say more about persons than about how long it takes


@dataclass(frozen=True)
class Measured:
    """Half of those who were measured waited at most ``days`` working days. ``of`` is how many
    they were, ``until`` the last day that is counted, ``url`` where the figures are."""

    days: int
    of: int
    until: date
    url: str = ""


def measured(steps: Iterable[int]) -> dict[int, Measured]:
    """What rooms have measured of these steps; what few have gone through is not shown."""
    keys = [key for key in steps if key]
    found: dict[int, Measured] = told("guide.step_times", keys) if keys else {}
    return {key: each for key, each in found.items() if each.of >= FEW}


def in_words(least: int | None, most: int | None) -> str:
    """'samma dag', 'inom 5 arbetsdagar', '5–10 arbetsdagar'; '' when nothing is said."""
    if most is None:
        return ""
    if most == 0:
        return _("the same day")
    if not least:
        text = ngettext("within %(n)d working day", "within %(n)d working days", most)
        return text % {"n": most}
    if least == most:
        return ngettext("%(n)d working day", "%(n)d working days", most) % {"n": most}
    return _("%(least)d–%(most)d working days") % {"least": least, "most": most}


def in_all(promised: Iterable[tuple[int | None, int | None]]) -> str:
    """The time of all steps together, in words; '' when none of them has promised anything."""
    known = [(least or 0, most) for least, most in promised if most is not None]
    if not known:
        return ""
    return in_words(sum(least for least, _most in known), sum(most for _least, most in known))
