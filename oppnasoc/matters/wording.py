"""Words that mature and words that were wrong: versions of proposals, corrections as entries."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from .actions import change, still_open, write
from .models import Answer, Matter, Note, Proposal


@transaction.atomic
def propose(
    matter: Matter,
    text: str,
    *,
    by: User | None,
    why: str = "",
    seen: int | None = None,
    on: date | None = None,
) -> Proposal:
    """Write what a matter asks for, or a new version of it; the earlier ones stay (R11).

    Raises PermissionDenied, Stale, and ValidationError when the matter is closed, the text is
    empty or says what the latest version says.
    """
    require(by, "matters.tend", matter)
    still_open(matter)
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write the proposal.")})
    change(matter, seen=seen, at=moment(on))  # One at a time: whoever comes second is told.
    latest = matter.proposals.order_by("-version").first()
    if latest is not None and latest.text == text:
        raise ValidationError({"text": _("This is what the proposal says already.")})
    proposal = Proposal.objects.create(
        matter=matter,
        version=latest.version + 1 if latest else 1,
        text=text,
        why=" ".join(why.split()),
        written_by=by,
        written_on=on or timezone.localdate(),
    )
    record("matters.proposed", matter, by=by, at=moment(on), version=proposal.version)
    return proposal


@transaction.atomic
def correct_note(note: Note, text: str, *, by: User | None, on: date | None = None) -> Note:
    """Put a note right by a new one; the old one stays, crossed out.

    Raises PermissionDenied, Stale when it is put right already, and ValidationError.
    """
    require(by, "matters.tend", note.matter)
    if not text.strip() or text.strip() == note.text:
        raise ValidationError({"text": _("Write it as it should be.")})
    if note.emptied_on or Note.objects.filter(corrects=note).exists():
        raise Stale("The note is put right or emptied already.")
    right = write(note.matter, text, by=by, at=moment(on))
    right.corrects = note
    right.save(update_fields=["corrects"])
    for shown in ("why_late", "pause_note"):  # It stands beside the date too.
        Matter.objects.filter(**{shown: note}).update(**{shown: right})
    record("matters.corrected", note.matter, by=by, at=moment(on), note=right)
    return right


@transaction.atomic
def empty_note(note: Note, *, by: User | None, on: date | None = None) -> Note:
    """Remove the words of a note that tell something about a person; that it was, stays."""
    require(by, "matters.tend", note.matter)
    move(note, when={"emptied_on": None}, to={"text": "", "emptied_on": on or timezone.localdate()})
    record("matters.note_emptied", note.matter, by=by, at=moment(on))
    return note


@transaction.atomic
def correct_answer(
    answer: Answer, text: str, *, reason: str = "", by: User | None, on: date | None = None
) -> Answer:
    """Put the words of an answer right; its verdict stays. The old answer stays in the log.

    Raises PermissionDenied, Stale when it is put right already, and ValidationError.
    """
    require(by, "matters.answer", answer.matter)
    if not text.strip():
        raise ValidationError({"text": _("Write the answer.")})
    if answer.verdict not in Answer.WITHOUT_REASON and not reason.strip():
        text_of = _("Say why. Whoever asked has a right to the reason.")
        raise ValidationError({"reason": text_of})
    if Answer.objects.filter(corrects=answer).exists():
        raise Stale("The answer is put right already.")
    right = Answer.objects.create(
        matter=answer.matter,
        verdict=answer.verdict,
        text=text.strip(),
        reason=reason.strip(),
        later_on=answer.later_on,
        turn_to=answer.turn_to,
        as_post=answer.as_post,
        on_behalf_of=answer.on_behalf_of,
        review_on=answer.review_on,
        changed_page=answer.changed_page,
        corrects=answer,
        answered_by=by,
        answered_on=on or timezone.localdate(),
    )
    record("matters.answer_corrected", answer.matter, by=by, at=moment(on), answer=right)
    return right
