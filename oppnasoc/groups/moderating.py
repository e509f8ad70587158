"""The versions of an organisation's page: read by its members, looked at by editors."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from oppnasoc.people.rights import may, require

from . import versions
from .editing import back, done, fetch, sent, who
from .forms import EmptyForm, TakeBackForm
from .models import Organisation, Version
from .notices import field_name

PER_PAGE = 10


@dataclass(frozen=True)
class Shown:
    """A version as the page shows it: what it changed, field by field in words."""

    version: Version
    changes: list[tuple[str, versions.Difference]] = field(default_factory=list)


def _changes(
    before: Version, after: Version, called: versions.Names
) -> list[tuple[str, versions.Difference]]:
    found = versions.differences(before.facts, after.facts, called)
    return [(field_name(each.field), each) for each in found]


@login_required
def organisation_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of the page, the newest first, each with what it changed."""
    organisation = fetch(request, Organisation, "groups.edit_organisation", slug=slug)
    every = Paginator(organisation.versions.select_related("written_by"), PER_PAGE)
    page = every.get_page(request.GET.get("sida"))
    rows = list(page)
    called = versions.names()
    oldest = rows[-1].number if rows else 0
    older = organisation.versions.filter(number__lt=oldest).first()
    chain = [*rows, older] if older else rows
    shown = [Shown(new, _changes(old, new, called)) for new, old in pairwise(chain)]
    if rows and older is None:
        shown.append(Shown(rows[-1]))
    context = {
        "organisation": organisation,
        "shown": shown,
        "page": page,
        "waits": any(each.status == Version.Status.WAITING for each in rows),
        "may_look": may(who(request), "groups.look_at_versions"),
    }
    return render(request, "groups/versions.html", context)


@login_required
def organisation_look(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an organisation has changed since somebody last looked: fine, or taken back."""
    by = who(request)
    require(by, "groups.look_at_versions")
    organisation = get_object_or_404(Organisation, slug=slug)
    waiting = organisation.versions.filter(status=Version.Status.WAITING)
    version = get_object_or_404(waiting.select_related("written_by"), number=number)
    good = organisation.versions.filter(status=Version.Status.FINE, number__lt=number).first()
    fine = "fine" in request.POST
    form: EmptyForm | TakeBackForm = TakeBackForm(None if fine else sent(request))
    if fine:
        form = EmptyForm(request.POST)
        if form.is_valid() and done(form, lambda: versions.say_fine(version, by=by)):
            return back(request, organisation, _("Thank you for looking."))
    elif form.is_valid() and done(
        form, lambda: versions.take_back(version, by=by, **form.cleaned_data)
    ):
        return back(request, organisation, _("Taken back. The organisation can read why."))
    called = versions.names()
    context = {
        "organisation": organisation,
        "version": version,
        "changes": _changes(good, version, called) if good else [],
        "newer": organisation.versions.filter(number__gt=number).exists(),
        "form": TakeBackForm() if fine else form,
        "problem": form if fine else None,
    }
    return render(request, "groups/look.html", context, status=422 if form.is_bound else 200)
