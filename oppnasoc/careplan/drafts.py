"""What somebody has begun to write: kept while she writes, and there when she comes back."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from oppnasoc.vault import sealing
from oppnasoc.vault.router import ALIAS

from .hidden import find_hidden
from .opening import NotThere, Opened, seat_of
from .pieces import Draft, Kind
from .plans import Plan
from .sealed import Words
from .seats import Seat

#: The longest draft, in characters over all of its fields.
MOST = 60_000
#: Days that a draft which nobody comes back to is kept.
KEPT = 30
#: Drafts of one person in one plan.
MANY = 60
#: Forms whose drafts are named after something else than a kind or a piece.
OTHERS = ("ask", "call", "conclude", "prepare")
#: What a form sends along that nobody has written.
NOT_WRITTEN = ("csrfmiddlewaretoken", "draft")


def keep(opened: Opened, form: str, words: Words) -> bool:
    """Keep what stands in a form; False for what is too much to keep, and for what shows where a
    protected person is."""
    return _keep(opened.plan, opened.seat, form, words)


def keep_unopened(pk: uuid.UUID, person: uuid.UUID, form: str, words: Words) -> bool:
    """Keep what somebody sent when the plan had locked: written and not read, so that it need not
    stand open. Raises NotThere for whoever has no place at the plan."""
    plan = Plan.objects.select_related("key").filter(pk=pk).first()
    if plan is None:
        raise NotThere
    seat = seat_of(plan, person, timezone.now())
    return _keep(plan, seat, form, words)


def _keep(plan: Plan, seat: Seat, form: str, words: Words) -> bool:
    if seat.person is None or not plan.is_open or len(form) > 60:
        return False
    texts = [str(each) for value in words.values() for each in _several(value)]
    if sum(map(len, texts)) > MOST:
        return False
    if plan.protected and any(find_hidden(text) for text in texts):
        return False
    name = marked(plan, form)
    for _try in range(2):  # Two tabs may begin the same one at once.
        try:
            with transaction.atomic(using=ALIAS):
                rows = Draft.objects.select_for_update()
                hers = rows.filter(plan=plan, person=seat.person)
                draft = hers.filter(form=name).first()
                if draft is None and hers.count() >= MANY:
                    return False
                draft = draft or Draft(plan=plan, person=seat.person, form=name)
                draft.saved_at = timezone.now()
                draft.put(plan.key, words)
                draft.save()
        except IntegrityError:
            continue
        return True
    return False


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def written(sent: QueryDict) -> Words:
    """What stands in a form that was sent, field by field; a list where several were chosen."""
    return {
        name: [*given] if len(given) > 1 else given[0]
        for name, given in sent.lists()
        if given and name not in NOT_WRITTEN
    }


def is_text(words: Words) -> bool:
    """Whether somebody has written something there: more than ticks, codes and ids."""
    texts = [str(each).strip() for value in words.values() for each in _several(value)]
    return any(len(text) > 60 or len(text.split()) > 1 for text in texts)


def at(path: str) -> str:
    """The name of what was written on a page whose form has no name: its address tells nothing."""
    return f"at:{hashlib.sha256(path.encode()).hexdigest()[:40]}"


def marked(plan: Plan, form: str) -> str:
    """The name of a form as it stands in the row: a keyed hash of the plan's own."""
    return sealing.marker(plan.key, "draft")(form.encode()).hex()[:60]


def is_name(plan: uuid.UUID, form: str) -> bool:
    """Whether a form of a plan can have this name: a kind, one of ``OTHERS``, or a piece of it."""
    first = form.partition(":")[0]
    if first in Kind.values or first in OTHERS:
        return True
    try:
        piece = uuid.UUID(first)
    except ValueError:
        return False
    return Plan.objects.filter(pk=plan, pieces=piece, pieces__removed_at=None).exists()


def kept(opened: Opened, form: str) -> Words:
    """What was begun in a form and not saved; nothing when there is none."""
    row = _mine(opened, form).first()
    return row.words(opened.key) if row else {}


def drop(opened: Opened, form: str) -> None:
    """Forget what was begun in a form, once it has been saved. An erased plan has nothing left."""
    if opened.key.destroyed_at is None:
        _mine(opened, form).delete()


def forget_old() -> int:
    """Forget what nobody has come back to; how many."""
    old = timezone.now() - timedelta(days=KEPT)
    return Draft.objects.filter(saved_at__lt=old).delete()[0]


def _mine(opened: Opened, form: str) -> QuerySet[Draft]:
    assert opened.seat.person is not None  # Whoever has opened a plan has an account.
    name = marked(opened.plan, form)
    return Draft.objects.filter(plan=opened.plan, person=opened.seat.person, form=name)
