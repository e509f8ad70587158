"""What waits in the talks that a person looks after."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.people.rules import is_editor

from .models import Appeal, Comment
from .subjects import talks_of

SHOWN = 50  # of each sort on a page
State = Comment.State
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)


def looked_after(user: User) -> QuerySet[Comment]:
    """The comments of the talks that a person looks after."""
    found = Comment.objects.with_what_it_answers()
    if is_editor(user):
        return found
    mine = [party for party, role in seats(user) if role in LEADS]
    return found.filter(talks_of(mine))


def waiting(user: User) -> QuerySet[Comment]:
    """What waits for a look in the talks that a person looks after: new, or reported."""
    return looked_after(user).filter(
        Q(state=State.HELD) | Q(state=State.SHOWN, flags__settled_at=None, flags__isnull=False)
    )


def appeals_for(user: User) -> list[Appeal]:
    """The appeals that a person may decide over, the earliest first."""
    found = Appeal.objects.filter(decision="", comment__in=looked_after(user).order_by())
    found = found.select_related("comment__thread", "comment__as_party", "comment__answers_to")
    others = found.exclude(comment__hidden_by=user)[:SHOWN]
    alone = found.filter(comment__hidden_by=user)[:SHOWN]
    mine = [each for each in alone if may(user, "discussion.decide", each)]
    return sorted([*others, *mine], key=lambda each: (each.made_at, each.pk))
