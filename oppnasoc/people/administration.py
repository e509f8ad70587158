"""The administrators' pages: who has an account, and which global roles."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import told

from . import actions
from .forms import InviteForm
from .models import User
from .requests import signed_in
from .rights import may

PER_PAGE = 40


def _administrator(request: HttpRequest) -> User:
    """Whoever may not see the list gets 404: it is not there at all."""
    user = signed_in(request)
    if not may(user, "people.see_people"):
        raise Http404
    return user


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, found by a part of name or address."""
    _administrator(request)
    q = request.GET.get("q", "").strip()[:100]
    found = User.objects.order_by("-is_active", Lower("name"), "email")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(email__icontains=q))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    seats = told("people.seats", [user.pk for user in page])
    rows = [(user, [*user.global_roles(), *seats.get(user.pk, [])]) for user in page]
    return render(request, "people/people.html", {"q": q, "page": page, "rows": rows})


@login_required
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One account: its roles, what happened to it, and the switch."""
    administrator = _administrator(request)
    shown = get_object_or_404(User, uuid=uuid)
    given = {
        "person": shown,
        "has_second_factor": Authenticator.objects.filter(user=shown).exists(),
        "is_self": shown == administrator,
        "roles": [(role, getattr(shown, role.field)) for role in actions.Role],
        "seats": told("people.seats", [shown.pk]).get(shown.pk, []),
        "log": lines(Entry.objects.all().about(shown), audience=Audience.STAFF),
    }
    return render(request, "people/person.html", given)


@login_required
@require_POST
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One button of an account's page: ``do`` names the action, ``role`` the role."""
    administrator = _administrator(request)
    shown = get_object_or_404(User, uuid=uuid)
    does = {
        "give": lambda: actions.give_role(shown, _role(request), by=administrator),
        "take": lambda: actions.take_role(shown, _role(request), by=administrator),
        "close": lambda: actions.deactivate(shown, by=administrator),
        "open": lambda: actions.reactivate(shown, by=administrator),
        "forget": lambda: actions.forget_second_factor(shown, by=administrator),
        "sign_out": lambda: actions.sign_out_everywhere(shown, by=administrator),
    }
    action = does.get(request.POST.get("do", ""))
    if action is None:
        raise Http404
    try:
        action()
    except Stale:
        messages.info(request, _("Somebody else had already changed it. Look again."))
    else:
        messages.success(request, _("It is done."))
    return redirect("person", uuid)


def _role(request: HttpRequest) -> actions.Role:
    try:
        return actions.Role(request.POST.get("role", ""))
    except ValueError as error:
        raise Http404 from error


@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    administrator = _administrator(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invited = actions.invite(given["email"], name=given["name"], by=administrator)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("The invitation is sent."))
            return redirect("person", invited.uuid)
    return render(request, "people/invite.html", {"form": form})
