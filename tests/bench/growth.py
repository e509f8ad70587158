"""``./soc bench --growth``: what a page costs when the town grows from 1,000 to 100,000 matters.

One town grows in one database. At each size the pages are measured beside the limits, whose own
table does not grow; the growth of a page is that of its ratio to its limit, so that a machine
that is slower at the end does not count. The plans of all its queries are read as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client

from oppnasoc.groups.models import Theme
from oppnasoc.matters.models import Matter
from oppnasoc.matters.views import SHOW

from . import plans
from .report import Bar
from .run import ratios, rounds
from .server import LIMITS, SITE, serving
from .town import Town, fill_index
from .workloads import PER_PAGE, Workload, limits, make_limits, pages

SIZES = (1_000, 10_000, 100_000)
ROW = '<h3><a href="/fragor/'
FAR = 20  # the page of a list that is far away


@dataclass
class Size:
    """What was found at one size: costs and ratios of each page, and how it was filled."""

    matters: int
    load_seconds: float
    megabytes: float
    cpu_ms: dict[str, float]
    ratios: dict[str, float]
    walks: list[str]
    memory: float
    ready: float
    indexed_a_second: float


@dataclass
class Growth:
    sizes: list[Size]
    bars: list[Bar] = field(default_factory=list)
    seconds: float = 0

    def failed(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.holds(shared=False)]

    def as_json(self) -> dict[str, Any]:
        found = [{"name": b.name, "value": b.value, "must": b.must} for b in self.bars]
        return {"sizes": [vars(size) for size in self.sizes], "bars": found}

    def as_text(self) -> str:
        first = self.sizes[0]
        head = "".join(f"{size.matters:>12,}" for size in self.sizes)
        lines = [f"{connection.vendor}; CPU ms and growth since {first.matters:,} matters", ""]
        lines.append(f"{'page':44}{head}{'growth':>10}")
        for name in self.sizes[-1].ratios:
            found = [size.cpu_ms.get(name) for size in self.sizes]
            costs = "".join(f"{'–':>12}" if ms is None else f"{ms:12.2f}" for ms in found)
            lines.append(f"{name:44}{costs}{grown(self.sizes, name):10.2f}")
        for what in ("load_seconds", "megabytes", "memory", "ready", "indexed_a_second"):
            values = "".join(f"{getattr(size, what):12.1f}" for size in self.sizes)
            lines.append(f"{what.replace('_', ' '):44}{values}")
        walks = sorted({walk for size in self.sizes for walk in size.walks})
        lines += ["", *(f"walks through: {walk}" for walk in walks)]
        lines += [
            f"{bar.name:56}{bar.value:8.2f}{bar.must:8g}"
            + ("" if bar.holds(shared=False) else "  FAILED")
            for bar in self.bars
        ]
        return "\n".join([*lines, "", f"{self.seconds:.0f} seconds"])


def grown(sizes: list[Size], name: str) -> float:
    """How many times its ratio at the first size a page has at the last.

    A page counts from the size at which it is full: before that it has less to show.
    """
    known = [size.ratios[name] for size in sizes if name in size.ratios]
    return known[-1] / known[0]


def views() -> Iterator[Workload]:
    """Every view of the list alone, with a theme, a holder and both, on its first page and far
    away; only those with a full page in a town of this size."""
    theme = Theme.objects.get(slug="vagen-in")
    held = Matter.objects.published().filter(theme=theme).order_by().values_list("holder")
    holder = held.annotate(many=Count("pk")).order_by("-many")[0][0]
    chosen = {
        "": "",
        ", theme": f"&tema={theme.slug}",
        ", holder": f"&hos={holder}",
        ", both": f"&tema={theme.slug}&hos={holder}",
    }
    browser = Client(SERVER_NAME="localhost")
    for show, label in SHOW.items():
        for filters, query in chosen.items():
            for far in ("", f", page {FAR}"):
                path = f"/fragor/?visa={show}{query}" + (f"&sida={FAR}" if far else "")
                if browser.get(path).content.decode().count(ROW) == PER_PAGE:
                    name = f"list {str(label).lower()}{filters}{far}"
                    yield Workload(name, "", path, {ROW: PER_PAGE})


def measure(size: int, load_seconds: float, indexed: float) -> Size:
    kept = [p for p in pages() if p.name in ("W1", "W3", "W7") or p.name.startswith("W4")]
    middle = Matter.objects.published().filter(status="under_way").order_by("pk")
    far_off = middle[middle.count() // 2]
    inside = Workload("W3 in the middle", "", far_off.get_absolute_url(), {"<li><time ": 10})
    work = [*limits()[1:], *kept, inside, *views()]
    walks = [walk for page in work if page.site == "site" for walk in plans.walks(page)]
    with serving(SITE, "/") as site, serving(LIMITS, "/row/7/") as limit:
        costs = rounds({"site": site, "limits": limit}, work, times=3, seconds=0.15)
        memory, ready = site.pss(), site.ready
    against = {page.name: "L3-list" if page.name.startswith("list") else "L3" for page in work}
    return Size(
        size,
        load_seconds,
        megabytes(),
        {name: median(cost) for name, cost in costs.items()},
        {name: median(ratios(costs, name, against[name])) for name in costs if "L3" not in name},
        walks,
        memory,
        ready,
        indexed,
    )


def megabytes() -> float:
    """The size of the database."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1e6


def everything(folder: Path, *, biggest: int) -> Growth:
    """Let a town grow and measure it at each size up to the biggest."""
    make_limits(folder / "limits.sqlite3")
    town, sizes = Town(), []
    for size in (size for size in SIZES if size <= biggest):
        began = time.monotonic()
        for done in town.grow(size):
            if done % 6000 == 0:
                print(f"{done} matters", flush=True)
        filled = time.monotonic() - began
        sizes.append(measure(size, filled, fill_index()))
    return Growth(sizes, list(bars(sizes)))


def bars(sizes: list[Size]) -> Iterator[Bar]:
    for name in sizes[-1].ratios:
        must, aim = (1.5, 1.2) if name.startswith("list") else (1.3, 1.1)
        if name.startswith("W4"):
            must, aim = 3, 1.5
        yield Bar(f"growth of {name}", grown(sizes, name), must, aim, "×")
    walks = {walk for size in sizes for walk in size.walks}
    yield Bar("queries that walk through a table", len(walks), 0, 0, "")
