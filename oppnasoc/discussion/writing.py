"""Write in a talk, and do with one's own words what one wants."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.language import personal_data
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, may, require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices import codes, withdrawing
from oppnasoc.voices.correcting import takes_only_away

from .answering import tell
from .models import Appeal, Comment, Flag, Mode, Support, Thread
from .subjects import About, about, mode_of

MAX_LENGTH = 2000  # characters; a talk goes back and forth
NAME_LENGTH = 60  # characters
State = Comment.State


@transaction.atomic
def write(
    what: About,
    text: str,
    *,
    by: Somebody = None,
    name: str = "",
    answers_to: Comment | None = None,
    as_party: Party | None = None,
    in_flood: bool = False,
    once: str = "",
    at: datetime | None = None,
) -> tuple[Comment, str]:
    """Write in the talk about something. Returns the comment and its secret code, shown this once.

    Who has an account gets no code ('') but finds her words among her own. It is held until
    somebody has looked, unless the talk shows at once and nothing in the text speaks against it;
    who looks after the talk, or answers for a party, is shown at once. ``once``: a random text;
    the same one again is the same comment. Raises ValidationError naming the field, and
    PermissionDenied.
    """
    require(by, "discussion.write")
    if as_party is not None:
        require(by, "discussion.answer_as", as_party)
    thread = Thread.objects.filter(kind=what.kind, thing=what.thing).first()
    mode = mode_of(what, thread)
    if mode == Mode.CLOSED:
        raise ValidationError(_("Nobody can write here any more. You can still read."))
    said = in_own_words(text)
    author = by if isinstance(by, User) else None
    code = "" if author else codes.of_sending(once) if once else codes.make()
    digest = codes.digest(code) if code else codes.digest(f"{author and author.pk} {once}")
    if once and (known := Comment.objects.filter(code_digest=digest).first()):
        return known, code
    if thread is None:
        given = {"mode": mode}
        thread, _new = Thread.objects.get_or_create(
            kind=what.kind, thing=what.thing, defaults=given
        )
    trusted = as_party is not None or may(by, "discussion.moderate", thread)
    at_once = trusted or (mode == Mode.AFTER and not reveals(said) and not in_flood)
    now = at or timezone.now()
    comment = Comment.objects.create(
        thread=thread,
        answers_to=answered(thread, answers_to),
        replies_to=answers_to,
        text=said,
        author=author,
        name="" if as_party else name.strip()[:NAME_LENGTH],
        number=number_of(author, thread) if author and not as_party else None,
        as_party=as_party,
        state=State.SHOWN if at_once else State.HELD,
        code_digest=digest if code or once else None,
        in_flood=in_flood and not at_once,
        created_at=now,
        shown_at=now if at_once else None,
    )
    record("discussion.written", comment, by=None, at=comment.created_at)
    tell(comment)
    return comment, code


def in_own_words(text: str) -> str:
    """What was written, as it is kept. Raises ValidationError when it is empty or too long."""
    said = text.strip()
    if not said:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    if len(said) > MAX_LENGTH:
        most = _("That was long. Shorten it to %(n)d letters at most.") % {"n": MAX_LENGTH}
        raise ValidationError({"text": most})
    return said


def reveals(text: str) -> bool:
    """Whether a text holds what should never stand in public before somebody has looked."""
    return any(each.severity == "blocking" for each in personal_data.find(text))


def answered(thread: Thread, comment: Comment | None) -> Comment | None:
    """What an answer stands under: the comment itself, or the one that it answers in turn."""
    if comment is None:
        return None
    if comment.thread_id != thread.pk or comment.state != State.SHOWN:
        raise ValidationError(_("What you answer is not shown any more. You can still write."))
    return comment.answers_to or comment


def number_of(person: User, thread: Thread) -> int:
    """Her number in this talk: the one that she has, or the next."""
    known = Comment.objects.filter(thread=thread, author=person, number__isnull=False)
    number = known.values_list("number", flat=True).first()
    if number is None:
        Thread.objects.filter(pk=thread.pk).update(participants=F("participants") + 1)
        thread.refresh_from_db(fields=["participants"])
        number = thread.participants
    return number


def hers(comment: Comment, by: User | None) -> None:
    """Stop with PermissionDenied unless it is her own. ``by`` is None for who has shown the code
    of a comment that was written without an account."""
    if by is not None:
        require(by, "discussion.own", comment)
    elif comment.author_id is not None or comment.code_digest is None:
        raise PermissionDenied("discussion.own")
    if comment.state == State.WITHDRAWN:
        raise ValidationError(_("These words are taken back already."))


@transaction.atomic
def edit(comment: Comment, text: str, *, by: User | None = None) -> bool:
    """Change one's own words. Returns whether they are shown as they are now.

    Taking words away is seen at once. New words wait for a look where somebody looks first, and
    always when the comment was hidden: it waits again then, and its appeal is not needed any more.
    Raises PermissionDenied, ValidationError and Stale.
    """
    hers(comment, by)
    said = in_own_words(text)
    if said == comment.text:
        raise ValidationError({"text": _("It is the same words as before.")})
    state, after = comment.state, State.HELD
    if state == State.SHOWN:
        kind, thing = comment.thread.kind, comment.thread.thing
        what = about(kind, thing, by)
        mode = mode_of(what, comment.thread) if what else Mode.BEFORE
        less = takes_only_away(comment.text, said)
        trusted = comment.as_party_id is not None
        if less or trusted or (mode == Mode.AFTER and not reveals(said)):
            after = State.SHOWN
    Appeal.objects.filter(comment=comment, decision="").delete()
    move(
        comment,
        when={"state": state, "revision": comment.revision},
        to={
            "text": said,
            "state": after,
            "why_hidden": "",
            "hidden_by": None,
            "hidden_at": None,
            "edited_at": timezone.now(),
            "revision": F("revision") + 1,
        },
    )
    record("discussion.edited", comment, by=by)
    return after == State.SHOWN


@transaction.atomic
def take_back(comment: Comment, *, by: User | None = None) -> Comment:
    """Take one's own words back. The words, the name, the code, what was reported and the appeal
    are gone for good, also where they were taken along into a matter; that something was written
    here is not. Raises PermissionDenied, ValidationError and Stale."""
    hers(comment, by)
    voice = comment.voice
    for kept in (Flag, Appeal, Support):
        kept._default_manager.filter(comment=comment).delete()
    move(
        comment,
        when={"state": comment.state, "revision": comment.revision},
        to={
            "state": State.WITHDRAWN,
            "text": "",
            "name": "",
            "author": None,
            "as_party": None,
            "why_hidden": "",
            "code_digest": None,
            "offered_at": None,
            "voice": None,
        },
    )
    if voice is not None and voice.visibility != voice.Visibility.WITHDRAWN:
        withdrawing.withdraw(voice)
    record("discussion.withdrawn", comment, by=by)
    return comment


@transaction.atomic
def offer(comment: Comment, *, yes: bool, by: User | None = None) -> Comment:
    """Say that one's words may be taken along into the matter, or that they may not any more."""
    hers(comment, by)
    if comment.state != State.SHOWN:
        raise ValidationError(_("Only what is shown can be taken along."))
    if comment.voice_id is not None:
        raise ValidationError(_("Your words stand in the matter already."))
    if (comment.offered_at is not None) == yes:
        return comment
    move(
        comment,
        when={"state": State.SHOWN, "voice": None, "offered_at": comment.offered_at},
        to={"offered_at": timezone.now() if yes else None},
    )
    record("discussion.offered", comment, by=by, yes=yes)
    return comment


def find(typed_code: str) -> Comment | None:
    """The comment that a typed code belongs to, if any: one HMAC, one query, whatever was typed."""
    digest = codes.digest(codes.read(typed_code) or "")
    found = Comment.objects.with_what_it_answers().filter(code_digest=digest, author=None)
    return found.first()
