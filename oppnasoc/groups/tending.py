"""What those who lead a group do on its page, and what editors do in the tree."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.people.rights import may, require

from . import actions, seats
from .editing import back, done, fetch, sent, show, who
from .forms import (
    ApprovalForm,
    GroupForm,
    MissionForm,
    MoveForm,
    StartForm,
    StatusForm,
)
from .models import Group, Mission

EDIT = "groups.edit_group"


@login_required
def group_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what the group's page tells."""
    group = fetch(request, Group, EDIT, slug=slug)
    form = GroupForm(sent(request), instance=group)
    if form.is_valid() and done(
        form, lambda: actions.edit_party(group, form.facts(), by=who(request))
    ):
        return back(request, group, _("Saved. This is how the page looks now."))
    return show(
        request,
        form,
        title=_("Change what the page tells"),
        lead=_("Write as you talk. What you leave empty is not shown."),
        button=_("Save"),
        leave=group,
    )


@login_required
def group_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the group works, rests or is closed, with the reason."""
    group = fetch(request, Group, EDIT, slug=slug)
    initial = {"status": group.status, "reason": group.status_reason}
    form = StatusForm(sent(request), initial=initial)
    if form.is_valid() and done(
        form, lambda: actions.set_group_status(group, by=who(request), **form.cleaned_data)
    ):
        return back(request, group, _("Saved. The page says how it is now."))
    return show(
        request,
        form,
        title=_("Does the group work or rest?"),
        lead=_("A group may rest. Say so, and say why, and nobody comes to a locked door."),
        button=_("Save"),
        leave=group,
    )


@login_required
def group_mission(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new version of the mission description; the old ones stay readable."""
    group = fetch(request, Group, EDIT, slug=slug)
    latest = group.missions.first()
    may_approve = may(who(request), "groups.approve_mission", group)
    initial = {"text": latest.text if latest else ""}
    form = MissionForm(sent(request), initial=initial, may_approve=may_approve)
    if form.is_valid() and done(
        form, lambda: actions.add_mission(group, by=who(request), **form.cleaned_data)
    ):
        return back(request, group, _("Saved. The old version can still be read."))
    return show(
        request,
        form,
        title=_("New mission description"),
        lead="" if may_approve else _("It is a proposal until those who decide approve it."),
        button=_("Save"),
        leave=group,
    )


@login_required
def mission_approve(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Say who approved a proposed mission description, and when."""
    group = fetch(request, Group, "groups.approve_mission", slug=slug)
    mission = get_object_or_404(
        Mission.objects.select_related("group"), group=group, version=version, approved_on=None
    )
    by = who(request)
    form = ApprovalForm(sent(request), initial={"approved_by": by.name}, by=by)
    if form.is_valid() and done(
        form, lambda: actions.approve_mission(mission, by=who(request), **form.cleaned_data)
    ):
        return back(request, group, _("Saved. This mission description holds from now on."))
    return show(
        request,
        form,
        title=_("Approve the mission description"),
        button=_("Approve"),
        leave=group,
        text=mission.text,
    )


@login_required
def group_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Hang the group somewhere else in the tree."""
    group = fetch(request, Group, "groups.edit_tree", slug=slug)
    form = MoveForm(sent(request), group=group)
    if form.is_valid() and done(
        form, lambda: actions.move_group(group, form.cleaned_data["parent"], by=who(request))
    ):
        return back(request, group, _("Done. The group has its new place in the tree."))
    return show(request, form, title=_("Move in the tree"), button=_("Move"), leave=group)


@login_required
def group_new(request: HttpRequest) -> HttpResponse:
    """Start a group, with somebody who leads it."""
    require(who(request), "groups.edit_tree")
    form = GroupForm(sent(request))
    leader = StartForm(sent(request), initial={"parent": request.GET.get("under")})

    @transaction.atomic
    def start() -> None:
        given = leader.cleaned_data
        group = form.fill()
        group.parent = given["parent"]
        actions.add_party(group, by=who(request))
        seats.give_first_seat(group, given["email"], name=given["person_name"], by=who(request))

    # Both forms are checked, so that every error is shown at once.
    if all([form.is_valid(), leader.is_valid()]) and done(leader, start):
        return back(request, form.instance, _("The group is here. Tell more about it any time."))
    return show(
        request,
        form,
        title=_("New group"),
        lead=_("A name and somebody who leads it are enough. The rest can come later."),
        button=_("Start the group"),
        leave=reverse("groups"),
        second=leader,
    )
