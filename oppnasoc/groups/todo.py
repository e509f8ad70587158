"""What a page still lacks, for those who can mend it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Todo, todo

from .answers import is_answered
from .models import Group, Membership, Organisation
from .rules import seats
from .seats import LEADS


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
                found.append(Todo(title, f"{url}#id_why", why))
            elif not is_answered(group, "contact"):
                title = _("Tell whom one can ask about %(group)s") % {"group": group}
                found.append(Todo(title, f"{url}#id_contact", why))
    if belongs:
        for organisation in Organisation.objects.filter(pk__in=belongs, does=""):
            found.append(
                Todo(
                    _("Tell what %(organisation)s does") % {"organisation": organisation},
                    reverse("organisation_edit", args=[organisation.slug]),
                    _("You belong to the organisation."),
                )
            )
    return found


@todo(order=71)
def leaderless_groups(user: User) -> list[Todo]:
    """Groups at work that nobody leads, for those who look after the tree."""
    if not may(user, "groups.edit_tree"):
        return []
    leader = Membership.objects.current().filter(party=OuterRef("pk"), role__in=LEADS)
    groups = Group.objects.filter(~Q(status=Group.Status.CLOSED), ~Exists(leader))
    return [
        Todo(
            _("Find somebody who leads %(group)s") % {"group": group},
            reverse("group_seats", args=[group.slug]),
            _("You look after the tree of groups."),
        )
        for group in groups
    ]
