"""Merge matters that are the same, part them again, split one that is two. No voice is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Theme
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from . import feedback
from .actions import ahead, change, in_one_sentence, open_again, placed, write
from .models import Answer, Ground, Matter


@transaction.atomic
def merge(
    matter: Matter,
    into: Matter,
    reason: str,
    *,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Let another matter carry on what this one asks; every voice follows (R11).

    This one is closed with the verdict *merged* and the reason, and its address leads to
    ``into``, which is returned; an outcome that ``into`` has is owed to those who come along.
    What was merged into this one earlier follows too. Raises PermissionDenied, Stale, and
    ValidationError naming the field.
    """
    require(by, "matters.tend", matter)
    require(by, "matters.open")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they are the same.")})
    if into.pk == matter.pk or into.merged_into_id:
        raise ValidationError({"into": _("Choose another matter.")})
    if matter.merged_into_id:
        raise ValidationError(_("It is merged with another matter already."))
    if into.visibility != matter.visibility and into.visibility == Matter.Visibility.HIDDEN:
        raise ValidationError({"into": _("That matter is not shown. What was said would vanish.")})
    today = on or timezone.localdate()
    end = {"status": Matter.Status.CLOSED, "closed_on": today}
    change(matter, seen=seen, at=moment(on), merged_into=into, **end)
    Matter.objects.filter(merged_into=matter).update(merged_into=into)
    given = Answer.objects.create(
        matter=matter,
        verdict=Answer.Verdict.MERGED,
        text=_("We deal with this together with “%(matter)s”.") % {"matter": into.title},
        reason=reason.strip(),
        answered_by=by,
        answered_on=today,
    )
    already = Ground.objects.filter(matter=into).values("voice")
    moving = Ground.objects.filter(matter=matter).exclude(voice__in=already)
    moving.filter(came_from=None).update(came_from=matter)
    moving.update(matter=into)
    feedback.owe_those_who_joined(into, at=moment(on))
    change(into, seen=None, at=moment(on))
    record("matters.merged", matter, by=by, at=moment(on), other=into, answer=given)
    record("matters.took_in", into, by=by, at=moment(on), other=matter)
    return into


@transaction.atomic
def part(
    matter: Matter,
    reason: str,
    *,
    steward: Group,
    holder: Party,
    next_on: date,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Undo a merge: the matter is open again and has its own voices back."""
    require(by, "matters.tend", matter)
    if matter.merged_into is None:
        raise ValidationError(_("It is not merged with another matter."))
    other = matter.merged_into
    note = open_again(
        matter,
        reason,
        steward=steward,
        holder=holder,
        next_on=next_on,
        by=by,
        seen=seen,
        on=on,
    )
    back = Ground.objects.filter(matter=other, came_from=matter)
    back.update(matter=matter, came_from=None)
    change(other, seen=None, at=moment(on))
    who = {"other": other, "asked": matter.asked}
    record("matters.parted", matter, by=by, at=moment(on), note=note, **who)
    record("matters.let_go", other, by=by, at=moment(on), other=matter)
    return matter


@transaction.atomic
def split(
    matter: Matter,
    voices: Sequence[Voice],
    title: str,
    reason: str,
    *,
    steward: Group,
    holder: Party,
    next_on: date,
    by: User | None,
    theme: Theme | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Make a new matter of some of the voices that one stands on; at least one voice stays.

    Returns the new matter; the two point to each other. Raises PermissionDenied, Stale, and
    ValidationError naming the field.
    """
    require(by, "matters.tend", matter)
    today = on or timezone.localdate()
    ids = {voice.pk for voice in voices}
    seen_here = Voice.objects.published().filter(grounds__matter=matter)
    here = set(seen_here.values_list("pk", flat=True))
    if not ids or not ids < here:
        raise ValidationError({"voices": _("Choose what is about something else, but not all.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they are two matters.")})
    ahead(next_on, today)
    place = placed(holder, steward=steward, by=by, on=today)
    change(matter, seen=seen, at=moment(on))
    new = Matter.objects.create(
        title=in_one_sentence(title),
        theme=theme or matter.theme,
        visibility=matter.visibility,
        steward=steward,
        next_on=next_on,
        opened_on=today,
        held_since=today,
        changed_at=moment(on),
        **place,
    )
    Ground.objects.filter(matter=matter, voice__in=ids).update(matter=new)
    matter.related.add(new)
    note = write(matter, reason, by=by, at=moment(on))
    record("matters.split", matter, by=by, at=moment(on), other=new, note=note)
    record("matters.split_off", new, by=by, at=moment(on), other=matter, asked=new.asked)
    return new
