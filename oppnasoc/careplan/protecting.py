"""What a protected person's plan must not hold is taken away, from every edition."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import transaction

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .hidden import find_hidden, without_hidden
from .kinds import SHAPES
from .opening import NotThere, Opened, Read
from .pieces import Draft, Edition, Kind, Piece
from .plans import Plan
from .sealed import Sealed, Words
from .seats import CLOSE, REACHED_BY, Grant, Seat
from .turns.models import Call, Confirmation

#: Every sealed row of a plan but its pieces and drafts: the table, and its way to the plan.
AROUND = {
    "Plan": "pk",
    "Seat": "plan",
    "Power": "seat__plan",
    "Grant": "seat__plan",
    "Invite": "seat__plan",
    "Ask": "plan",
    "Call": "meeting__plan",
    "Recording": "piece__plan",
    "Confirmation": "piece__plan",
}
#: The texts of the plan's own row but what she is called; the rest are days, ids and answers.
SAID = ("ending",)


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

    Earlier editions lose what shows where she is, and so do the pieces that others wrote and every
    other row of the plan. What she wrote as it stands now, and what she is called, is left to her
    (``showing``). Gives back the kinds of pieces in whose texts something still does.
    """
    left: list[Kind] = []
    for piece in opened.plan.pieces.prefetch_related("editions"):
        now = _rewrite(opened, piece, now_too=piece.author_id != opened.seat.pk)
        if piece.removed_at is None and traces(now):
            left.append(Kind(piece.kind))
    for name, way in AROUND.items():
        for row in apps.get_model("careplan", name).objects.filter(**{way: opened.plan.pk}):
            _strip_row(opened, row)
    Draft.objects.filter(plan=opened.plan).delete()
    _forget_read(opened)
    return list(dict.fromkeys(left))


def _strip_row(opened: Opened, row: Sealed | Confirmation) -> None:
    """Put three dots instead of what shows where she is in a row that stands around the plan, and
    nothing where those close to her are reached or a meeting is held. How those are reached who
    work with her stays."""
    words = row.words(opened.key)
    kept: Words = {}
    if isinstance(row, Plan):
        kept = {name: words[name] for name in words if name not in SAID}
    elif isinstance(row, Seat) and row.kind in CLOSE:
        kept = {name: "" for name in REACHED_BY if name in words}
    elif isinstance(row, Seat):
        kept = {name: words[name] for name in REACHED_BY if name in words}
    elif isinstance(row, Grant) and "papers" in words:
        kept = {"papers": [each | without_traces(_named(each)) for each in words["papers"]]}
    without = {**without_traces(words), **kept}
    if isinstance(row, Call):
        without = without_contacts(Kind.MEETING, without)
    if without != words:
        row.put(opened.key, without)
        row.save(update_fields=["body"])


def _named(paper: Words) -> Words:
    """What is a text in a guardian's answer that was written down; the rest are ids and days."""
    return {"witness": paper["witness"]}


def _forget_read(opened: Opened) -> None:
    """What was read of the plan before is read anew."""
    opened.plan.refresh_from_db(fields=["body"])
    for name in ("outline", "seats", "name"):
        opened.__dict__.pop(name, None)


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
    """A piece whose text still shows where she is, and the first thing in it that does; without a
    piece it is what she is called."""

    read: Read | None
    what: str


def showing(opened: Opened) -> list[Trace]:
    """What she is called and every piece that shows where she is, to be mended by herself."""
    if not opened.is_owner:
        raise NotThere
    found: list[tuple[Read | None, list[str]]] = [(None, traces({"name": opened.name}))]
    found += [(read, traces(read.words)) for read in opened.pieces()]
    return [Trace(read, what[0]) for read, what in found if what]


def redact(opened: Opened) -> None:
    """Put three dots instead of all that shows where she is, in what she is called and in every
    edition of every piece."""
    if not opened.is_owner or not opened.plan.protected:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        for piece in opened.plan.pieces.prefetch_related("editions"):
            _rewrite(opened, piece, now_too=True)
        plan = Plan.objects.select_for_update().get(pk=opened.plan.pk)
        words = plan.words(opened.key)
        plan.put(opened.key, {**words, **without_traces({"name": words.get("name", "")})})
        plan.save(update_fields=["body"])
        opened.log(Verb.WRITE)
    _forget_read(opened)


def forget_earlier(opened: Opened, piece: Piece) -> None:
    """After a protected person has mended a text, what it was before holds no traces either."""
    if opened.plan.protected:
        _rewrite(opened, piece, now_too=False)
