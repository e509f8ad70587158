"""Carry a change out, step by step, with evidence; and be credited for it (R14)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from . import feedback
from .actions import ahead, change
from .evidence import clean_file, clean_picture
from .models import Credit, Matter, Step

FOLLOW_UP_DAYS = 90  # proposed between daily use and the look back


@transaction.atomic
def advance(
    matter: Matter,
    status: str,
    text: str,
    *,
    by: User | None,
    next_on: date | None = None,
    evidence: str = "",
    link: str = "",
    file: File[Any] | None = None,
    file_title: str = "",
    picture: File[Any] | None = None,
    picture_shows: str = "",
    seen: int | None = None,
    on: date | None = None,
) -> Step:
    """Take a change one step on, or back when it did not hold.

    *In daily use* needs evidence: words, a link, a file (PDF) or a picture (JPEG, PNG or WebP),
    which is made smaller and loses what the camera wrote into it. *Followed up* ends the matter,
    every other step says when the next word comes. Raises PermissionDenied, Stale, and
    ValidationError naming the field.
    """
    require(by, "matters.carry_out", matter)
    today = on or timezone.localdate()
    if status not in (*Matter.CHANGING, *Matter.CHANGED):
        raise ValidationError({"status": _("Choose a step.")})
    if matter.status not in (*Matter.CHANGING, Matter.Status.IN_USE):
        raise ValidationError(_("Nothing has been decided that could be carried out."))
    missing = {}
    if not text.strip():
        missing["text"] = _("Write what happened.")
    if status == Matter.Status.IN_USE and not (evidence.strip() or link or file or picture):
        missing["evidence"] = _("Show that it is so: write how we know, or add a link or a file.")
    if picture and not picture_shows.strip():
        missing["picture_shows"] = _("Write what the picture shows, for those who cannot see it.")
    if missing:
        raise ValidationError(missing)
    to: dict[str, Any] = {"status": status}
    if status in Matter.ENDS:
        to["closed_on"] = today
    else:
        ahead(next_on, today)
        to["next_on"] = next_on
    step = Step(
        matter=matter,
        status=status,
        text=text.strip(),
        evidence=evidence.strip(),
        link=link,
        taken_on=today,
        written_by=by,
    )
    if file:
        step.file = clean_file(file)
        step.file_title = file_title.strip()
    if picture:
        step.picture, step.picture_width, step.picture_height = clean_picture(picture)
        step.picture_shows = picture_shows.strip()
    change(matter, seen=seen, at=moment(on), **to)
    step.save()
    if status in Matter.CHANGED:
        feedback.owe(matter, at=moment(on))
    record("matters.advanced", matter, by=by, at=moment(on), step=step, status=status)
    return step


def follow_up_day(today: date) -> date:
    """The day proposed for looking back on a change in daily use."""
    return today + timedelta(days=FOLLOW_UP_DAYS)


@transaction.atomic
def be_credited(matter: Matter, *, shown_as: str, by: User | None) -> Credit:
    """Let it be seen that one was part of a change, named as one chooses; again to change it."""
    require(by, "matters.be_credited", matter)
    assert by is not None
    if matter.status not in (*Matter.CHANGING, *Matter.CHANGED):
        raise ValidationError(_("There is no change to be part of yet."))
    shown = Credit.ShownAs(shown_as)
    credit, new = Credit.objects.get_or_create(matter=matter, user=by, defaults={"shown_as": shown})
    if not new and credit.shown_as != shown:
        credit.shown_as = shown
        credit.save(update_fields=["shown_as"])
    elif not new:
        return credit
    record("matters.credited", matter, by=by, credit=credit)
    return credit


@transaction.atomic
def leave_credits(matter: Matter, *, by: User | None) -> None:
    """Take one's own name away from a change, also when one's seat is gone by now."""
    gone = 0
    if by is not None and by.is_authenticated:
        gone, _each = Credit.objects.filter(matter=matter, user=by).delete()
    if gone:
        record("matters.uncredited", matter, by=by)
    else:
        require(by, "matters.be_credited", matter)
