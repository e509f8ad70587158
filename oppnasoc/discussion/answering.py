"""Whoever is answered is told: by a letter with an account, else when she comes with her code.

The letter says that somebody has answered, not what, and only when she may still read it. Of one
talk there is at most one a day until she has looked.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.people.models import RemindedBy, User
from oppnasoc.ui.html import fill

from .models import Comment, NoLetters, Thread
from .subjects import about

CODE = "discussion.answered"
A_DAY = timedelta(days=1)


def tell(comment: Comment) -> None:
    """Put a letter in the outbox for whoever is answered by a comment that is shown now, once.

    Runs inside the transaction that shows it.
    """
    answered = comment.replies_to
    if not comment.is_shown or answered is None:
        return
    if answered.author_id is not None and answered.author_id != comment.author_id:
        put(CODE, comment.pk, channel=Channel.EMAIL, key=f"{CODE}:{comment.pk}")


def wants_letters(user: User) -> bool:
    """Whether she wants to hear by mail that somebody has answered her, and does not pause."""
    if not user.is_active or user.is_away or user.reminded_by != RemindedBy.EMAIL:
        return False
    return not NoLetters.objects.filter(user=user).exists()


@transaction.atomic
def choose_letters(user: User, *, yes: bool, by: User) -> None:
    """Whether she wants a letter when somebody answers her; everybody chooses for herself.
    Nothing is noted. Raises PermissionDenied."""
    if by != user:
        raise PermissionDenied("discussion.choose_letters")
    if yes:
        NoLetters.objects.filter(user=user).delete()
    else:
        NoLetters.objects.get_or_create(user=user)


def read(comment: Comment) -> None:
    """Whoever wrote it has looked at what others answered."""
    Comment.objects.filter(pk=comment.pk).update(answers_read_at=timezone.now())


def read_in(thread: Thread, user: User) -> None:
    """She has looked at a talk, and with that at what others answered her in it."""
    Comment.objects.filter(author=user, thread=thread).update(answers_read_at=timezone.now())


def told_lately(user: User, own: Comment) -> bool:
    """Whether a letter of this talk has left in the last day, and she has not looked since."""
    since = timezone.now() - A_DAY
    if own.answers_read_at is not None:
        since = max(since, own.answers_read_at)
    answers = Comment.objects.filter(replies_to__author=user, thread=own.thread_id)
    sent = Message.objects.filter(kind=CODE, state=Message.State.SENT, sent_at__gt=since)
    return sent.filter(thing__in=answers.order_by().values("pk")).exists()


@letter(CODE, label=gettext_lazy("Word that somebody has answered in a talk"))
def answered(message: Message) -> Letter | None:
    """None when it is not shown any longer, when she has read it or may not, when she pauses or
    wants no letter, and when she has had one of the same talk and has not looked since."""
    found = Comment.objects.shown().select_related("replies_to__author", "replies_to__thread")
    answer = found.filter(pk=message.thing).first()
    own = answer.replies_to if answer is not None else None
    if answer is None or own is None or (user := own.author) is None:
        return None
    if user.pk == answer.author_id or not wants_letters(user) or told_lately(user, own):
        return None
    if not Comment.objects.unread_by(user.pk).filter(pk=answer.pk).exists():
        return None
    what = about(own.thread.kind, own.thread.thing, user)
    if what is None:
        return None
    turned_off = reverse("own_comments") + "#mejl"
    return Letter(
        to=user.email,
        subject=_("Somebody has answered you"),
        lines=[
            fill(_("Somebody has answered what you wrote in a talk: {}"), what.title),
            fill('<a href="{}">{}</a>', turned_off, _("Choose whether you get mail about answers")),
        ],
        button=(_("Read the answer"), reverse("own_comment_signed_in", args=[own.pk]) + "#svar"),
        why=_("You get this because you wrote in a talk with your account."),
    )
