"""Look after a talk: show, hide with a reason that is told, undo, and decide over appeals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group
from oppnasoc.matters.actions import ground
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices import actions as voices
from oppnasoc.voices.models import Voice

from .answering import tell
from .models import Appeal, Comment, Flag, GroupTalk, Mode, Thread
from .subjects import About, mode_of

State = Comment.State
REASON_LENGTH = 400  # characters
UNSEEN: dict[str, Any] = {"why_hidden": "", "hidden_by": None, "hidden_at": None}


@transaction.atomic
def show(comment: Comment, *, by: User, revision: int | None = None) -> Comment:
    """Let everybody read a comment. ``revision`` is that of the words that ``by`` has read: Stale
    when they are others by now. One that is hidden waits for its appeal, if there is one."""
    require(by, "discussion.moderate", comment.thread)
    if comment.state not in (State.HELD, State.HIDDEN):
        raise ValidationError(_("It needs no look any more."))
    if comment.appeals.filter(decision="").exists():
        raise ValidationError(_("Somebody has asked for another look. Decide over that."))
    seen = comment.revision if revision is None else revision
    move(
        comment,
        when={"state": comment.state, "revision": seen},
        to={"state": State.SHOWN, "in_flood": False, "shown_at": timezone.now(), **UNSEEN},
    )
    record("discussion.shown", comment, by=by)
    tell(comment)
    return comment


@transaction.atomic
def hide(comment: Comment, reason: str, *, by: User, revision: int | None = None) -> Comment:
    """Do not show a comment, with a reason that whoever wrote it reads. What was reported about
    it is settled by that. Raises ValidationError naming the field, PermissionDenied and Stale."""
    require(by, "discussion.moderate", comment.thread)
    why = reason_of(reason)
    if comment.state not in (State.HELD, State.SHOWN):
        raise ValidationError(_("It is not shown already."))
    seen = comment.revision if revision is None else revision
    move(
        comment,
        when={"state": comment.state, "revision": seen},
        to={
            "state": State.HIDDEN,
            "why_hidden": why,
            "hidden_by": by,
            "hidden_at": timezone.now(),
            "in_flood": False,
            "offered_at": None,
        },
    )
    _settle(comment)
    record("discussion.hidden", comment, by=by)
    return comment


def reason_of(reason: str) -> str:
    """A reason as it is kept. Raises ValidationError when it is empty or too long."""
    why = reason.strip()
    if not why:
        raise ValidationError({"reason": _("Say why. Whoever wrote it can read your reason.")})
    if len(why) > REASON_LENGTH:
        most = _("That was long. Shorten it to %(n)d letters at most.") % {"n": REASON_LENGTH}
        raise ValidationError({"reason": most})
    return why


@transaction.atomic
def wait_again(comment: Comment, *, by: User) -> Comment:
    """Undo that a comment was shown or hidden: it waits for a look, and its reason is gone."""
    require(by, "discussion.moderate", comment.thread)
    if comment.state not in (State.SHOWN, State.HIDDEN):
        raise ValidationError(_("It waits for a look already."))
    if comment.appeals.filter(decision="").exists():
        raise ValidationError(_("Somebody has asked for another look. Decide over that."))
    move(
        comment,
        when={"state": comment.state, "revision": comment.revision},
        to={"state": State.HELD, **UNSEEN},
    )
    record("discussion.waits_again", comment, by=by)
    return comment


@transaction.atomic
def take_out(comments: Iterable[Comment], *, by: User) -> int:
    """Let comments that came with very many others wait by themselves. Returns how many."""
    count = 0
    for comment in comments:
        require(by, "discussion.moderate", comment.thread)
        if Comment.objects.held().filter(pk=comment.pk, in_flood=True).update(in_flood=False):
            record("discussion.flood_lifted", comment, by=by)
            count += 1
    return count


@transaction.atomic
def keep(comment: Comment, *, by: User) -> int:
    """Let a comment that was reported stand. Returns how many reports that settles; their words
    are removed. Raises Stale when there is none."""
    require(by, "discussion.moderate", comment.thread)
    if not (count := _settle(comment)):
        raise Stale("Nothing that was reported waits.")
    record("discussion.settled", comment, by=by)
    return count


def _settle(comment: Comment) -> int:
    waiting = Flag.objects.filter(comment=comment, settled_at__isnull=True)
    return waiting.update(settled_at=timezone.now(), why="")


@transaction.atomic
def decide(appeal: Appeal, *, show_it: bool, reason: str, by: User) -> Appeal:
    """Decide over an appeal, with a reason that whoever wrote the comment reads.

    Another person than the one who hid it, when there is one. Raises ValidationError naming the
    field, PermissionDenied, and Stale when somebody else has decided.
    """
    require(by, "discussion.decide", appeal)
    why = reason_of(reason)
    decision = Appeal.Decision.SHOW if show_it else Appeal.Decision.KEEP
    move(
        appeal,
        when={"decision": ""},
        to={
            "decision": decision,
            "reason": why,
            "decided_at": timezone.now(),
            "decided_by": by,
        },
    )
    comment = appeal.comment
    if show_it:
        shown = {"state": State.SHOWN, "shown_at": timezone.now(), **UNSEEN}
        move(comment, when={"state": State.HIDDEN}, to=shown)
    record("discussion.decided", comment, by=by, decision=decision)
    tell(comment)
    return appeal


@transaction.atomic
def choose_mode(what: About, mode: str, *, by: User) -> Thread:
    """Choose when what is written in a talk is shown, or close it; undone by choosing again."""
    if mode not in Mode.values:
        raise ValidationError({"mode": _("Choose one of these.")})
    given = {"mode": mode_of(what, None)}
    thread, _new = Thread.objects.get_or_create(kind=what.kind, thing=what.thing, defaults=given)
    require(by, "discussion.moderate", thread)
    if thread.mode != mode:
        move(thread, when={"mode": thread.mode}, to={"mode": mode})
        record("discussion.mode_chosen", thread, by=by, mode=mode)
    return thread


@transaction.atomic
def set_up(group: Group, *, mode: str, link_elsewhere: str, by: User) -> GroupTalk:
    """How a group talks beside its matters: when new talks show what is written, and where else
    the group talks ('' for nowhere)."""
    require(by, "discussion.set_up", group)
    if mode not in Mode.values:
        raise ValidationError({"mode": _("Choose one of these.")})
    given = {"mode": mode, "link_elsewhere": link_elsewhere.strip()}
    talk, _new = GroupTalk.objects.update_or_create(group=group, defaults=given)
    record("discussion.set_up", group, by=by, group=group, mode=mode)
    return talk


@transaction.atomic
def take_along(comment: Comment, *, by: Somebody) -> Voice:
    """Let a comment stand in its matter too, as something that was said. Whoever wrote it has
    said yes to that, and her code opens it there as well. Raises ValidationError and Stale."""
    matter = Matter.objects.filter(pk=comment.thread.thing).first()
    if comment.thread.kind != "matter" or matter is None:
        raise ValidationError(_("There is no matter to take it along into."))
    require(by, "matters.tend", matter)
    if comment.offered_at is None:
        raise ValidationError(_("Whoever wrote it has not said yes to that."))
    voice, _code = voices.say(
        comment.text,
        by=by,
        speaker=comment.name,
        group=matter.steward,
        digest=comment.code_digest or "",
        public=True,
        said_on=timezone.localdate(comment.created_at),
    )
    ground(matter, voice, by=by if isinstance(by, User) else None)
    move(
        comment,
        when={"state": State.SHOWN, "voice": None, "revision": comment.revision},
        to={"voice": voice},
    )
    record("discussion.taken_along", comment, by=by, voice=voice)
    return voice
