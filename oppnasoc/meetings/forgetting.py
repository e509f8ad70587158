"""What was thrown away is removed for good, row and file, when it can no longer be brought back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .keeping import ORPHAN_AFTER, forget_original, orphans, storage
from .models import Draft, Original, Paper, Pile

BACK_WITHIN = timedelta(days=7)  # a draft that was thrown away can be brought back so long
PILE_KEPT = timedelta(days=30)  # the list of a pile, when nothing of it waits any longer
_UNSETTLED = (Paper.Status.WAITING, Paper.Status.READING, Paper.Status.FAILED)


def forget() -> int:
    """Remove old drafts that were thrown away, old lists of piles, and files without a row.

    May run at any time, as often as one likes. Returns how many things are gone.
    """
    gone = 0
    before = timezone.now() - BACK_WITHIN
    thrown = Draft.objects.filter(status=Draft.Status.DISCARDED, changed_at__lt=before)
    for draft in thrown.select_related("source"):
        gone += _forget_draft(draft)
    settled = Pile.objects.filter(created_at__lt=timezone.now() - PILE_KEPT)
    for pile in settled.exclude(papers__status__in=_UNSETTLED):
        gone += _forget_pile(pile)
    cut_off = Original.objects.filter(
        kept_at__lt=timezone.now() - ORPHAN_AFTER, drafts=None, papers=None, releases=None
    )
    for original in cut_off:
        with transaction.atomic():
            forget_original(original)
        gone += 1
    for path in list(orphans()):
        storage().delete(path)
        gone += 1
    return gone


@transaction.atomic
def _forget_draft(draft: Draft) -> int:
    """Remove a draft unless somebody has brought it back this moment."""
    thrown = Draft.objects.select_for_update().filter(pk=draft.pk, status=Draft.Status.DISCARDED)
    if not thrown.exists():
        return 0
    Paper.objects.filter(draft=draft).update(status=Paper.Status.REMOVED, draft=None, original=None)
    source = draft.source
    draft.delete()
    if source is not None:
        forget_original(source)
    return 1


@transaction.atomic
def _forget_pile(pile: Pile) -> int:
    originals = list(Original.objects.filter(papers__pile=pile))
    pile.delete()
    for original in originals:
        forget_original(original)
    return 1
