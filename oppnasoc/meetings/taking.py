"""Take documents in: one at once, or a pile that is read a few at a time.

Reading happens outside any transaction, in a child process. A paper is claimed before and settled
after, each by one conditional update: however many read at once or die meanwhile, each document
becomes one draft and none is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.language.documents import Document, Reason, Refused, read
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record

from .actions import take_in
from .keeping import forget_original, keep, on_this_disk
from .models import Draft, Original, Paper, Pile

CLAIM = timedelta(seconds=90)  # longer than a child may take; an older claim was left behind
MAX_TRIES = 3  # times that a server may die over the same document


def take_in_file(upload: File[bytes], *, group: Group, by: User | None) -> tuple[Draft, bool]:
    """Take one document in. Returns the draft and whether it is new.

    Raises PermissionDenied, Refused and ValidationError; then nothing of it is kept.
    """
    require(by, "meetings.prepare", group)
    original = keep(upload, group=group, by=by)
    try:
        draft, new, _known = _taken(original, by=by)
    except BaseException:
        with transaction.atomic():
            forget_original(original)
        raise
    return draft, new


def _taken(
    original: Original, *, by: User | None, paper: Paper | None = None
) -> tuple[Draft, bool, bool]:
    """The draft that an original becomes; whether it is new, and whether the bytes were known.

    With ``paper`` the same transaction settles it; Stale when somebody else has.
    """
    draft = _known(original)
    document = None if draft is not None else _read(original)
    with transaction.atomic():
        new = False
        if document is not None:
            original.kind = document.kind.value
            original.save(update_fields=["kind"])
            draft, new = take_in(
                document.text,
                group=original.group,
                by=by,
                name=original.name,
                source=original,
                again=paper is None,
            )
        elif paper is None and draft is not None and draft.status == Draft.Status.PUBLISHED:
            draft, _new = take_in(draft.original, group=original.group, by=by)
        assert draft is not None
        if paper is not None:
            to = Paper.Status.READ if new else Paper.Status.KNOWN
            _settle(paper, to={"status": to, "draft": draft, "original": _kept(original, draft)})
        forget_original(original)
    return draft, new, document is None


def _kept(original: Original, draft: Draft) -> Original | None:
    return original if draft.source_id == original.pk else None


def _known(original: Original) -> Draft | None:
    """The draft that the very same file came in as before."""
    return (
        Draft.objects.filter(
            source__digest=original.digest, source__group=original.group, group=original.group
        )
        .exclude(status=Draft.Status.DISCARDED)
        .select_related("group", "minutes")
        .first()
    )


def _read(original: Original) -> Document:
    with on_this_disk(original.path) as file:
        return read(file)


@transaction.atomic
def make_pile(originals: Sequence[Original], *, group: Group, by: User | None) -> Pile:
    """Put kept documents in a pile; nothing is read yet."""
    require(by, "meetings.prepare", group)
    pile = Pile.objects.create(group=group, created_by=by)
    Paper.objects.bulk_create(
        Paper(pile=pile, position=position, name=original.name, original=original)
        for position, original in enumerate(originals, 1)
    )
    return pile


def take_in_pile(uploads: Sequence[File[bytes]], *, group: Group, by: User | None) -> Pile:
    """Keep several documents and make a pile of them; all or none."""
    require(by, "meetings.prepare", group)
    kept: list[Original] = []
    try:
        for upload in uploads:
            kept.append(keep(upload, group=group, by=by))
        return make_pile(kept, group=group, by=by)
    except BaseException:
        with transaction.atomic():
            for original in kept:
                forget_original(original)
        raise


def claim_next(pile: Pile) -> Paper | None:
    """The next document to read, claimed for the caller alone; None when there is none."""
    left_behind = Q(status=Paper.Status.READING, claimed_at__lt=timezone.now() - CLAIM)
    waiting = Q(status=Paper.Status.WAITING) | left_behind
    for paper in pile.papers.filter(waiting).select_related("original__group"):
        when = {"status": paper.status, "claimed_at": paper.claimed_at}
        to = {
            "status": Paper.Status.READING,
            "claimed_at": timezone.now(),
            "tries": F("tries") + 1,
        }
        try:
            move(paper, when=when, to=to)
        except Stale:
            continue
        return paper
    return None


def read_next(pile: Pile, *, by: User | None) -> Paper | None:
    """Read the next document of a pile; None when none waits.

    What happens to it stands in its row. Raises PermissionDenied.
    """
    require(by, "meetings.prepare", pile.group)
    paper = claim_next(pile)
    if paper is None:
        return None
    try:
        if paper.original is None:
            raise Refused(Reason.GONE)
        if paper.tries > MAX_TRIES:
            raise Refused(Reason.TOO_HEAVY)
        _taken(paper.original, by=by, paper=paper)
    except Refused as refused:
        _fail(paper, refused.reason)
    except ValidationError:
        _fail(paper, Reason.EMPTY)
    except Stale:
        pass  # It took so long that somebody else has settled it.
    return paper


def _settle(paper: Paper, *, to: dict[str, object]) -> None:
    """Write what became of a claimed paper, if the claim still holds; otherwise Stale."""
    move(
        paper,
        when={"status": Paper.Status.READING, "claimed_at": paper.claimed_at},
        to={**to, "claimed_at": None},
    )


def _fail(paper: Paper, reason: Reason) -> None:
    try:
        with transaction.atomic():
            _settle(paper, to={"status": Paper.Status.FAILED, "reason": reason.value})
    except Stale:
        pass


@transaction.atomic
def try_again(paper: Paper, *, by: User | None) -> None:
    """Let a document that could not be read wait once more."""
    require(by, "meetings.prepare", paper.pile.group)
    move(
        paper,
        when={"status": Paper.Status.FAILED},
        to={"status": Paper.Status.WAITING, "reason": "", "tries": 0},
    )


@transaction.atomic
def leave_out(paper: Paper, *, by: User | None) -> None:
    """Throw a document of a pile away, with its file, before it has become a draft."""
    require(by, "meetings.prepare", paper.pile.group)
    original = paper.original
    move(
        paper,
        when={"status": paper.status, "draft": None},
        to={"status": Paper.Status.REMOVED, "reason": "", "original": None, "claimed_at": None},
    )
    if original is not None:
        forget_original(original)
    record("meetings.left_out", paper.pile, by=by, group=paper.pile.group)
