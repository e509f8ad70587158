"""What waits for a person: an answer to write, answers to look at, a summing-up."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.language.workdays import workdays_after
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Todo, todo

from .asking_by_mail import CODES, DONE
from .models import Asked, Referral, Response

SHOWN = 10
FAILED = 50  # mails that came back, the latest

Status = Referral.Status


def acts_as(user: User) -> set[int]:
    """The parties that a person acts for."""
    return {party for party, role in seats(user) if role != Membership.Role.PARTICIPANT}


@todo(order=20)
def answers_that_are_asked_for(user: User) -> list[Todo]:
    """Texts that somebody whom she acts for is asked about and has not answered."""
    if not (parties := acts_as(user)):
        return []
    answered = Response.objects.shown().filter(
        referral=OuterRef("referral"), party=OuterRef("party")
    )
    asked = Asked.objects.filter(~Exists(answered), party__in=parties)
    asked = asked.filter(referral__status=Referral.Status.OPEN).select_related("referral", "party")
    drafts = Response.objects.filter(
        referral=OuterRef("referral"), party=OuterRef("party"), state=Response.State.DRAFT
    )
    asked = asked.annotate(begun=Exists(drafts))
    today, drafted = timezone.localdate(), _("You have a draft that is not sent.")
    return [
        Todo(
            _("Answer for %(name)s: %(title)s")
            % {"name": each.party.name, "title": each.referral.title},
            reverse("referral_answer", args=[each.referral_id, each.party_id]),
            drafted if each.begun else _("You are asked about a text."),
            each.referral.answers_by,
            each.referral.answers_by < today,
            _("Go on with the draft") if each.begun else _("Write the answer"),
        )
        for each in asked.order_by("referral__answers_by", "pk")[:SHOWN]
    ]


@todo(order=21)
def answers_to_sum_up(user: User) -> list[Todo]:
    """One line for each text that she has sent out: people's answers that wait for a look, or the
    summing-up when the last day has passed."""
    if not (parties := acts_as(user)):
        return []
    today = timezone.localdate()
    texts = Referral.objects.filter(sender__in=parties, status=Referral.Status.OPEN)
    waiting = Response.objects.waiting().filter(referral__in=texts).order_by()
    held = dict(waiting.values_list("referral").annotate(Count("pk")))
    texts = texts.filter(Q(pk__in=held) | Q(answers_by__lt=today))
    found = []
    for text in texts.order_by("answers_by", "pk")[:SHOWN]:
        url = reverse("referral_sum_up", args=[text.pk])
        if text.is_past(today):
            until = workdays_after(text.answers_by, patience.SUMMED_UP_WORKDAYS)
            title = _("Sum up the answers: %(title)s") % {"title": text.title}
            why = _("Everybody who answered waits for what it changed.")
            found.append(Todo(title, url, why, until, until < today, _("Sum up")))
        else:
            title = ngettext("%(n)d answer to look at: %(title)s",
                             "%(n)d answers to look at: %(title)s", held[text.pk])  # fmt: skip
            given = {"n": held[text.pk], "title": text.title}
            why = _("Nobody else can read an answer before you have looked.")
            found.append(Todo(title % given, url, why, verb=_("Look at them")))
    return found


@todo(order=22)
def not_reached(user: User) -> list[Todo]:
    """Those who were asked by mail and whose mail came back: somebody has to call."""
    if not (parties := acts_as(user)):
        return []
    failed = Message.objects.stuck().filter(kind__in=CODES).order_by("-pk")
    mine = Asked.objects.filter(referral__sender__in=parties, referral__status=Status.OPEN)
    mine = mine.filter(pk__in=list(failed.values_list("thing", flat=True)[:FAILED]))
    answered = Response.objects.filter(
        referral=OuterRef("referral"), party=OuterRef("party"), state__in=DONE
    )
    rows = mine.filter(~Exists(answered)).select_related("party", "referral")
    return [
        Todo(
            _("Call %(party)s: %(matter)s") % {"party": row.party, "matter": row.referral},
            row.party.get_absolute_url(),
            _("Our mail to them came back. They do not know that they are asked."),
            verb=_("See how to reach them"),
        )
        for row in rows[:SHOWN]
    ]
