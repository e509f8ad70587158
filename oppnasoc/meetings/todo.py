"""Documents that wait to be read, and drafts of minutes that wait to be finished."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .intake import HEAVY, drafts_of
from .models import Draft
from .working import unread_piles

LATE_AFTER_DAYS = 7  # minutes are read while people still remember the meeting


@todo(order=29)
def piles(user: User) -> list[Todo]:
    """Each pile of documents in which something is left to read or to do about."""
    found = []
    for pile in unread_piles(user)[:10]:
        total, left = vars(pile)["total"], vars(pile)["left"]
        name = ngettext("%(n)d document of %(group)s", "%(n)d documents of %(group)s", total)
        name = name % {"n": total, "group": pile.group}
        text = ngettext(
            "%(n)d is not read yet or could not be.",
            "%(n)d are not read yet or could not be.",
            left,
        )
        found.append(Todo(name, pile.get_absolute_url(), text % {"n": left}))
    return found


@todo(order=30)
def drafts(user: User) -> list[Todo]:
    """Each open draft of the person's groups."""
    today = timezone.localdate()
    found = []
    for draft in drafts_of(user).filter(status=Draft.Status.OPEN).defer(*HEAVY)[:10]:
        due = timezone.localdate(draft.created_at) + timedelta(days=LATE_AFTER_DAYS)
        why = _("Meeting notes that are not published yet.")
        found.append(Todo(draft.name, draft.get_absolute_url(), why, due, due < today))
    return found
