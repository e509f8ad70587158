"""User organisations: the list, where one looks for help, and the page that each writes itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.people.rights import may
from oppnasoc.ui.menu import visitor

from . import actions, competence
from .consent import joined, named
from .editing import back, done, fetch, sent, who
from .forms import EmptyForm, fingerprint
from .models import Allotment, Group, Membership, Organisation
from .organisation_forms import CompetenceRows, SeekForm, rows_of
from .tree import by_name

EDIT = "groups.edit_organisation"


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """``/organisationer/?kan=talks&sprak=arabiska``: the organisations, in Swedish order; with a
    choice only those that can help with it."""
    every = sorted(Organisation.objects.prefetch_related("groups"), key=by_name)
    languages = sorted({language for each in every for language in each.spoken})
    form = SeekForm(request.GET or None, languages=languages)
    given = form.cleaned_data if form.is_valid() else {}
    kind, language = given.get("kan", ""), given.get("sprak", "")
    found = [
        each
        for each in every
        if (not kind or any(one.kind == kind for one in each.asked_for))
        and (not language or language in each.spoken)
    ]
    context = {
        "organisations": found,
        "form": form,
        "sought": [
            *([str(competence.Kind(kind).label)] if kind else []),
            *([language] if language else []),
        ],
        "may_add": may(visitor(request), "groups.edit_tree"),
    }
    return render(request, "groups/organisations.html", context)


@dataclass(frozen=True)
class Seats:
    """What an organisation has in a group: seats of its own, how many of them are free, and how
    many people it has sent there."""

    group: Group
    seats: int
    free: int
    sent: int


def seats_of(organisation: Organisation) -> list[Seats]:
    """The groups that it sits in, in Swedish order; three queries."""
    allotted = {
        each.group_id: each
        for each in Allotment.objects.filter(organisation=organisation).select_related("group")
    }
    sent_there = Membership.objects.current().filter(
        represents=organisation, role=Membership.Role.PARTICIPANT
    )
    taken = Counter(sent_there.order_by().values_list("party", flat=True))
    groups = {group.pk: group for group in organisation.groups.all()}
    groups |= {pk: each.group for pk, each in allotted.items()}
    found = []
    for group in sorted(groups.values(), key=by_name):
        if group.status == Group.Status.CLOSED:
            continue
        own = allotted[group.pk].seats if group.pk in allotted else 0
        found.append(Seats(group, own, max(0, own - taken[group.pk]), taken[group.pk]))
    return found


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation does, for whom, when and where, and what one can ask it for."""
    found = get_object_or_404(Organisation.objects.select_related("place"), slug=slug)
    by = visitor(request)
    members = found.memberships.current().filter(user__is_active=True)
    people, others = named(
        members.select_related("user", "represents"), revealing=found.reveals_health
    )
    may_edit = may(by, EDIT, found)
    context = {
        "organisation": found,
        "seats": seats_of(found),
        "people": joined([one.name for one in people], others),
        "may_edit": may_edit,
        "newest": found.versions.first() if may_edit else None,
        "may_look": may(by, "groups.look_at_versions"),
        "may_level": may(by, "groups.edit_tree"),
    }
    return render(request, "groups/organisation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def competences(request: HttpRequest, slug: str) -> HttpResponse:
    """What one can ask the organisation for, row by row; it shows at once."""
    found = fetch(request, Organisation, EDIT, slug=slug)
    mark = fingerprint(found, ["competences"])
    rows = CompetenceRows(sent(request), initial=found.competences)
    form = EmptyForm(sent(request))
    if rows.is_valid() and form.is_valid():
        if request.POST.get("seen", mark) != mark:
            form.add_error(
                None,
                _(
                    "Somebody else has changed this page while you wrote."
                    " Look at the page first. Then save again if yours is right."
                ),
            )
        elif done(
            form,
            lambda: actions.edit_party(
                found, {"competences": rows_of(rows.cleaned_data)}, by=who(request)
            ),
        ):
            return back(request, found, _("Saved. This is how the page looks now."))
    context = {"organisation": found, "rows": rows, "form": form, "seen": mark}
    status = 422 if rows.is_bound else 200
    return render(request, "groups/competences.html", context, status=status)
