"""What waits: notes for an editor to look at, and a no for whoever proposed with an account."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.workdays import workdays_before
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Todo, todo

from .models import Elsewhere
from .noting import CHECK

PATIENCE = 5  # working days that a note may wait for a look
TOLD_FOR = timedelta(days=14)  # how long the way to the reason stands among what waits


@todo(order=26)
def to_look_at(user: User) -> list[Todo]:
    """One line for every note that waits."""
    if not may(user, CHECK):
        return []
    found = Elsewhere.objects.waiting().order_by()
    told = found.aggregate(count=Count("pk"), first=Min("created_at"))
    if not told["count"]:
        return []
    day = timezone.localdate(told["first"])
    late = day < workdays_before(timezone.localdate(), PATIENCE)
    title = ngettext("%(n)d note on others to look at", "%(n)d notes on others to look at",
                     told["count"])  # fmt: skip
    why = _("Somebody has told how others do it. Nobody can read it before you have looked.")
    url = reverse("elsewhere_queue")
    return [Todo(title % {"n": told["count"]}, url, why, day, late, _("Look at them"))]


@todo(order=62)
def not_shown(user: User) -> list[Todo]:
    """What she proposed and was not shown lately: the way to the reason."""
    mine = Elsewhere.objects.filter(author=user, state=Elsewhere.State.DECLINED)
    lately = mine.filter(decided_at__gte=timezone.now() - TOLD_FOR).order_by("-decided_at")
    return [
        Todo(
            _("What you told of others is not shown"),
            reverse("elsewhere_mine", args=[note.pk]),
            _("You can read why, change it and send it again."),
            verb=_("Read why"),
            rests=True,
        )
        for note in lately[:5]
    ]
