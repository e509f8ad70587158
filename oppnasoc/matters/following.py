"""A matter can be followed; what happens with it belongs to its groups and its theme too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.subjects import Shown, Target, belongs, subject
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
    return _("Next word by %(on)s.") % {"on": day(matter.next_on)}


subject("matter", label=gettext_lazy("Questions"), shown=matters, order=10)


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
