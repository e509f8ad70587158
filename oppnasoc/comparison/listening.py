"""What comparing hears of the trail."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from oppnasoc.trail.listening import listens, renews
from oppnasoc.trail.models import Entry

from .alike import anything, renew, with_any
from .figure_panels import figures_beside
from .note_panels import beside

#: After these a matter of ours says something else, or is there at all.
SAYS_ANEW = ("matters.opened", "matters.edited", "matters.shown", "matters.grew")


@listens
def compare_anew(entry: Entry) -> None:
    """A matter that is new or says something else is compared once it is written."""
    if entry.kind in SAYS_ANEW and anything():
        transaction.on_commit(partial(renew, [entry.about_id]), robust=True)


for each in (with_any, anything):
    renews(each, "comparison.taken_in", "comparison.unsubscribed", "comparison.subscribed")
renews(
    beside,
    "comparison.note_shown",
    "comparison.note_withdrawn",
    "comparison.note_taken_back",
)
renews(figures_beside, "comparison.figure_beside", "comparison.figure_saved")
