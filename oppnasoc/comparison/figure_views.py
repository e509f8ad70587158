"""``/jamfor/siffror/``: key figures, one of them, and the same as CSV and JSON."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may

from . import placing
from .figure_forms import BesideForm
from .figure_reading import read
from .figures import KeyFigure, Peer, Value
from .noting import CHECK

COLUMNS = ("kpi", "title", "unit", "municipality", "name", "year", "value", "status", "fetched",
           "gone", "source")  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that editors have chosen."""
    found = KeyFigure.objects.published().select_related("theme")
    return render(request, "comparison/figures.html", {"figures": found})


def published(slug: str) -> KeyFigure:
    return get_object_or_404(KeyFigure.objects.published().select_related("theme"), slug=slug)


def values_of(figure: KeyFigure) -> list[Value]:
    return list(Value.objects.filter(figure=figure).select_related("peer").order_by("year"))


def context_of(request: HttpRequest, figure: KeyFigure) -> dict[str, Any]:
    checks = may(request.user, CHECK)
    context: dict[str, Any] = {
        "figure": figure,
        "read": read(figure, values_of(figure), list(Peer.objects.all())),
        "checks": checks,
    }
    if checks:
        context |= {"form": BesideForm(), "beside": placing.places_of(figure, request.user)}
    return context


@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure: what it means, what it cannot say, year by year."""
    return render(request, "comparison/figure.html", context_of(request, published(slug)))


@login_required
@require_POST
def beside(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figure beside a question, or no longer."""
    found, by = published(slug), signed_in(request)
    form = BesideForm(request.POST)
    try:
        if form.is_valid():
            matter = placing.matter_at(form.cleaned_data["address"])
            placing.place(found, matter, shown="away" not in request.POST, by=by)
            messages.success(request, _("Saved."))
            return redirect(found)
    except ValidationError as error:
        form.add_error(None, error)
    placing.allowed(by)
    context = {**context_of(request, found), "form": form}
    return render(request, "comparison/figure.html", context, status=422)


def rows_of(figure: KeyFigure) -> list[dict[str, Any]]:
    """Everything that is known of a figure, as rows of ``COLUMNS``."""
    rows = sorted(values_of(figure), key=lambda value: (*value.peer.order, value.year))
    return [
        {
            "kpi": figure.kpi,
            "title": figure.title,
            "unit": figure.unit,
            "municipality": value.peer.code,
            "name": value.peer.name,
            "year": value.year,
            "value": value.value,
            "status": value.status,
            "fetched": value.fetched_at.date().isoformat(),
            "gone": value.gone_at is not None or figure.is_gone,
            "source": figure.source,
        }
        for value in rows
    ]


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The values as CSV in UTF-8, with a line of names first."""
    found = published(slug)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    table = csv.DictWriter(answer, COLUMNS)
    table.writeheader()
    for row in rows_of(found):
        table.writerow({**row, "gone": "yes" if row["gone"] else "no"})
    return answer


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The values as JSON, with what the figure means."""
    found = published(slug)
    about = {"meaning": found.meaning, "cannot_say": found.cannot_say, "comment": found.comment}
    return JsonResponse({"figure": found.kpi, **about, "values": rows_of(found)})
