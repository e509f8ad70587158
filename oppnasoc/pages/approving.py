"""What a group decides about its own words: show them, not this time, take them back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.actions import lock
from oppnasoc.groups.models import Group
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.ui.veiling import Quarter
from oppnasoc.voices.actions import moment

from .telling import MOST, Telling

TELL = "pages.tell_in_words"
TAKE_BACK = "pages.take_words_back"


@transaction.atomic
def show(
    group: Group, quarter: Quarter, text: str, *, by: User | None, on: date | None = None
) -> Telling:
    """Show everybody what the group tells of a quarter that is over. The same words again change
    nothing. Raises PermissionDenied, Stale and ValidationError.
    """
    require(by, TELL, group)
    text, on = " ".join(text.split()), on or timezone.localdate()
    if not text:
        raise ValidationError({"text": _("Write what the group wants to tell.")})
    if len(text) > MOST:
        raise ValidationError({"text": _("Write at most %(n)d characters.") % {"n": MOST}})
    if quarter >= Quarter.of(on):
        raise ValidationError(_("The quarter is not over yet."))
    lock(group)
    telling = Telling.objects.filter(group=group, quarter=quarter.begins).first()
    if telling is not None and telling.is_shown and telling.text == text:
        return telling
    to = {"text": text, "approved_by": by, "approved_on": on}
    if telling is None:
        telling = Telling.objects.create(group=group, quarter=quarter.begins, **to)
    else:
        move(telling, when={"text": telling.text, "approved_on": telling.approved_on}, to=to)
    record("pages.told_in_words", group, by=by, at=moment(on), telling=telling)
    return telling


@transaction.atomic
def put_away(group: Group, quarter: Quarter, text: str, *, by: User | None) -> Telling:
    """Tell nothing of this quarter for now; what was written (cut at ``MOST`` characters) is kept
    for those who lead the group. Raises PermissionDenied, and Stale when it is shown already.
    """
    require(by, TELL, group)
    lock(group)
    text = " ".join(text.split())[:MOST]
    telling, new = Telling.objects.get_or_create(
        group=group, quarter=quarter.begins, defaults={"text": text}
    )
    if telling.is_shown:
        raise Stale("The group has approved its words.")
    if not new:
        move(telling, when={"approved_on": None}, to={"text": text})
    record("pages.words_put_away", group, by=by, telling=telling)
    return telling


@transaction.atomic
def take_back(telling: Telling, *, by: User | None) -> Telling:
    """Show it no longer; the words are kept for those who lead the group. Raises PermissionDenied,
    and Stale when it is not shown.
    """
    require(by, TAKE_BACK, telling.group)
    gone = {"approved_by": None, "approved_on": None}
    move(telling, when={"approved_on__isnull": False}, to=gone)
    record("pages.words_taken_back", telling.group, by=by, telling=telling)
    return telling
