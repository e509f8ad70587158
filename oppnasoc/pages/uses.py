"""How often each kind of page is opened, so that those who mend the site see what is used (R9).

No cookie, no address, no path and nobody's name: only the pattern of the address, such as
``fragor/…/``, and how often a day. Counts are gathered in memory and written at most once a minute;
what a killed process had not written is lost.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from threading import Lock
from typing import ClassVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from oppnasoc.ui.addresses import may_be_open

EVERY = 60.0  # seconds between writes
KEPT = timedelta(days=400)
PART = re.compile(r"<[^>]*>(?:-<[^>]*>)?")


class Use(models.Model):
    """How often pages of one kind were opened on one day."""

    day = models.DateField()
    route = models.CharField(max_length=120)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "route"], name="use_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.route}: {self.count}"


_waiting: Counter[str] = Counter()
_lock = Lock()
_written = time.monotonic()

ADD = """
    INSERT INTO pages_use (day, route, count) VALUES (%s, %s, %s)
    ON CONFLICT (day, route) DO UPDATE SET count = pages_use.count + excluded.count
"""


def count(request: HttpRequest, response: HttpResponseBase) -> None:
    """Count an open page that was shown; once a minute, write what was counted."""
    found = request.resolver_match
    shown = request.method == "GET" and response.status_code == 200 and found is not None
    if not shown or found is None or not may_be_open(request.path):
        return
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    with _lock:
        _waiting[PART.sub("…", found.route)[:120]] += 1
        due = time.monotonic() - _written >= EVERY
    if due:
        write()


def write() -> int:
    """Write what was counted since the last time. Returns how many pages that is."""
    global _written
    with _lock:
        counts = dict(_waiting)
        _waiting.clear()
        _written = time.monotonic()
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD, [(today, route, n) for route, n in sorted(counts.items())])
    return sum(counts.values())


def counted(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The middleware; ``SOC_COUNT_USE=0`` counts nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.COUNT_USE:
            count(request, response)
        return response

    return answer


def most_used(days: int, limit: int, today: date) -> list[tuple[str, int]]:
    """The kinds of pages that were opened most within so many days, with how often."""
    rows = Use.objects.filter(day__gt=today - timedelta(days=days)).values_list("route")
    totals = rows.annotate(total=Sum("count")).order_by("-total", "route")[:limit]
    return [(f"/{route}", total) for route, total in totals]


def forget_old(on: date) -> int:
    """Counts of more than a year ago go. Returns how many."""
    return Use.objects.filter(day__lt=on - KEPT).delete()[0]
