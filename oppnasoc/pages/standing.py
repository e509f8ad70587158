"""Who a person is on this site, in her own terms: 'Du leder Brukargruppen på Fyren.'"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.models import Membership, Post
from oppnasoc.people.models import User
from oppnasoc.trail.kinds import link

Role = Membership.Role

SEATS = {
    Role.SECRETARY: gettext_lazy("You lead {} and publish its notes."),
    Role.FACILITATOR: gettext_lazy("You lead {}."),
    Role.STAFF: gettext_lazy("You work at {}."),
    Role.MEMBER: gettext_lazy("You belong to {}."),
    Role.PARTICIPANT: gettext_lazy("You take part in {}."),
}


def standing(user: User) -> list[str]:
    """One short sentence, safe HTML, for each role that the person has. Two queries."""
    order = list(SEATS)
    seats = Membership.objects.current().filter(user=user).select_related("party")
    found = [
        format_html(str(SEATS[Role(seat.role)]), link(seat.party))
        for seat in sorted(seats, key=lambda seat: order.index(Role(seat.role)))
    ]
    found += [
        format_html(_("You are {}."), link(post)) for post in Post.objects.filter(held_by=user)
    ]
    globally = [
        (user.is_editor, _("You are an editor.")),
        (user.is_manager, _("You may answer every matter.")),
        (user.is_administrator, _("You look after people and settings.")),
    ]
    return found + [sentence for has, sentence in globally if has]
