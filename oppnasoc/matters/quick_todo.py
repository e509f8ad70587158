"""Quick questions that wait for an answer, and kept answers that somebody should look at again."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import HOLDER, seats
from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .models import Answer, Matter

SHOWN = 30
LEADS = {Membership.Role.FACILITATOR, Membership.Role.SECRETARY}
ANSWERS = {Membership.Role.STAFF, Membership.Role.MEMBER, HOLDER, *LEADS}


def hers(user: User) -> set[int]:
    """The parties that a person answers for."""
    return {party for party, role in seats(user) if role in ANSWERS}


@todo(order=14)
def to_answer(user: User) -> list[Todo]:
    """Questions that she is asked, or that lie with her unit, role or group."""
    mine = hers(user)
    if not mine:
        return []
    asked = Q(asked__in=mine) | Q(asked=None, holder__in=mine)
    waiting = Matter.objects.published().open().going().filter(asked, quick=True)
    today = timezone.localdate()
    return [
        Todo(
            matter.title,
            f"{matter.get_absolute_url()}?gor=reply#for-dig",
            _("Somebody asks. A few sentences are enough."),
            matter.next_on,
            matter.next_on is not None and matter.next_on < today,
            _("Answer the question"),
        )
        for matter in waiting.order_by("next_on", "pk")[:SHOWN]
    ]


@todo(order=60)
def to_look_at_again(user: User) -> list[Todo]:
    """Kept answers whose day has come, of those whom they lie with."""
    mine = hers(user)
    if not mine:
        return []
    old = Answer.objects.filter(
        review_on__lte=timezone.localdate(),
        corrected_by=None,
        matter__quick=True,
        matter__holder__in=mine,
        matter__status=Matter.Status.CLOSED,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    return [
        Todo(
            _("Does the answer still hold? %(matter)s") % {"matter": answer.matter},
            f"{answer.matter.get_absolute_url()}?gor=still_right#for-dig",
            _("People find it when they search."),
            verb=_("Look at the answer"),
            rests=True,
        )
        for answer in old.select_related("matter").order_by("review_on", "pk")[:SHOWN]
    ]
