"""What must always hold of texts that others are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.workdays import workdays_before
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import shortday

from .models import Referral, Response


@invariant(
    "referrals.summed_up",
    order=57,
    holds=lambda: (
        ngettext(
            "Nothing that was asked about waits to be summed up for more than %(n)d working day.",
            "Nothing that was asked about waits to be summed up for more than %(n)d working days.",
            patience.SUMMED_UP_WORKDAYS,
        )
        % {"n": patience.SUMMED_UP_WORKDAYS}
    ),
)
def summed_up(look: Look) -> Iterator[Fault]:
    """One fault for each text; one query."""
    day = workdays_before(look.today, patience.SUMMED_UP_WORKDAYS)
    late = Referral.objects.filter(status=Referral.Status.OPEN, answers_by__lt=day)
    for text in late.select_related("sender").order_by("answers_by", "pk"):
        says = _("%(title)s: the answers are not summed up. The last day was %(on)s.")
        yield fault(text, says % {"title": text.title, "on": shortday(text.answers_by)},
                    _("Say what the answers changed"))  # fmt: skip


@invariant(
    "referrals.read",
    order=58,
    holds=lambda: (
        ngettext(
            "No answer to a text is unread for more than %(n)d working day.",
            "No answer to a text is unread for more than %(n)d working days.",
            patience.UNREAD_ANSWER_WORKDAYS,
        )
        % {"n": patience.UNREAD_ANSWER_WORKDAYS}
    ),
)
def read(look: Look) -> Iterator[Fault]:
    """One fault for each text with answers that nobody has looked at; two queries."""
    day = workdays_before(look.today, patience.UNREAD_ANSWER_WORKDAYS)
    before = timezone.make_aware(datetime.combine(day, time.min))
    old = Response.objects.waiting().filter(created_at__lt=before)
    old = old.filter(referral__status=Referral.Status.OPEN).order_by()
    since = dict(old.values_list("referral").annotate(Min("created_at")))
    for text in Referral.objects.filter(pk__in=since).select_related("sender").order_by("pk"):
        says = _("%(title)s: answers have been unread since %(since)s.")
        given = {"title": text.title, "since": shortday(since[text.pk])}
        yield fault(text, says % given, _("Look at the answers"))


def fault(text: Referral, says: str, mend: str) -> Fault:
    groups = (text.sender_id,) if text.sender.kind == "group" else ()
    url = reverse("referral_sum_up", args=[text.pk])
    return Fault(f"text {text.pk}", says, mend, url, str(text.sender), groups)
