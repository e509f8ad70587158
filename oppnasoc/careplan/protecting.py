"""What a protected person's plan must not hold is taken away, from every edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .hidden import find_hidden, without_hidden
from .kinds import SHAPES
from .opening import NotThere, Opened, Read
from .pieces import Draft, Edition, Kind, Piece
from .sealed import Sealed, Words
from .seats import CLOSE, REACHED_BY, Grant, Power, Seat
from .turns.models import Ask, Call


def without_contacts(kind: str, words: Words) -> Words:
    """The words of a piece with every contact field empty."""
    contacts = {field.name for field in SHAPES[Kind(kind)].fields if field.form == "contact"}
    return {name: "" if name in contacts else value for name, value in words.items()}


def without_traces(words: Words) -> Words:
    """The words of a piece with three dots where something showed where she is."""
    return {n: without_hidden(v) if isinstance(v, str) else v for n, v in words.items()}


def traces(words: Words) -> list[str]:
    """What in some words still shows where she is."""
    found = (find_hidden(value) for value in words.values() if isinstance(value, str))
    return [each for each in found if each]


def strip(opened: Opened) -> list[Kind]:
    """Empty every contact field of every edition and of those close to her, and forget drafts.

    Earlier editions lose what shows where she is; what stands now is left to her. Gives back the
    kinds of pieces in whose texts something still does.
    """
    left: list[Kind] = []
    for piece in opened.plan.pieces.prefetch_related("editions"):
        now = _rewrite(opened, piece, now_too=False)
        if piece.removed_at is None and traces(now):
            left.append(Kind(piece.kind))
    for seat in opened.plan.seats.filter(kind__in=CLOSE):
        words = seat.words(opened.key)
        without = without_traces({**words, **dict.fromkeys(REACHED_BY, "")})
        if any(words.get(name) != kept for name, kept in without.items()):
            seat.put(opened.key, without)
            Seat.objects.filter(pk=seat.pk).update(body=seat.body)
    _strip_around(opened)
    Draft.objects.filter(plan=opened.plan).delete()
    opened.__dict__.pop("outline", None)
    opened.__dict__.pop("seats", None)
    return list(dict.fromkeys(left))


def _strip_around(opened: Opened) -> None:
    """Put three dots instead of what shows where she is in what was said around the plan: her own
    words when she asked or closed, who heard a yes, what was shown for a decision, and what an
    invitation tells of a meeting: its place is gone there as it is in the meeting itself."""
    plan, key = opened.plan, opened.key
    rows: list[tuple[Iterable[Sealed], tuple[str, ...]]] = [
        ([plan], ("ending",)),
        (Ask.objects.filter(plan=plan), ("whom", "words")),
        (Call.objects.filter(meeting__plan=plan), ("words", "purpose", "time", "place")),
        (Grant.objects.filter(seat__plan=plan), ("witness",)),
        (Power.objects.filter(seat__plan=plan), ("evidence",)),
    ]
    for several, names in rows:
        for row in several:
            words = row.words(key)
            without = {**words, **without_traces({n: words[n] for n in names if n in words})}
            if isinstance(row, Call):
                without = without_contacts(Kind.MEETING, without)
            if without != words:
                row.put(key, without)
                row.save(update_fields=["body"])


def _rewrite(opened: Opened, piece: Piece, *, now_too: bool) -> Words:
    """Keep a piece without contacts, its earlier editions without traces, and with ``now_too``
    what stands now as well. Gives back what stands now."""
    now: Words = {}
    for row in piece.editions.all():
        then = Piece(uuid=piece.pk, body=row.body)
        before = then.words(opened.key, row.number)
        words = without_contacts(piece.kind, before)
        is_now = row.number == piece.edition
        if now_too or not is_now or piece.removed_at is not None:
            words = without_traces(words)
        if words != before:
            then.put(opened.key, words, row.number)
            Edition.objects.filter(pk=row.pk).update(body=then.body)
            if is_now:
                Piece.objects.filter(pk=piece.pk, edition=row.number).update(body=then.body)
        if is_now:
            now = words
    return now


@dataclass(frozen=True)
class Trace:
    """A piece whose text still shows where she is, and the first thing in it that does."""

    read: Read
    what: str


def showing(opened: Opened) -> list[Trace]:
    """Every piece that shows where she is, to be mended by herself."""
    if not opened.is_owner:
        raise NotThere
    found = [(read, traces(read.words)) for read in opened.pieces()]
    return [Trace(read, what[0]) for read, what in found if what]


def redact(opened: Opened) -> None:
    """Put three dots instead of all that shows where she is, in every edition of every piece."""
    if not opened.is_owner or not opened.plan.protected:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        for piece in opened.plan.pieces.prefetch_related("editions"):
            _rewrite(opened, piece, now_too=True)
        opened.log(Verb.WRITE)
    opened.__dict__.pop("outline", None)


def forget_earlier(opened: Opened, piece: Piece) -> None:
    """After a protected person has mended a text, what it was before holds no traces either."""
    if opened.plan.protected:
        _rewrite(opened, piece, now_too=False)
