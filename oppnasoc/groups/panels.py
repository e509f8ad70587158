"""What groups tell on the pages of people: where somebody sits."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oppnasoc.people.models import User
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel, tells

from .models import Membership, Party, Post

Role = Membership.Role

#: A seat in words, as it is said of somebody: 'leads Brukargruppen'.
SAID: dict[str, Promise] = {
    Role.PARTICIPANT: _("takes part in %(party)s"),
    Role.FACILITATOR: _("leads %(party)s"),
    Role.SECRETARY: _("secretary of %(party)s"),
    Role.MEMBER: _("member of %(party)s"),
    Role.STAFF: _("works at %(party)s"),
}


@tells("people.seats")
def seats_in_words(ids: list[int]) -> dict[int, list[str]]:
    """Where each person sits now, the most demanding first; two queries for all of them."""
    said: dict[int, list[str]] = defaultdict(list)
    weight = [Role.SECRETARY, Role.FACILITATOR, Role.STAFF, Role.MEMBER, Role.PARTICIPANT]
    members = Membership.objects.filter(user_id__in=ids).current().select_related("party")
    for post in Post.objects.filter(held_by__in=ids):
        if post.held_by_id is not None:
            said[post.held_by_id].append(post.name)
    for seat in sorted(members, key=lambda m: (weight.index(Role(m.role)), m.party.name)):
        said[seat.user_id].append(str(SAID[seat.role]) % {"party": seat.party.name})
    return dict(said)


@panel("people.account", order=10, queries=2)
def your_seats(request: HttpRequest, person: User) -> str:
    """On 'Ditt konto': the groups, organisations and units that she belongs to."""
    members = Membership.objects.filter(user=person).current().select_related("party")
    seats = sorted(members, key=lambda m: m.party.name)
    posts = list(Post.objects.filter(held_by=person))
    given = {"seats": seats, "posts": posts}
    return render_to_string("groups/_your_seats.html", given, request)


@tells("search.party")
def names(ids: list[int]) -> dict[int, str]:
    """What parties are called."""
    return dict(called(ids=sorted(set(ids))))


@prepared
def called(*, ids: list[int]) -> QuerySet[Party, tuple[int, str]]:
    return Party.objects.filter(pk__in=ids).order_by().values_list("pk", "name")
