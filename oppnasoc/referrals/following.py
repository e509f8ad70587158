"""A text that one is asked about can be followed; it is news of whoever asks, and of the question
that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry
from oppnasoc.ui.templatetags.ui import day

from .models import Referral


def referrals(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    return {
        each.pk: Shown(each.title, each.get_absolute_url(), then(each))
        for each in Referral.objects.visible_to(user).filter(pk__in=keys)
    }


def then(referral: Referral) -> str:
    """What happens next, as a sentence; '' when nothing more will."""
    if not referral.is_open:
        return ""
    if referral.sums_up:
        return _("The answers are summed up now.")
    return _("One can answer until %(on)s.") % {"on": day(referral.answers_by)}


subject("referral", word="tyck-till", label=gettext_lazy("Texts"), shown=referrals, order=35)


@belongs("referrals.Referral")
def of_referrals(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Referral.objects.published().filter(pk__in={entry.about_id for entry in entries})
    known = {pk: its for pk, *its in rows.values_list("pk", "sender", "about")}
    return {
        entry.pk: [
            ("referral", entry.about_id),
            ("party", its[0]),
            *([("matter", its[1])] if its[1] else []),
        ]
        for entry in entries
        if (its := known.get(entry.about_id))
    }


@tells_of("referral")
def about_a_referral(key: int) -> Q:
    return Q(about_type="referrals.referral", about_id=key)


def _about(wanted: Q) -> Q:
    found = Referral.objects.published().filter(wanted).order_by().values("pk")
    return Q(about_type="referrals.referral", about_id__in=found)


@tells_of("party")
def about_those_of_a_party(key: int) -> Q:
    return _about(Q(sender=key))


@tells_of("matter")
def about_those_of_a_matter(key: int) -> Q:
    return _about(Q(about=key))
