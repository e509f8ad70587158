"""What waits in groups and organisations: pages that say too little, changes to look at, seats."""

from __future__ import annotations

from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Todo, todo

from .answers import is_answered
from .levels import ladder
from .models import Group, Membership, Mission, Organisation, Succession, Version
from .rules import HOLDER, seats
from .seats import LEADS


@todo(order=30)
def asked_to_lead(user: User) -> list[Todo]:
    """Groups that somebody asks her to lead."""
    waiting = Succession.objects.filter(successor=user, status=Succession.Status.ASKED)
    return [
        Todo(
            _("Do you want to lead %(group)s?") % {"group": asked.seat.party},
            reverse("succession", args=[asked.pk]),
            _("You are asked to take over. Yes and no are both fine."),
            verb=_("Answer"),
        )
        for asked in waiting.select_related("seat__party")
    ]


@todo(order=31)
def handing_over(user: User) -> list[Todo]:
    """Groups that she wants to hand over: she leads them until somebody has said yes."""
    if not any(role in LEADS for _party, role in seats(user)):
        return []
    said = (Succession.Status.ASKED, Succession.Status.DECLINED)
    latest = (
        Succession.objects.filter(seat__in=Membership.objects.current().filter(user=user))
        .annotate(newest=Max("seat__successions__pk"))
        .filter(pk=F("newest"), status__in=said)
        .select_related("seat__party", "successor")
    )
    found = []
    for each in latest:
        names = {"group": each.seat.party, "name": each.successor}
        asked = each.status == Succession.Status.ASKED
        title = _("Ask somebody else to lead %(group)s") % names
        why = _("%(name)s could not take over.") % names
        if asked:
            title = _("You lead %(group)s until somebody has answered") % names
            why = _("%(name)s is asked to take over.") % names
        url = reverse("seat_hand_over", args=[each.seat_id])
        found.append(Todo(title, url, why, verb=_("See to it"), rests=asked))
    return found


@todo(order=40)
def changed_pages(user: User) -> list[Todo]:
    """What organisations have written since an editor last looked."""
    if not may(user, "groups.look_at_versions"):
        return []
    waiting = (
        Version.objects.filter(status=Version.Status.WAITING)
        .values_list("organisation__slug", "organisation__name")
        .annotate(Max("number"))
        .order_by("organisation__name")
    )
    return [
        Todo(
            _("Look at what %(organisation)s has changed") % {"organisation": name},
            reverse("organisation_look", args=[slug, number]),
            _("It is shown already. You look afterwards."),
            verb=_("Look at it"),
            rests=True,
        )
        for slug, name, number in waiting
    ]


@todo(order=41)
def taken_back(user: User) -> list[Todo]:
    """Changes that editors took back, until the organisation writes something new."""
    belongs = [party for party, role in seats(user) if role == Membership.Role.MEMBER]
    if not belongs:
        return []
    # Taking back writes the version that follows; a third one is the organisation's answer.
    newer = Version.objects.filter(
        organisation=OuterRef("organisation"), number__gt=OuterRef("number") + 1
    )
    last = Version.objects.filter(
        ~Exists(newer), organisation__in=belongs, status=Version.Status.TAKEN_BACK
    )
    return [
        Todo(
            _("Read why a change on the page of %(organisation)s was taken back")
            % {"organisation": each.organisation},
            reverse("organisation_versions", args=[each.organisation.slug]),
            _("You belong to the organisation."),
            verb=_("Read why"),
            rests=True,
        )
        for each in last.select_related("organisation")
    ]


@todo(order=50)
def proposed_missions(user: User) -> list[Todo]:
    """Mission descriptions that wait for those who may approve them."""
    holds = any(role == HOLDER for _party, role in seats(user))
    if not holds and not may(user, "groups.approve_mission"):
        return []
    newer = Mission.objects.filter(group=OuterRef("group"), version__gt=OuterRef("version"))
    waiting = Mission.objects.filter(~Exists(newer), approved_on=None).exclude(
        group__status=Group.Status.CLOSED
    )
    above = ladder() if holds and not may(user, "groups.approve_mission") else None
    mine = {party for party, role in seats(user) if role == HOLDER}
    return [
        Todo(
            _("Approve the mission description of %(group)s?") % {"group": each.group},
            reverse("mission", args=[each.group.slug, each.version]),
            _("The group has proposed it."),
            verb=_("Read and approve"),
        )
        for each in waiting.select_related("group")
        if above is None or mine.intersection(above.all_above(each.group_id))
    ]


@todo(order=70)
def silent_pages(user: User) -> list[Todo]:
    """Groups that she leads and organisations that she belongs to, whose page says too little."""
    leads = [party for party, role in seats(user) if role in LEADS]
    belongs = [party for party, role in seats(user) if role == Membership.Role.MEMBER]
    found = []
    if leads:
        for group in Group.objects.filter(pk__in=leads, status=Group.Status.ACTIVE):
            url = reverse("group_edit", args=[group.slug])
            why = _("You lead the group.")
            if not is_answered(group, "why"):
                title = _("Tell why %(group)s exists") % {"group": group}
                found.append(Todo(title, f"{url}#id_why", why, verb=_("Write"), rests=True))
            elif not is_answered(group, "contact"):
                title = _("Tell whom one can ask about %(group)s") % {"group": group}
                found.append(Todo(title, f"{url}#id_contact", why, verb=_("Write"), rests=True))
    if belongs:
        for organisation in Organisation.objects.filter(pk__in=belongs, does=""):
            found.append(
                Todo(
                    _("Tell what %(organisation)s does") % {"organisation": organisation},
                    reverse("organisation_edit", args=[organisation.slug]),
                    _("You belong to the organisation."),
                    verb=_("Write"),
                    rests=True,
                )
            )
    return found


@todo(order=71)
def leaderless_groups(user: User) -> list[Todo]:
    """Groups at work that nobody leads, for those who look after the tree.

    For instance because an account was closed, or because the only leader pauses.
    """
    if not may(user, "groups.edit_tree"):
        return []
    leader = Membership.objects.leading().filter(party=OuterRef("pk"))
    groups = Group.objects.filter(Q(status=Group.Status.ACTIVE), ~Exists(leader))
    return [
        Todo(
            _("Find somebody who leads %(group)s") % {"group": group},
            reverse("group_seats", args=[group.slug]),
            _("You look after the tree of groups."),
            verb=_("Give the group a facilitator"),
        )
        for group in groups
    ]
