"""Words that were looked for in vain, for those who mend the site (R9).

What somebody types may tell who she is, so a word is kept only as an HMAC until it has been looked
for on three different days: what one person typed once can never be read. Words that nobody looks
for any longer go.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from oppnasoc.language.words import fold

DAYS = 3  # different days until a word can be read
KEPT = timedelta(days=90)  # after the last time
MOST_WORDS = 5  # of one search
WORD = re.compile(r"[^\W\d_]{3,40}")


class Sought(models.Model):
    """A word without a hit: on how many days somebody looked for it. ``word`` is '' until then."""

    digest = models.CharField(max_length=64, unique=True)
    word = models.CharField(max_length=40, blank=True)
    days = models.PositiveIntegerField(default=1)
    last_on = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["last_on"], name="sought_last")
        ]

    def __str__(self) -> str:
        return self.word or "–"


def digest(word: str) -> str:
    """What is kept of a word that was looked for once or twice: 64 hexadecimal characters."""
    key = hashlib.sha256(b"search.vain" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, fold(word).encode(), hashlib.sha256).hexdigest()


def note(query: str, on: date) -> None:
    """Count the words of a search that found nothing, each once a day. One query, and a write for
    a word that is new this day."""
    words = {digest(word): word.lower() for word in WORD.findall(query)[:MOST_WORDS]}
    if not words:
        return
    known = dict(Sought.objects.filter(digest__in=words).values_list("digest", "last_on"))
    fresh = [Sought(digest=each, last_on=on) for each in words if each not in known]
    again = [each for each, last in known.items() if last < on]
    if not fresh and not again:
        return
    with transaction.atomic():
        Sought.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = Sought.objects.filter(digest__in=again, last_on__lt=on)
        rows.update(days=F("days") + 1, last_on=on)
        for row in Sought.objects.filter(digest__in=again, days__gte=DAYS, word=""):
            Sought.objects.filter(pk=row.pk).update(word=words[row.digest])


def most_sought(limit: int) -> list[Sought]:
    """The words that were looked for in vain on most days."""
    return list(Sought.objects.exclude(word="").order_by("-days", "word")[:limit])


def forget_old(on: date) -> int:
    """Words that nobody has looked for lately go. Returns how many."""
    return Sought.objects.filter(last_on__lt=on - KEPT).delete()[0]
