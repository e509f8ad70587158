"""What waits in talks: for those who look after them, and for whoever wrote what is not shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.workdays import workdays_before
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Todo, todo

from .models import Appeal, Comment, Flag
from .subjects import abouts
from .tending import appeals_for, waiting

TOLD_FOR = timedelta(days=14)  # how long the way to the reason stands among what waits


@todo(order=12)
def to_look_at(user: User) -> list[Todo]:
    """One line for everything new and reported in the talks that a person looks after."""
    if not may(user, "discussion.look"):
        return []
    found = waiting(user).order_by()
    count = found.values("pk").distinct().count()
    if not count:
        return []
    day = timezone.localdate(min(waits_since(found)))
    late = day < workdays_before(timezone.localdate(), patience.UNREAD_COMMENT_WORKDAYS)
    title = ngettext("%(n)d comment to look at", "%(n)d comments to look at", count)
    why = _("Somebody has written in a talk that you look after.")
    return [Todo(title % {"n": count}, reverse("talk_queue"), why, day, late, _("Look at them"))]


def waits_since(found: QuerySet[Comment]) -> list[datetime]:
    """Since when the first new comment waits, and the first reported one: since it was reported,
    however old its words are. Two queries; at least one when anything waits."""
    new = found.filter(state=Comment.State.HELD)
    told = Flag.objects.filter(settled_at=None, comment__in=found.values("pk"))
    firsts = (
        new.aggregate(first=Min(Coalesce("edited_at", "created_at")))["first"],
        told.aggregate(first=Min("made_at"))["first"],
    )
    return [first for first in firsts if first is not None]


@todo(order=13)
def to_decide(user: User) -> list[Todo]:
    """Appeals that she may decide over."""
    if not may(user, "discussion.look"):
        return []
    appeals = appeals_for(user)
    whats = abouts({each.comment.thread for each in appeals}, user)
    return [
        Todo(
            _("Somebody asks for another look at a comment"),
            reverse("appeal_decide", args=[each.pk]),
            whats[each.comment.thread_id].title
            if each.comment.thread_id in whats
            else _("Another person decided that it is not shown."),
            timezone.localdate(each.made_at),
            verb=_("Look and decide"),
        )
        for each in appeals
    ]


@todo(order=61)
def answered(user: User) -> list[Todo]:
    """What others have answered her lately and she has not looked at."""
    found = Comment.objects.unread_by(user.pk).filter(shown_at__gte=timezone.now() - TOLD_FOR)
    found = found.select_related("thread").order_by("-shown_at", "-pk")
    answers = {each.replies_to_id: each for each in found[:20]}
    whats = abouts({each.thread for each in answers.values()}, user)
    return [
        Todo(
            _("Somebody has answered you"),
            reverse("own_comment_signed_in", args=[pk]),
            _("You wrote in the talk: %(title)s") % {"title": whats[each.thread_id].title},
            verb=_("Read the answer"),
            rests=True,
        )
        for pk, each in answers.items()
        if each.thread_id in whats
    ]


@todo(order=60)
def not_shown(user: User) -> list[Todo]:
    """What she wrote with her account and was hidden lately: the way to the reason."""
    asked = Appeal.objects.filter(comment=OuterRef("pk"), made_at__gte=OuterRef("hidden_at"))
    hidden = Comment.objects.filter(author=user, state=Comment.State.HIDDEN)
    hidden = hidden.filter(hidden_at__gte=timezone.now() - TOLD_FOR).exclude(Exists(asked))
    return [
        Todo(
            _("Something that you wrote is not shown"),
            reverse("own_comment_signed_in", args=[comment.pk]),
            _("You can read why, change it, or ask for another look."),
            verb=_("Read why"),
            rests=True,
        )
        for comment in hidden.order_by("-hidden_at")[:5]
    ]
