"""What must always hold of groups."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.ui.registry import Fault, Look, invariant

from .models import Group, Membership


@invariant(
    "groups.are_led",
    order=60,
    holds=lambda: _("Every group at work has somebody who leads it."),
)
def are_led(look: Look) -> Iterator[Fault]:
    """A leader who pauses or whose account is closed cannot lead now."""
    leader = Membership.objects.leading().filter(party=OuterRef("pk"))
    for group in Group.objects.filter(~Exists(leader), status=Group.Status.ACTIVE):
        yield Fault(
            f"group {group.pk}",
            _("Nobody leads %(group)s.") % {"group": group},
            _("Give the group a facilitator"),
            reverse("group_seats", args=[group.slug]),
            str(group),
            (group.pk,),
        )
