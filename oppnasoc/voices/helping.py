"""Where one gets help at once: the lines of the whole country and the municipality's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oppnasoc.ui.context import municipality

FACTS = Path(__file__).with_name("help.toml")
IN_A_BOX = 3  # lines beside a form; the page has them all


@dataclass(frozen=True)
class Line:
    """One number: who answers, what for, when."""

    name: str
    phone: str
    text: str
    hours: str
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def in_the_country(language: str) -> tuple[Line, ...]:
    """The lines of the file, in this language."""
    rows = tomllib.loads(FACTS.read_text(encoding="utf-8"))["line"]
    return tuple(
        Line(r["name"], r["phone"], r[language], r[f"hours_{language}"], tuple(r["needs"]))
        for r in rows
    )


def of_the_municipality() -> list[Line]:
    """The social services on call and the lines that the settings add ('Name: number, when')."""
    here = municipality()
    found = []
    if here.on_call_phone:
        text = _("Social workers on call, when a child or somebody else cannot wait until morning.")
        found.append(Line(_("Social services on call"), here.on_call_phone, text,
                          here.on_call_hours))  # fmt: skip
    for row in here.help_lines.splitlines():
        name, _colon, rest = row.partition(":")
        phone, _comma, hours = rest.partition(",")
        if name.strip() and phone.strip():
            found.append(Line(name.strip(), phone.strip(), "", hours.strip()))
    return found


def every() -> list[Line]:
    """All lines: 112 first, then the municipality's, then the others."""
    first, *others = in_the_country("en" if get_language() == "en" else "sv")
    return [first, *of_the_municipality(), *others]


def fitting(needs: Iterable[str]) -> list[Line]:
    """The few lines that fit what a text may tell of; [] without a need. Every need gets its best
    line before any gets its second."""
    needs = tuple(needs)
    if not needs:
        return []
    first, *others = in_the_country("en" if get_language() == "en" else "sv")
    by_need = [[line for line in others if need in line.needs] for need in needs]
    fits = [line for row in zip_longest(*by_need) for line in row if line]
    own = [line for line in of_the_municipality()[:1] if {"child", "night"} & set(needs)]
    room = max(IN_A_BOX, 1 + len(needs)) + len(own)
    return list(dict.fromkeys([first, *own, *fits]))[:room]
