"""The colours of the style sheet and the pairs in which they carry text or edges.

The style sheet is the one source of the colours; this module reads them from it. The table of
pairs is what tests measure and what the living page shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .colour import contrast

STYLESHEET = Path(__file__).parent / "static" / "ui" / "ui.css"
TEXT = 4.5  # WCAG 2.2, 1.4.3 (AA), text of normal size.
EDGE = 3.0  # WCAG 2.2, 1.4.11, borders of controls and graphics that carry meaning.

# What lies on what, and the least contrast it must have in both schemes.
PAIRS: list[tuple[str, str, float]] = [
    *((ink, paper, TEXT) for ink in ("ink", "soft") for paper in ("paper", "sheet", "stone")),
    *(("ink", wash, TEXT) for wash in ("moss-wash", "clay-wash", "sky-wash")),
    ("soft", "moss-wash", TEXT),
    ("moss", "paper", TEXT),
    ("moss", "sheet", TEXT),
    ("moss-deep", "moss-wash", TEXT),
    ("moss-deep", "sheet", TEXT),
    ("on-moss", "moss", TEXT),
    ("on-moss", "moss-deep", TEXT),
    ("clay", "paper", TEXT),
    ("clay", "sheet", TEXT),
    ("clay", "clay-wash", TEXT),
    ("sky", "paper", TEXT),
    ("sky", "sheet", TEXT),
    ("sky", "sky-wash", TEXT),
    ("paper", "ink", TEXT),
    ("edge", "paper", EDGE),
    ("edge", "sheet", EDGE),
    ("edge", "moss-wash", EDGE),
    ("moss", "moss-wash", EDGE),
    ("clay", "moss-wash", EDGE),
    ("sky", "sky-wash", EDGE),
]


@dataclass(frozen=True)
class Pair:
    """One measured pair; ``light`` and ``dark`` are contrast ratios from 1 to 21."""

    front: str
    back: str
    least: float
    light: float
    dark: float

    @property
    def holds(self) -> bool:
        return min(self.light, self.dark) >= self.least


@lru_cache(maxsize=1)
def schemes() -> tuple[dict[str, str], dict[str, str]]:
    """The colour tokens of the light and of the dark scheme: name → ``#rrggbb``.

    The first ``:root`` of the style sheet is the light one, the second overrides it in the dark.
    """
    blocks = re.findall(r":root \{(.*?)\n {2,4}\}", STYLESHEET.read_text("utf-8"), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks[:2])
    return light, light | dark


def measured() -> list[Pair]:
    """Every pair of the table with its contrast in both schemes."""
    light, dark = schemes()
    return [
        Pair(
            front,
            back,
            least,
            contrast(light[front], light[back]),
            contrast(dark[front], dark[back]),
        )
        for front, back, least in PAIRS
    ]
