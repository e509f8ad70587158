"""Quick questions (snabbfrågor): answered shortly, kept while the answer holds (R5).

A quick question is a matter that begins short. Whoever asked has a code, is owed word and told like
everybody else; the matter lies with somebody and has a day. An answer needs no reason and ends it.
When the day has passed without one, it grows into a matter that is followed, at the same address
(docs/adr/0024-a-quick-question-is-a-short-matter.md).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Post, Theme
from oppnasoc.groups.promise import promised_by
from oppnasoc.groups.rules import acts_for
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment, publish_voice, set_aside
from oppnasoc.voices.models import Voice
from oppnasoc.voices.reception import reception_group

from . import passing
from .actions import answer, change, open_matter, still_open
from .joining import part_from_chosen
from .models import Answer, Matter

HOLDS = timedelta(days=365)  # how long an answer holds when nothing else is said


@transaction.atomic
def take(
    voice: Voice,
    title: str,
    *,
    who: Party,
    by: User | None,
    theme: Theme | None = None,
    on: date | None = None,
) -> Matter:
    """Take a question on, to be answered by ``who`` within the days that it has promised.

    The voice becomes public. Until ``who`` has answered, the question lies with the group that
    looked at it. Raises PermissionDenied, Stale, and ValidationError naming the field.
    """
    require(by, "matters.open")
    if not voice.is_quick:
        raise ValidationError(_("It is no question. Make a matter of it instead."))
    part_from_chosen(voice, by=by)
    publish_voice(voice, by=by, on=on)
    return open_matter(
        title,
        voices=[voice],
        steward=sees_it_through(voice.group),
        holder=who,
        next_on=answered_by(who, on),
        by=by,
        theme=theme,
        quick=True,
        on=on,
    )


def sees_it_through(group: Group | None) -> Group:
    """The group that sees to it that there is an answer. Raises ValidationError without any."""
    if group is None or group.status != Group.Status.ACTIVE:
        group = reception_group()
    if group is None:
        raise ValidationError(_("There is no active group that could see it through."))
    return group


def answered_by(who: Party, on: date | None = None) -> date:
    """The day by which somebody has promised to answer a question that is asked today."""
    return workdays_after(on or timezone.localdate(), promised_by(who.pk).answer)


@transaction.atomic
def reply(
    matter: Matter,
    text: str,
    *,
    by: User | None,
    changed_page: bool = False,
    review_on: date | None = None,
    as_post: Post | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Answer:
    """Answer a quick question; who is asked says with it that it is hers.

    ``changed_page``: the page that it is about was put right because of it. The answer holds until
    ``review_on``, a year when nothing is said. Raises PermissionDenied, Stale, and ValidationError
    naming the field.
    """
    require(by, "matters.reply", matter)
    still_quick(matter)
    if not text.strip():
        raise ValidationError({"text": _("Write the answer.")})
    today = on or timezone.localdate()
    if review_on is not None and review_on <= today:
        raise ValidationError({"review_on": _("Choose a later day than today.")})
    if matter.asked is not None and acts_for(by, matter.asked):
        passing.accept(matter, next_on=max(matter.next_on or today, today), by=by, seen=seen, on=on)
        seen = matter.revision if seen is not None else None
    given = answer(matter, text, verdict=Answer.QUICK, by=by, as_post=as_post, seen=seen, on=on)
    given.review_on, given.changed_page = review_on or today + HOLDS, changed_page
    given.save(update_fields=["review_on", "changed_page"])
    return given


def still_quick(matter: Matter) -> None:
    """Raises ValidationError when it is no quick question, or has its answer."""
    if not matter.quick:
        raise ValidationError(_("It has become a matter that is followed."))
    still_open(matter)


@transaction.atomic
def grow(
    matter: Matter, *, by: User | None, seen: int | None = None, on: date | None = None
) -> Matter:
    """Make a matter that is followed of a quick question: a person who tends it does so, or
    nobody (``by`` None) when the day for its answer has passed."""
    if by is not None:
        require(by, "matters.tend", matter)
    still_quick(matter)
    late = matter.next_on is not None and matter.next_on < (on or timezone.localdate())
    change(matter, seen=seen, at=moment(on), quick=False)
    record("matters.grew", matter, by=by, at=moment(on), late=late)
    return matter


@transaction.atomic
def still_right(
    matter: Matter,
    *,
    by: User | None,
    review_on: date | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Answer:
    """Say that the kept answer still holds, until ``review_on`` or for another year.

    Raises PermissionDenied, Stale, and ValidationError when there is no answer that is kept.
    """
    require(by, "matters.reply", matter)
    today = on or timezone.localdate()
    kept = matter.answers.filter(review_on__isnull=False).first()
    if kept is None or matter.is_open:
        raise ValidationError(_("It has no answer yet."))
    until = review_on or today + HOLDS
    if until <= today:
        raise ValidationError({"review_on": _("Choose a later day than today.")})
    change(matter, seen=seen, at=moment(on))
    move(kept, when={"review_on": kept.review_on}, to={"review_on": until})
    record("matters.reviewed", matter, by=by, at=moment(on), answer=kept)
    return kept


def say_helped(answer: Answer, *, helped: bool) -> None:
    """Count whether an answer helped. Anybody may; of who said it nothing is kept, and it is no
    entry of the log: a number that grows tells nobody anything by itself."""
    field = "helped" if helped else "helped_not"
    Answer.objects.filter(pk=answer.pk).update(**{field: F(field) + 1})


@transaction.atomic
def somebodys_own(voice: Voice, *, by: User | None, on: date | None = None) -> Voice:
    """A question about somebody's own case is not shown: her code leads to where a human answers.

    What is said about a single person's case is secret (Public Access to Information and Secrecy
    Act 2009:400, chapter 26), so nobody answers it in the open.
    """
    require(by, "voices.sort")
    return set_aside(voice, str(OWN_CASE), by=by, on=on)


class _OwnCase:
    """The words that stand on the page with the code; in the language of whoever set it aside."""

    def __str__(self) -> str:
        return _(
            "This is about your own life, so we do not answer it here where everybody can read. "
            "Please call us or come in. You can say that you asked here first."
        )


OWN_CASE = _OwnCase()
