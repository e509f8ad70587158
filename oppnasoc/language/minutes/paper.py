"""What a page leaves behind in pasted text: repeated heads and feet, a blank after every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from oppnasoc.language.minutes.lines import Line

# How many lines above and below a page number or a page break may be head or foot.
_REACH = 4
_TOP = 8
# "Styrelsen        Sida 2 (3)"
_WITH_PAGE = re.compile(r"\bsid(?:an?)?\.?\s\d{1,3}\s?(?:\(\d{1,3}\)|av\s\d{1,3})?$", re.IGNORECASE)
_ENDED = (".", "!", "?", ":", ";", "…")


def without_paper(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with page heads and feet marked as separators and needless blanks taken away."""
    return _single_spaced(_without_furniture(lines))


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    breaks = [
        i for i, line in enumerate(lines)
        if line.page or line.new_page or _WITH_PAGE.search(line.text[-20:])
    ]  # fmt: skip
    if not breaks:
        return list(lines)
    near = {
        i
        for at in breaks
        for i in range(max(0, at - _REACH), min(len(lines), at + _REACH + 1))
        if not lines[i].separator
    }
    times = Counter(_plain(line.text) for line in lines if not line.separator)
    seen: set[str] = set()
    kept = []
    for index, line in enumerate(lines):
        plain = _plain(line.text)
        repeated = not line.marker and len(line.text) <= 100 and times[plain] >= 2
        page_foot = index > 2 and _WITH_PAGE.search(line.text)
        if repeated and index in near and (plain in seen or page_foot or index >= _TOP):
            line = replace(line, separator=True, page=True)
        seen.add(plain)
        kept.append(line)
    return kept


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).casefold())


def _single_spaced(lines: Sequence[Line]) -> list[Line]:
    """Without the blank after every line of a text that was double-spaced when it was pasted."""
    plain = [line for line in lines[1:] if not line.separator]
    spaced = sum(1 for line in plain if line.blanks == 1)
    running = sum(1 for one, two in pairwise(lines) if _runs_on(one, two))
    if len(plain) < 8 or spaced < 0.85 * len(plain) or running < 0.25 * len(plain):
        return list(lines)
    kept = [lines[0]]
    for above, line in pairwise(lines):
        kept.append(replace(line, blanks=0) if _runs_on(above, line) else line)
    return kept


def _runs_on(above: Line, line: Line) -> bool:
    if line.marker or line.separator or above.separator or above.text.endswith(_ENDED):
        return False
    return line.text[0].islower() and len(above.text) >= 30
