"""What must always hold of matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.workdays import workdays_before
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import countword, shortday
from oppnasoc.voices.models import Voice

from . import feedback
from .models import Ground, Matter

SHOWN = 200  # of each sort, the longest standing


def of_matter(matter: Matter, says: str, mend: str) -> Fault:
    """A fault of a matter, for those who lead the group that sees it through."""
    return Fault(
        thing=f"matter {matter.pk}",
        says=says % {"matter": matter},
        mend=mend,
        url=f"{matter.get_absolute_url()}#for-dig",
        concerns=str(matter.steward or ""),
        groups=(matter.steward_id,) if matter.steward_id else (),
    )


@invariant(
    "matters.someone_has_it",
    order=10,
    holds=lambda: _("Every open matter has a group, somebody that it lies with, and a day."),
)
def someone_has_it(look: Look) -> Iterator[Fault]:
    """The database refuses it; a restored or repaired one may still hold it."""
    lacks = Q(steward=None) | Q(holder=None) | Q(next_on=None)
    for matter in Matter.objects.open().filter(lacks).select_related("steward").order_by("pk"):
        yield of_matter(
            matter, _("Nobody has ”%(matter)s”, or it has no day."), _("Say who has it")
        )


@invariant(
    "matters.told",
    order=20,
    holds=lambda: (
        ngettext(
            "Nobody has waited more than %(n)d working day to be told what came of it.",
            "Nobody has waited more than %(n)d working days to be told what came of it.",
            patience.OWED_WORDS_WORKDAYS,
        )
        % {"n": patience.OWED_WORDS_WORKDAYS}
    ),
)
def told(look: Look) -> Iterator[Fault]:
    """Debts that only a person can settle; who has a code reads it herself."""
    before = workdays_before(look.today, patience.OWED_WORDS_WORKDAYS)
    owed = feedback.owed().filter(owed_since__lt=before)
    owed = owed.exclude(voice__tell_by=Voice.TellBy.CODE)
    counted = (
        Ground.objects.filter(pk__in=owed.order_by().values("pk"))
        .order_by()
        .values_list("matter")
        .annotate(Count("pk"), since=Min("owed_since"))
        .order_by("since")[:SHOWN]
    )
    waiting = {matter: (count, since) for matter, count, since in counted}
    for matter in Matter.objects.filter(pk__in=waiting).select_related("steward"):
        count, since = waiting[matter.pk]
        text = ngettext(
            "One person has waited since %(since)s to hear what came of ”%(matter)s”.",
            "%(n)s people have waited since %(since)s to hear what came of ”%(matter)s”.",
            count,
        )
        words = {"n": countword(count), "since": shortday(since), "matter": matter}
        says = text % words
        yield Fault(
            f"matter {matter.pk}",
            says[0].upper() + says[1:],
            _("Tell them"),
            reverse("debts"),
            str(matter.steward or ""),
            (matter.steward_id,) if matter.steward_id else (),
        )


@invariant(
    "matters.hand_overs_are_answered",
    order=30,
    holds=lambda: _("No hand-over is without an answer when its day has passed."),
)
def hand_overs_are_answered(look: Look) -> Iterator[Fault]:
    """Each comes back by itself the next morning; one that has not done so is stuck."""
    passed = Matter.objects.going().filter(asked_until__lt=look.today).select_related("steward")
    for matter in passed.order_by("asked_until")[:SHOWN]:
        text = _("Nobody has answered whether they take over ”%(matter)s”.")
        yield of_matter(matter, text, _("Call the question back"))


@invariant(
    "matters.late_has_a_reason",
    order=40,
    holds=lambda: _("Every matter that is late says why."),
)
def late_has_a_reason(look: Look) -> Iterator[Fault]:
    late = Matter.objects.published().late(look.today).select_related("steward")
    silent = late.filter(Q(why_late=None) | Q(why_late__text=""))
    for matter in silent.order_by("next_on")[:SHOWN]:
        text = _("”%(matter)s” is late, and the page does not say why.")
        yield of_matter(matter, text, _("Write why it takes time"))
