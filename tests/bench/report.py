"""What was measured, as a table for people and as JSON; which bars hold."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import django
import granian

SHARED = 2.0  # times its bar that a ratio may reach on a machine that others use too
NOT_HELD = math.inf  # seconds on the clock of such a machine say nothing


@dataclass(frozen=True)
class Row:
    """A workload's CPU milliseconds in every round, beside what it is compared with."""

    name: str
    what: str
    cpu_ms: list[float]
    against: str
    ratios: list[float]
    queries: int | None


@dataclass(frozen=True)
class Bar:
    """Something that must hold: the value found, what it must not pass, what we aim for.

    ``shared`` is how many times the bar it may be on a machine that others use too.
    """

    name: str
    value: float
    must: float
    aim: float
    unit: str
    shared: float = 1

    def holds(self, *, shared: bool) -> bool:
        return self.value <= self.must * (self.shared if shared else 1)


@dataclass
class Report:
    matters: int
    smoke: bool
    rows: list[Row]
    bars: list[Bar]
    seconds: float = 0

    def failed(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.holds(shared=self.smoke)]

    def as_json(self) -> dict[str, Any]:
        """Everything, without anything that names the machine."""
        return {
            "matters": self.matters,
            "smoke": self.smoke,
            "seconds": round(self.seconds, 1),
            "machine": {
                "cores": os.cpu_count(),
                "system": platform.system(),
                "python": platform.python_version(),
                "django": django.get_version(),
                "granian": granian.__version__,
                "sqlite": sqlite3.sqlite_version,
            },
            "rows": [asdict(row) | {"cpu_ms_median": median(row.cpu_ms)} for row in self.rows],
            "bars": [told(bar, smoke=self.smoke) for bar in self.bars],
        }

    def as_text(self) -> str:
        versions = f"Python {platform.python_version()}, Django {django.get_version()}"
        machine = f"{os.cpu_count()} cores, {versions}, SQLite {sqlite3.sqlite_version}"
        cpu = f"{'CPU ms':>8}{'range':>15}"
        head = f"{'':9}{'page':36}{cpu}{'ratio':>8}{'range':>13}  to{'queries':>16}"
        lines = [f"{self.matters} matters, {machine}", "", head]
        for row in self.rows:
            cpu = f"{median(row.cpu_ms):8.2f}{spread(row.cpu_ms, 2):>15}"
            ratio = (
                f"{median(row.ratios):8.2f}{spread(row.ratios, 1):>13}  {row.against:9}"
                if row.ratios
                else " " * 32
            )
            asked = "" if row.queries is None else f"{row.queries:9}"
            lines.append(f"{row.name:9}{row.what:36}{cpu}{ratio}{asked}".rstrip())
        lines += ["", f"{'':45}{'found':>10}{'must':>10}{'aim':>10}"]
        for bar in self.bars:
            word = "" if bar.holds(shared=self.smoke) else "  FAILED"
            word = word or ("  aim reached" if bar.value <= bar.aim else "")
            numbers = f"{bar.value:10.2f}{bar.must:10g}{bar.aim:10g}"
            lines.append(f"{bar.name:45}{numbers}  {bar.unit}{word}")
        if self.smoke:
            lines.append(f"A short run: ratios may be {SHARED:g} times their bar.")
        lines += ["", f"{self.seconds:.0f} seconds"]
        return "\n".join(lines)


def told(bar: Bar, *, smoke: bool) -> dict[str, Any]:
    numbers = {"value": bar.value, "must": bar.must, "aim": bar.aim, "unit": bar.unit}
    return {"name": bar.name, **numbers, "holds": bar.holds(shared=smoke)}


def spread(values: list[float], digits: int) -> str:
    return f"{min(values):.{digits}f}–{max(values):.{digits}f}"
