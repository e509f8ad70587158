"""``/vad-har-hant/``: reports, any period as it is now, and writing a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.editorial.pages import gone
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale
from oppnasoc.ui import paper
from oppnasoc.voices.models import Voice

from . import actions
from .actions import WRITE, scope_of
from .forms import MOST_QUOTES, NewForm, PeriodForm, WriteForm, half_year
from .happened import Kept, Scope, gather, still_shown
from .models import Report
from .shown import Shown, shown
from .slides import slides_of

SHEET = Path(__file__).parent / "templates" / "reports" / "report.typ"


def seen(request: HttpRequest, pk: int) -> Report:
    """A report that this person may see; one that is not published, only those who write it."""
    found = Report.objects.select_related("group__party", "theme")
    report = get_object_or_404(found, pk=pk)
    if report.status != Report.Status.PUBLISHED and not may(request.user, WRITE, report):
        raise Http404
    return report


def content(report: Report) -> Kept:
    """What a report tells: as it was kept, or as it is now while it is a draft."""
    kept = report.kept if report.kept is not None else gather(scope_of(report))
    return still_shown(kept)


def quotes_of(report: Report) -> list[Voice]:
    public = report.quotes.filter(visibility=Voice.Visibility.PUBLIC)
    return list(public.select_related("organisation").order_by("said_on", "pk"))


def when(begins: date, ends: date) -> str:
    """The days of a report in words, each year once, whichever year it is now."""
    first, last = (date_format(on, "j F") for on in (begins, ends))
    words = {"first": first, "last": last, "year": ends.year}
    if begins.year == ends.year:
        return _("%(first)s – %(last)s %(year)d") % words
    return _("%(first)s %(from)d – %(last)s %(year)d") % {**words, "from": begins.year}


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report, and a form to look at any period."""
    begins, ends = half_year(timezone.localdate())
    begin = may(request.user, "reports.begin")
    drafts = []
    if begin:
        others = Report.objects.exclude(status=Report.Status.PUBLISHED)
        drafts = [r for r in others.select_related("group") if may(request.user, WRITE, r)]
    published = Report.objects.published().select_related("group__party", "theme")
    context = {
        "reports": [(r, when(r.begins, r.ends)) for r in published[:100]],
        "drafts": drafts,
        "begin": begin,
        "form": PeriodForm(initial={"fran": begins, "till": ends}),
    }
    return render(request, "reports/reports.html", context)


