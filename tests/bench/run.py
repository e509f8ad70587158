"""One run: the site and the limits served side by side, measured in turn, round after round."""

from __future__ import annotations

from statistics import median

from . import telling, writing
from .measure import FirstView, Meter, first_view, import_seconds, queries
from .report import NOT_HELD, SHARED, Bar, Report, Row
from .server import LIMITS, SITE, Server, serving
from .workloads import Workload, limits, pages

SLICE = 0.05  # seconds


def everything(matters: int, *, smoke: bool) -> Report:
    """Measure the town in the database. Raises Worthless when a page is not what it should be."""
    work = [*limits(), *pages()]
    asked = {page.name: queries(page) for page in work if page.site == "site"}
    imports = import_seconds(3 if smoke else 9)
    with (
        serving(SITE, "/") as site,
        serving(LIMITS, "/row/7/") as limit,
    ):
        servers = {"site": site, "limits": limit}
        costs = rounds(servers, work, times=2 if smoke else 3, seconds=0.3 if smoke else 0.7)
        views = [first_view(site, page) for page in work if page.site == "site"]
        memory, ready = site.pss(), site.ready
        matter = next(page for page in work if page.name == "W3")
        said = writing.waits(site, matter, times=8 if smoke else 50)
    told = telling.telling(telling.THOUSAND // 10 if smoke else telling.THOUSAND)
    rows = [
        Row(
            page.name,
            page.what,
            costs[page.name],
            page.against,
            ratios(costs, page.name, page.against) if page.against else [],
            asked.get(page.name),
        )
        for page in work
    ]
    bars = [
        *page_bars(work, rows),
        Bar("W10 import of six pages", median(imports), 1, 0.3, "s", shared=NOT_HELD),
        *view_bars(views),
        Bar("W6 slowest voice beside 8 readers", said.growth, 10, 5, "× alone", shared=NOT_HELD),
        *telling.bars(told),
        Bar("memory, two processes and the worker", memory, 320, 260, "MB"),
        Bar("ready after start", ready, 2.5, 1.5, "s", shared=NOT_HELD),
    ]
    return Report(matters, smoke, rows, bars)


def rounds(
    servers: dict[str, Server], work: list[Workload], *, times: int, seconds: float
) -> dict[str, list[float]]:
    """CPU milliseconds of every page in every round.

    A round gives every page its seconds in slices, one page after the other, so that whatever
    else the machine does falls on all of them alike.
    """
    meters = {page.name: Meter(servers[page.site], page) for page in work}
    costs: dict[str, list[float]] = {page.name: [] for page in work}
    for number in range(times):
        print(f"round {number + 1} of {times}", flush=True)
        for _ in range(round(seconds / SLICE)):
            for meter in meters.values():
                meter.run(SLICE)
        for name, meter in meters.items():
            costs[name].append(meter.milliseconds())
            meter.reset()
    return costs


def ratios(costs: dict[str, list[float]], name: str, against: str) -> list[float]:
    """A page's cost beside that of its limit in the same round."""
    return [cost / base for cost, base in zip(costs[name], costs[against], strict=True)]


def page_bars(work: list[Workload], rows: list[Row]) -> list[Bar]:
    bars = []
    for page, row in zip(work, rows, strict=True):
        if page.bar:
            name, unit = f"{page.name} {page.what}", f"× {page.against}"
            bars.append(Bar(name, median(row.ratios), page.bar, page.aim, unit, shared=SHARED))
    for page, row in zip(work, rows, strict=True):
        if page.queries:
            aim = {"W1": 4, "W3": 5, "W5": 7}.get(page.name, 4)
            bars.append(Bar(f"{page.name} queries", row.queries or 0, page.queries, aim, ""))
    return bars


def view_bars(views: list[FirstView]) -> list[Bar]:
    """The heaviest first view of all pages."""
    heaviest = max(views, key=lambda view: view.kilobytes)
    return [
        Bar("first view", heaviest.kilobytes, 30, 15, "kB as sent"),
        Bar("first view, requests", max(view.requests for view in views), 4, 3, ""),
    ]
