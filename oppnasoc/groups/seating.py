"""Who belongs to a group, organisation or unit: the list, and each verb on it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oppnasoc.language.sorting import sort_key
from oppnasoc.people.rights import require

from . import seats
from .editing import back, done, fetch, sent, show, who
from .facts import RIGHT
from .models import Group, Membership, Organisation, Party, Unit
from .seat_forms import RoleForm, SeatForm

MODELS: dict[str, type[Group] | type[Organisation] | type[Unit]] = {
    Party.Kind.GROUP: Group,
    Party.Kind.ORGANISATION: Organisation,
    Party.Kind.UNIT: Unit,
}


@login_required
def party_seats(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Who belongs here, for those who may say so; the open page gives only their number."""
    party = fetch(request, MODELS[kind], RIGHT[Party.Kind(kind)], slug=slug)
    form = SeatForm(sent(request), party=party)
    if form.is_valid() and done(
        form, lambda: seats.give_seat(party, by=who(request), **form.cleaned_data)
    ):
        return back(request, here(party), _("Added."))
    members = party.memberships.current().select_related("user", "represents")
    roles = seats.ROLES[Party.Kind(kind)]
    context = {
        "party": party,
        "form": form,
        "members": sorted(members, key=lambda m: sort_key(m.user.name or m.user.email)),
        "roles": [(role.value, role.label) for role in roles] if len(roles) > 1 else [],
    }
    return render(request, "groups/seats.html", context, status=422 if form.is_bound else 200)


def here(party: Party) -> str:
    """The address of the list of those who belong to a party."""
    return reverse(f"{party.kind}_seats", args=[party.slug])


def seat(request: HttpRequest, pk: int) -> Membership:
    """A current seat that the person may change; Http404 or PermissionDenied otherwise."""
    current = Membership.objects.current().select_related("party", "user")
    found = get_object_or_404(current, pk=pk)
    require(who(request), RIGHT[Party.Kind(found.party.kind)], found.party)
    return found


@login_required
@require_POST
def seat_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role where she belongs."""
    membership = seat(request, pk)
    form = RoleForm(request.POST)
    if form.is_valid() and done(
        form, lambda: seats.change_role(membership, form.cleaned_data["role"], by=who(request))
    ):
        return back(request, here(membership.party), _("Saved."))
    return show(
        request,
        form,
        title=_("Another role for %(name)s") % {"name": membership.user},
        button=_("Save"),
        leave=here(membership.party),
    )