@require_safe
def period(request: HttpRequest) -> HttpResponse:
    """``/vad-har-hant/period/?fran=2026-01-01&till=2026-06-30``: as it is now, kept nowhere."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return render(request, "reports/period.html", {"form": form}, status=422)
    given = form.cleaned_data
    group, theme = given["grupp"], given["tema"]
    scope = Scope(
        given["fran"], given["till"], group.pk if group else None, theme.pk if theme else None
    )
    context = {
        "form": form,
        "when": when(given["fran"], given["till"]),
        "shown": shown(gather(scope)),
        "about": group or theme,
    }
    return render(request, "reports/period.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a report; the period of the address is filled in."""
    require(request.user, "reports.begin")
    by = signed_in(request)
    begins, ends = half_year(timezone.localdate())
    start = {
        "begins": request.GET.get("fran") or begins,
        "ends": request.GET.get("till") or ends,
        "group": request.GET.get("grupp"),
        "theme": request.GET.get("tema"),
        "title": _("What has happened?"),
    }
    form = NewForm(request.POST if request.method == "POST" else None, user=by, initial=start)
    if form.is_valid():
        try:
            report = actions.make(by=by, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("report_write", report.pk)
    status = 422 if form.is_bound else 200
    return render(request, "reports/new.html", {"form": form}, status=status)


def context_of(request: HttpRequest, report: Report) -> dict[str, Any]:
    told: Shown = shown(content(report), quotes_of(report))
    return {
        "report": report,
        "when": when(report.begins, report.ends),
        "shown": told,
        "writes": may(request.user, WRITE, report),
    }


@require_safe
def report(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The report as a page; one that everybody could read once and was taken back says so (410)."""
    back = Report.objects.filter(pk=pk, status=Report.Status.WITHDRAWN).first()
    if back is not None and not may(request.user, WRITE, back):
        return gone(request)
    found = seen(request, pk)
    if slug != found.slug:
        return redirect(found)
    return render(request, "reports/report.html", context_of(request, found))


@require_safe
def slides(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as slides: one thing at a time, large, and one on each sheet of paper."""
    context = context_of(request, seen(request, pk))
    context["slides"] = slides_of(context["shown"])
    return render(request, "reports/slides.html", context)


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report on paper, tagged."""
    found = seen(request, pk)
    told = shown(content(found), quotes_of(found))
    data = {
        "title": found.title,
        "when": when(found.begins, found.ends),
        "about": str(found.group or found.theme or ""),
        "introduction": found.introduction,
        "numbers": [{"value": str(n.value), "words": n.words} for n in told.numbers],
        "quotes": [{"text": text, "who": who} for text, who in told.quotes],
        "parts": [
            {"title": part.title, "lead": part.lead, "items": [vars(item) for item in part.items]}
            for part in told.parts
        ],
        "tables": [
            {
                "title": chart.title,
                "series": list(chart.series),
                "rows": [{"label": row.label, "words": list(row.words)} for row in chart.rows],
            }
            for chart in told.charts
        ],
        "words": {
            "own": _("In people's own words"),
            "when": _("When"),
            "counted": _("Who has said something several times counts each time."),
        },
    }
    published = found.status == Report.Status.PUBLISHED

    def make() -> bytes:
        return paper.pdf(SHEET, data, title=found.title, keep=published)

    return paper.send(
        request, make, name=f"{_('report')}-{found.slug}", instead=found.get_absolute_url()
    )


def to_choose(report: Report) -> QuerySet[Voice]:
    """What people said in the period that can stand in the report, and what stands there."""
    scope = scope_of(report)
    said = Voice.objects.published().filter(said_on__range=scope.days).exclude(text="")
    ours = said.filter(grounds__matter__in=scope.matters()).values("pk")
    chosen = report.quotes.values("pk")
    latest = Voice.objects.published().filter(pk__in=ours).order_by("-said_on", "-pk")
    pks = [*latest.values_list("pk", flat=True)[:MOST_QUOTES], *chosen.values_list("pk", flat=True)]
    chosen_from = Voice.objects.published().filter(pk__in=pks).select_related("organisation")
    return chosen_from.order_by("said_on", "pk")


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The introduction and the quotations."""
    found, by = seen(request, pk), signed_in(request)
    require(by, WRITE, found)
    start = {
        "title": found.title,
        "introduction": found.introduction,
        "quotes": found.quotes.all(),
        "seen": found.revision,
    }
    data = request.POST if request.method == "POST" else None
    form = WriteForm(data, initial=start, voices=to_choose(found))
    if form.is_valid():
        try:
            actions.write(found, by=by, **form.cleaned_data)
        except Stale:
            text = _("Somebody else changed it just before you. Look at it and save again.")
            form.add_error(None, text)
            found.refresh_from_db()
            kept = request.POST.copy()
            kept["seen"] = str(found.revision)
            form.data = kept
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    status = 422 if form.is_bound else 200
    return render(request, "reports/write.html", {"form": form, "report": found}, status=status)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to everybody."""
    found = seen(request, pk)
    return _done(request, found, actions.publish, _("Now everybody can read it."))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = seen(request, pk)
    said = _("It is taken back. You can publish it again as it was.")
    return _done(request, found, actions.withdraw, said)


def _done(request: HttpRequest, report: Report, do: Any, said: str) -> HttpResponse:
    try:
        do(report, by=signed_in(request))
    except (Stale, ValidationError):
        messages.warning(
            request, _("Somebody else changed it just before you. Look at it and save again.")
        )
    else:
        messages.success(request, said)
    return redirect(report)
