"""A person's own seat: how she is named, pausing it, leaving it, and letting somebody else lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import consent, handing_over, seats
from .editing import back, done, sent, show, who
from .forms import EmptyForm
from .models import Group, Membership, Succession
from .seat_forms import RestForm, ShownForm, SuccessorForm
from .seating import here


def reach(request: HttpRequest, pk: int) -> tuple[Membership, bool]:
    """A current seat and whether it is her own; Http404, or PermissionDenied when she may not."""
    current = Membership.objects.current().select_related("party", "user", "represents")
    found = get_object_or_404(current, pk=pk)
    handing_over.require_own(found, who(request))
    return found, found.user_id == who(request).pk


def home(seat: Membership, own: bool) -> str:
    """Where one stands after having done something with a seat."""
    return reverse("account") if own else here(seat.party)


@login_required
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Your seat: how the open page names you, and the ways to pause and to leave."""
    found, own = reach(request, pk)
    form = ShownForm(sent(request), seat=found, own=own)
    if form.is_valid() and done(
        form, lambda: consent.show_me(found, by=who(request), **form.cleaned_data)
    ):
        return back(request, home(found, own), _("Saved. The open page is changed at once."))
    context = {
        "seat": found,
        "own": own,
        "form": form,
        "asked": found.successions.select_related("successor").first(),
        "leads": found.role in seats.LEADS,
        "leave": home(found, own),
    }
    return render(request, "groups/seat.html", context, status=422 if form.is_bound else 200)


def _do(
    request: HttpRequest, pk: int, act: Callable[..., Any], title: str, message: str
) -> HttpResponse:
    found, own = reach(request, pk)
    form = EmptyForm(request.POST)
    if form.is_valid() and done(form, lambda: act(found, by=who(request))):
        return back(request, home(found, own), message)
    return show(request, form, title=title, button=title, leave=home(found, own))


@login_required
@require_POST
def seat_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back when you can."""
    message = _("Your seat waits for you. Come back when you can.")
    return _do(request, pk, handing_over.pause_seat, _("Pause"), message)


@login_required
@require_POST
def seat_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back again."""
    return _do(request, pk, handing_over.return_to_seat, _("I am back"), _("Welcome back."))


@login_required
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then let somebody leave; who leads alone hands over first."""
    found, own = reach(request, pk)
    working = Group.objects.filter(pk=found.party_id, status=Group.Status.ACTIVE)
    if handing_over.leads_alone(found) and working.exists():
        return redirect("seat_hand_over", pk)
    form = EmptyForm(sent(request))
    if form.is_valid() and done(form, lambda: seats.end_seat(found, by=who(request))):
        return back(request, home(found, own), _("Done."))
    names = {"name": found.user, "party": found.party}
    return show(
        request,
        form,
        title=_("Do you want to leave %(party)s?") % names
        if own
        else _("Is %(name)s to leave %(party)s?") % names,
        lead=_("What you have said and written stays. You can also pause your seat instead.")
        if own
        else _("What she or he has said and written stays."),
        button=_("Yes, leave"),
        leave=home(found, own),
    )


@login_required
def seat_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else lead the group, or let it rest: a group is not left alone."""
    found, own = reach(request, pk)
    if found.role not in seats.LEADS:
        return redirect("seat_end", pk)
    rests = request.method == "POST" and "rest" in request.POST
    ask = SuccessorForm(None if rests else sent(request))
    rest = RestForm(request.POST if rests else None, auto_id="rest_%s")
    by = who(request)
    if ask.is_valid() and done(
        ask, lambda: handing_over.ask_successor(found, by=by, **ask.cleaned_data)
    ):
        return back(request, home(found, own), _("Asked. You lead the group until the answer."))
    if rest.is_valid() and done(
        rest, lambda: handing_over.let_rest_and_leave(found, rest.cleaned_data["reason"], by=by)
    ):
        return back(request, found.party, _("The group rests now. Its page says why."))
    context = {
        "seat": found,
        "own": own,
        "ask": ask,
        "rest": rest,
        "asked": found.successions.select_related("successor").first(),
        "alone": handing_over.leads_alone(found),
        "leave": home(found, own),
    }
    status = 422 if ask.is_bound or rest.is_bound else 200
    return render(request, "groups/hand_over.html", context, status=status)


@login_required
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody asks you to lead a group: yes or no, and no needs no reason."""
    by = who(request)
    waiting = Succession.objects.filter(status=Succession.Status.ASKED)
    asked = get_object_or_404(waiting.select_related("seat__party", "seat__user"), pk=pk)
    if asked.successor_id != by.pk:
        raise PermissionDenied("groups.take_over")
    form = EmptyForm(sent(request))
    if form.is_valid() and "no" in request.POST:
        if done(form, lambda: handing_over.decline(asked, by=by)):
            return back(request, reverse("todo"), _("You said no. Who asked is told."))
    elif (
        form.is_valid()
        and "yes" in request.POST
        and done(form, lambda: handing_over.accept(asked, by=by))
    ):
        return back(request, asked.seat.party, _("Thank you. You lead the group now."))
    group = Group.objects.get(pk=asked.seat.party_id)
    context = {"asked": asked, "group": group, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "groups/succession.html", context, status=status)


@login_required
@require_POST
def succession_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer."""
    waiting = Succession.objects.filter(status=Succession.Status.ASKED)
    asked = get_object_or_404(waiting.select_related("seat__party", "successor"), pk=pk)
    handing_over.require_own(asked.seat, who(request))
    form = EmptyForm(request.POST)
    after = reverse("seat_hand_over", args=[asked.seat_id])
    if form.is_valid() and done(form, lambda: handing_over.take_back(asked, by=who(request))):
        return back(request, after, _("Taken back. You can ask somebody else."))
    return show(request, form, title=_("Take back"), button=_("Take back"), leave=after)
