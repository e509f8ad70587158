"""``/sa-funkar-det/`` and what it leads to: how we do, help, the first time, tips."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.editorial import pages
from oppnasoc.ui import paper
from oppnasoc.voices import helping

from . import printed
from .models import FirstTime, Help, Process, Situation, Tip
from .shown import of_process, of_situation, of_step, tip_of_the_day, was_a_step
from .times import in_words

SHEETS = Path(__file__).parent / "templates" / "guide"
URGENT = 4  # numbers on top of what helps at once
MOST = 500  # of a list on one page


def with_theme() -> QuerySet[Process]:
    found: QuerySet[Process] = Process.objects.select_related("theme")
    return found


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """``/sa-funkar-det/``: the way to everything that tells how it is done here."""
    latest = Process.objects.published().only("title", "slug", "last_published_at")
    context = {
        "latest": latest.order_by("-last_published_at", "-pk")[:3],
        "tip": tip_of_the_day(None),
    }
    return render(request, "guide/works.html", context)


@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """Every process under its theme, with how long it takes; and the ways by situation."""
    none = Value(0)
    found = with_theme().filter(live=True).defer("body", "papers", "laws")
    found = found.annotate(
        count=Count("steps"),
        least=Sum(Coalesce(F("steps__days_least"), none), filter=Q(steps__days_most__isnull=False)),
        most=Sum("steps__days_most"),
        longest=Max("steps__days_most"),
    ).order_by(F("theme__position").asc(nulls_last=True), "theme__name", "title", "pk")
    listed = [(each, in_words(vars(each)["least"], vars(each)["most"])) for each in found[:MOST]]
    led_from = Situation.objects.filter(processes__live=True).distinct()
    context = {"processes": listed, "situations": led_from}
    return render(request, "guide/processes.html", context)


@require_safe
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """How something is handled, step by step."""
    return pages.show(request, with_theme(), slug=slug)


@require_safe
def process_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been changed in a process, in words."""
    return pages.show_versions(request, Process.objects.all(), slug=slug)


@require_safe
def process_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One step, with everything that was asked about it."""
    try:
        found = pages.found(with_theme(), slug=slug)
    except pages.TakenBack:
        return pages.gone(request)
    context = of_step(found, step)
    if context is None:
        if was_a_step(found, step):
            return redirect(found)  # What people asked about it still leads somewhere.
        raise Http404
    return render(request, "guide/step.html", context)


@require_safe
def process_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """A process on paper, tagged."""
    try:
        found = pages.found(with_theme(), slug=slug)
    except pages.TakenBack:
        return pages.gone(request)
    data = printed.process(of_process(found))

    def make() -> bytes:
        return paper.pdf(SHEETS / "process.typ", data, title=found.title, keep=True)

    name = f"{_('how-we-do')}-{found.slug}"
    return paper.send(request, make, name=name, instead=found.get_absolute_url())


@require_safe
def helps(request: HttpRequest) -> HttpResponse:
    """``/hjalp/?av=foreningar``: by situation, the urgent first; or all from one kind of giver."""
    giver = request.GET.get("av", "")
    giver = giver if giver in Help.Giver.values else ""
    live = Q(helps__live=True) & (Q(helps__giver=giver) if giver else Q())
    every = Situation.objects.annotate(count=Count("helps", filter=live, distinct=True))
    from_them = Help.objects.published().filter(giver=giver).defer("body").order_by("title", "pk")
    context = {
        "situations": every.filter(count__gt=0).order_by("-urgent", "position", "title"),
        "lines": helping.every()[:URGENT],
        "givers": Help.Giver.choices,
        "giver": giver,
        "helps": from_them[:MOST] if giver else [],
    }
    return render(request, "guide/helps.html", context)


@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """``/hjalp/nar/jag-ar-radd-hemma/?av=regionen``: what helps somebody who stands there."""
    found = get_object_or_404(Situation, slug=slug)
    giver = request.GET.get("av", "")
    context = of_situation(found, giver if giver in Help.Giver.values else "")
    context["lines"] = helping.every()[:URGENT] if found.urgent else []
    return render(request, "guide/situation.html", context)


@require_safe
def help_(request: HttpRequest, slug: str) -> HttpResponse:
    """Some help: what, for whom, how one gets it."""
    return pages.show(request, Help.objects.select_related("place", "theme"), slug=slug)


@require_safe
def help_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.show_versions(request, Help.objects.all(), slug=slug)


@require_safe
def first_times(request: HttpRequest) -> HttpResponse:
    """``/forsta-gangen/``: for those who come for the first time."""
    found = FirstTime.objects.published().select_related("situation").defer("body")
    return render(request, "guide/first_times.html", {"firsts": found[:MOST]})


@require_safe
def first_time(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom one meets, what happens, one's rights, who may come along."""
    return pages.show(request, FirstTime.objects.select_related("situation"), slug=slug)


@require_safe
def first_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.show_versions(request, FirstTime.objects.all(), slug=slug)


@require_safe
def to_say(request: HttpRequest, slug: str) -> HttpResponse:
    """'This is what I want to say': a paper to take along. What is written in it is sent nowhere:
    there is no form on the page."""
    try:
        found = pages.found(FirstTime.objects.all(), slug=slug)
    except pages.TakenBack:
        return pages.gone(request)
    return render(request, "guide/to_say.html", {"first": found})


@require_safe
def to_say_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same paper with empty lines."""
    try:
        found = pages.found(FirstTime.objects.all(), slug=slug)
    except pages.TakenBack:
        return pages.gone(request)

    def make() -> bytes:
        title = _("This is what I want to say")
        return paper.pdf(SHEETS / "to_say.typ", printed.to_say(found), title=title, keep=True)

    instead = found.get_absolute_url()
    return paper.send(request, make, name=_("what-i-want-to-say"), instead=instead)


@require_safe
def tips(request: HttpRequest) -> HttpResponse:
    """``/visste-du/``: everything worth knowing, under its theme."""
    found = Tip.objects.published().select_related("theme").defer("body")
    found = found.order_by(F("theme__position").asc(nulls_last=True), "theme__name", "title", "pk")
    return render(request, "guide/tips.html", {"tips": found[:MOST]})


@require_safe
def tip(request: HttpRequest, slug: str) -> HttpResponse:
    """One thing worth knowing, and where it is written."""
    return pages.show(request, Tip.objects.select_related("theme"), slug=slug)


@require_safe
def tip_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.show_versions(request, Tip.objects.all(), slug=slug)
