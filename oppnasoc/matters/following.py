"""A matter can be followed; what happens with it belongs to its groups and its theme too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry
from oppnasoc.ui.templatetags.ui import day

from .models import Matter


def matters(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    return {
        matter.pk: Shown(matter.title, matter.get_absolute_url(), then(matter))
        for matter in Matter.objects.visible_to(user).filter(pk__in=keys)
    }


def then(matter: Matter) -> str:
    """What happens next, as a sentence; '' when nothing more will."""
    if not matter.is_open or matter.next_on is None:
        return ""
    if matter.is_late:
        return _("We are late with an answer.")
    if matter.paused_until is not None:
        return _("Paused until %(on)s.") % {"on": day(matter.paused_until)}
    if matter.has_passed:
        return _("It takes a little longer. A new date will come.")
    return _("Next word by %(on)s.") % {"on": day(matter.next_on)}


subject(
    "matter",
    word="fraga",
    label=gettext_lazy("Questions"),
    shown=matters,
    order=10,
    answerable=True,
)


@belongs("matters.Matter")
def of_matters(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Matter.objects.filter(pk__in={entry.about_id for entry in entries})
    known = {pk: its for pk, *its in rows.values_list("pk", "steward", "holder", "theme")}
    return {
        entry.pk: [
            ("matter", entry.about_id),
            *(("party", party) for party in its[:2] if party),
            *([("theme", its[2])] if its[2] else []),
        ]
        for entry in entries
        if (its := known.get(entry.about_id))
    }


@tells_of("matter")
def about_a_matter(key: int) -> Q:
    return Q(about_type="matters.matter", about_id=key)


def about_matters(wanted: Q) -> Q:
    found = Matter.objects.published().filter(wanted).order_by().values("pk")
    return Q(about_type="matters.matter", about_id__in=found)


@tells_of("party")
def about_matters_of_a_party(key: int) -> Q:
    return about_matters(Q(steward=key) | Q(holder=key))


@tells_of("theme")
def about_matters_of_a_theme(key: int) -> Q:
    return about_matters(Q(theme=key))
