"""Which solved matters of others are about the same as one of ours.

Two steps, as in the search's own ``similar``: those that share the most telling terms (the
search's own: lemmas and parts of compounds), and of these the ones that are like enough.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from oppnasoc.language import similar as likeness
from oppnasoc.language.words import analyse, words_in
from oppnasoc.matters.models import Matter
from oppnasoc.search import wordlist
from oppnasoc.ui.kept import kept

from .models import Borrowed, Nearness

SHOWN = 3  # beside a matter
CANDIDATES = 30
MOST_WORDS = 2000  # of a text
TEXT = 600  # characters of a text that are compared
BATCH = 500


def terms_of(text: str) -> set[str]:
    """The words of a text as the search knows them, with the parts of compounds."""
    stop = wordlist.current().stop
    found: set[str] = set()
    for count, match in enumerate(words_in(text)):
        if count == MOST_WORDS:
            break
        term = analyse(match[0])
        found.update(term.wholes, term.parts)
    return {each for each in found if len(each) > 1} - stop


class Index:
    """The solved matters of others, by their terms."""

    def __init__(self, rows: Iterable[Borrowed]) -> None:
        self.said: dict[int, tuple[str, str]] = {}
        self.having: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            self.said[row.pk] = (row.title, row.text[:TEXT])
            for term in row.terms.split():
                self.having[term].append(row.pk)

    def nearest(self, title: str, text: str) -> list[tuple[int, float]]:
        """Those that are about the same, nearest first, with how near (0 to 1)."""
        shared: Counter[int] = Counter()
        weight: dict[int, float] = defaultdict(float)
        for term in terms_of(f"{title}\n{text}"):
            having = self.having.get(term, ())
            telling = math.log((1 + len(self.said)) / (len(having) or 1)) + 0.1
            for pk in having:
                shared[pk] += 1
                weight[pk] += telling
        best = sorted(weight, key=lambda pk: (-weight[pk], pk))[:CANDIDATES]
        scores: dict[int, float] = {}
        for ours in (title, f"{title}. {text}"[:TEXT]):
            for part in (0, 1):
                theirs = [(pk, self.said[pk][part]) for pk in best]
                for pk, score in likeness.rank(ours, theirs, limit=len(theirs)):
                    scores[pk] = max(score, scores.get(pk, 0.0))
        near = [(pk, score) for pk, score in scores.items() if score >= likeness.PROPOSED]
        return sorted(near, key=lambda pair: (-pair[1], pair[0]))[:SHOWN]


def renew(matters: Sequence[int] | None = None) -> int:
    """Find anew what is near to these matters of ours, or to all. Returns how many have any.

    The comparing is done before anything is written: it takes minutes for ten thousand matters,
    and nobody should wait for it to write something.
    """
    index = Index(Borrowed.objects.solved().only("title", "text", "terms"))
    ours = Matter.objects.published().filter(merged_into=None)
    old = Nearness.objects.all()
    if matters is not None:
        ours, old = ours.filter(pk__in=matters), old.filter(matter__in=matters)
    rows: list[Nearness] = []
    if index.said:
        texts = ours.order_by("pk").values_list("pk", "title", "summary")
        for pk, title, summary in texts.iterator(chunk_size=BATCH):
            near = index.nearest(title, summary)
            rows += [Nearness(matter_id=pk, borrowed_id=its, score=score) for its, score in near]
    with transaction.atomic():
        old.delete()
        theirs = set(Borrowed.objects.solved().values_list("pk", flat=True))
        still = set(ours.values_list("pk", flat=True))  # Somebody may have hidden one meanwhile.
        rows = [row for row in rows if row.borrowed_id in theirs and row.matter_id in still]
        Nearness.objects.bulk_create(rows, batch_size=BATCH)
        transaction.on_commit(with_any.forget)
    return len({row.matter_id for row in rows})


@kept
def with_any() -> frozenset[int]:
    """The matters beside which something of others is shown."""
    return frozenset(Nearness.objects.order_by().values_list("matter", flat=True).distinct())


@kept
def anything() -> bool:
    """Whether others have solved anything that we know of."""
    return Borrowed.objects.solved().exists()
