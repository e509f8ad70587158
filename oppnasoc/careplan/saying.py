"""What is said around a plan, outside of its pieces: asked, answered, refused.

It is held to the same rules as what stands in the plan itself.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from .hidden import find_hidden
from .kinds import LINE
from .opening import Opened
from .plans import MOVES, Plan, State
from .writing import Refused, cleaned

#: The most that fits in a longer answer, in characters.
ANSWER = 4_000


class ReadsOtherwise(Exception):
    """Somebody saved a row in between (``Sealed.mark``): nothing is saved, and the caller still
    holds her own words."""


def still_open(opened: Opened) -> None:
    """Raises Refused when the plan is closed or frozen."""
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))


def said(plan: Plan, text: str, field: str, *, needed: str = "", most: int = LINE) -> str:
    """A text as it is kept, of at most ``most`` characters; '' when nothing was written.

    ``needed`` is the sentence for whoever left it empty. Raises Refused naming the field.
    """
    try:
        kept = cleaned(text).strip()
    except Refused as why:
        raise Refused(why.reason, field) from None
    if needed and not kept:
        raise Refused(needed, field)
    if len(kept) > most:
        told = _("The text is too long: %(now)d characters. At most %(most)d fit.")
        raise Refused(told % {"now": len(kept), "most": most}, field)
    if plan.protected and (found := find_hidden(kept)):
        told = _("Take away “%(what)s”. Nothing that shows where you are is kept here.")
        raise Refused(told % {"what": found}, field, quotes=found)
    return kept


def keep(opened: Opened, **words: object) -> None:
    """Write words of the plan's own row beside those that stand there, whoever else writes now;
    inside a transaction that holds the plan."""
    row = Plan.objects.select_for_update().get(pk=opened.plan.pk)
    row.put(opened.key, {**row.words(opened.key), **words})
    Plan.objects.filter(pk=row.pk).update(body=row.body)
    opened.plan.body = row.body


def step_on(plan: Plan, froms: tuple[State, ...], to: State, **columns: object) -> bool:
    """Move a plan on from one of some states; False when it stands elsewhere, and stays there."""
    assert all(to in MOVES[state] for state in froms)
    rows = Plan.objects.filter(pk=plan.pk, state__in=froms, frozen_at=None)
    if not rows.update(state=to, **columns):
        return False
    plan.state = to
    for name, value in columns.items():
        setattr(plan, name, value)
    return True
