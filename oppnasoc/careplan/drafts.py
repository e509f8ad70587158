"""What somebody has begun to write: kept while she writes, and there when she comes back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from oppnasoc.vault.router import ALIAS

from .hidden import find_hidden
from .opening import Opened
from .pieces import Draft
from .sealed import Words

#: The longest draft, in characters over all of its fields.
MOST = 60_000
#: Days that a draft which nobody comes back to is kept.
KEPT = 30
#: Drafts of one person in one plan.
MANY = 60


def keep(opened: Opened, form: str, words: Words) -> bool:
    """Keep what stands in a form; False for what is too much to keep, and for what shows where a
    protected person is."""
    if opened.seat.person is None or not opened.plan.is_open or len(form) > 60:
        return False
    if sum(len(str(value)) for value in words.values()) > MOST:
        return False
    if opened.plan.protected and any(find_hidden(str(value)) for value in words.values()):
        return False
    with transaction.atomic(using=ALIAS):
        rows = Draft.objects.select_for_update()
        hers = rows.filter(plan=opened.plan, person=opened.seat.person)
        draft = hers.filter(form=form).first()
        if draft is None and hers.count() >= MANY:
            return False
        draft = draft or Draft(plan=opened.plan, person=opened.seat.person, form=form)
        draft.saved_at = timezone.now()
        draft.put(opened.key, words)
        draft.save()
    return True


def kept(opened: Opened, form: str) -> Words:
    """What was begun in a form and not saved; nothing when there is none."""
    row = _mine(opened, form).first()
    return row.words(opened.key) if row else {}


def drop(opened: Opened, form: str) -> None:
    """Forget what was begun in a form, once it has been saved."""
    _mine(opened, form).delete()


def forget_old() -> int:
    """Forget what nobody has come back to; how many."""
    old = timezone.now() - timedelta(days=KEPT)
    return Draft.objects.filter(saved_at__lt=old).delete()[0]


def _mine(opened: Opened, form: str) -> QuerySet[Draft]:
    assert opened.seat.person is not None  # Whoever has opened a plan has an account.
    return Draft.objects.filter(plan=opened.plan, person=opened.seat.person, form=form)
