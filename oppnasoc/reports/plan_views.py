"""``/vad-har-hant/planer/``: the plans in figures, and the same as data."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .aggregate import NAMES, Figures
from .plan_figures import charts, shown


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What came of the plans, quarter by quarter."""
    figures = shown()
    context = {"charts": charts(figures.quarters) if figures else []}
    return render(request, "reports/plans.html", context)


def _figures() -> Figures:
    if (figures := shown()) is None:
        raise Http404
    return figures


@require_safe
def plans_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table for programs; empty where fewer than ten plans are behind a number."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="planer.csv"'
    rows = csv.writer(answer)
    rows.writerow(("quarter", *NAMES))
    for quarter in _figures().quarters:
        rows.writerow((quarter.name, *(quarter.numbers[name] for name in NAMES)))
    return answer


@require_safe
def plans_json(request: HttpRequest) -> HttpResponse:
    """The file as it was signed, so that anybody can check it."""
    return HttpResponse(_figures().signed, content_type="application/json; charset=utf-8")
