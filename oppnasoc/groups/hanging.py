"""Telling how a group hangs together with others, and how many seats it has."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oppnasoc.people.rights import may

from . import seats, tying
from .editing import back, done, fetch, sent, show, who
from .forms import EmptyForm, TieForm
from .models import Group, Tie
from .seat_forms import AllotmentForm

EDIT = "groups.edit_group"


@login_required
def group_ties(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group hangs together with: say more, or take something away."""
    group = fetch(request, Group, EDIT, slug=slug)
    form = TieForm(sent(request), group=group)

    def make() -> None:
        given = form.cleaned_data
        kind, other_first = tying.CHOICES[given["how"]]
        pair = (given["other"], group) if other_first else (group, given["other"])
        tying.tie(pair[0], kind, pair[1], why=given["why"], by=who(request))

    if form.is_valid() and done(form, make):
        return back(request, ties_of(group), _("Saved. Both groups' pages say it now."))
    context = {"group": group, "form": form, "ties": tying.of(group)}
    return render(request, "groups/ties.html", context, status=422 if form.is_bound else 200)


def ties_of(group: Group) -> str:
    return reverse("group_ties", args=[group.slug])


@login_required
@require_POST
def tie_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that two groups no longer hang together in this way."""
    tied = get_object_or_404(Tie.objects.select_related("source", "target"), pk=pk)
    form = EmptyForm(request.POST)
    if form.is_valid() and done(form, lambda: tying.untie(tied, by=who(request))):
        mine = tied.source if may(who(request), EDIT, tied.source) else tied.target
        return back(request, ties_of(mine), _("Taken away from both groups' pages."))
    return show(
        request,
        form,
        title=_("Take the tie away"),
        button=_("Take the tie away"),
        leave=tied.source,
    )


@login_required
def group_allotments(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how many seats the group has, and for whom."""
    group = fetch(request, Group, EDIT, slug=slug)
    form = AllotmentForm(sent(request), group=group)
    if form.is_valid() and done(
        form, lambda: seats.set_allotments(group, form.seats(), by=who(request))
    ):
        return back(request, group, _("Saved. The page says how many seats are free."))
    return show(
        request,
        form,
        title=_("How many seats are there?"),
        lead=_("Leave 0 where the number of seats is not fixed."),
        button=_("Save"),
        leave=group,
    )
