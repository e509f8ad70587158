"""Code cards: print a sheet of slips, type in what came back, keep photos until that is done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.ui.pictures import clean_picture
from oppnasoc.ui.registry import told

from . import codes
from .actions import moment, say
from .models import Sheet, Slip, SlipPicture, Voice

PER_SHEET = 8  # slips on an A4
MOST_PICTURES = 20  # at a time
KEPT_DAYS = 30  # a photo that nobody has typed in is removed then
WARNED_DAYS = 23
UNDONE_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Printed:
    """One slip as it is printed: its public number and its secret code, shown only now."""

    number: int
    code: str


@transaction.atomic
def make_sheet(group: Group, *, by: User, on: date | None = None) -> tuple[Sheet, list[Printed]]:
    """Make eight slips for a group's box. Their codes are returned this once."""
    require(by, "voices.ask", group)
    sheet = Sheet.objects.create(group=group, made_by=by, made_at=moment(on))
    printed = [Printed(sheet.pk * 10 + place, codes.make()) for place in range(1, PER_SHEET + 1)]
    Slip.objects.bulk_create(
        Slip(sheet=sheet, number=each.number, code_digest=codes.digest(each.code))
        for each in printed
    )
    record("voices.sheet_made", sheet, by=by, at=moment(on), group=group)
    return sheet, [Printed(each.number, codes.spell(each.code)) for each in printed]


def find_slip(typed: str, groups: Iterable[Group]) -> Slip:
    """The slip of these groups' boxes with a typed code or number. A number of another group is
    most likely a wrong digit. Raises ValidationError for the field ``slip``."""
    number = re.sub(r"\s", "", typed).lstrip("#")
    slips = Slip.objects.filter(sheet__group__in=groups).select_related("sheet__group")
    found = None
    if number.isdecimal() and number.isascii() and len(number) < 9:
        found = slips.filter(number=int(number)).first()
    elif code := codes.read(typed):
        found = slips.filter(code_digest=codes.digest(code)).first()
    if found is None:
        raise ValidationError({"slip": _("There is no such slip. Look at the number once more.")})
    if found.voice_id is not None:
        raise ValidationError({"slip": _("That slip is typed in already.")})
    return found


@transaction.atomic
def type_in(
    slip: Slip, text: str, *, by: User, picture: SlipPicture | None = None, **more: Any
) -> Voice:
    """Type in what stands on a slip; its photo, if there is one, is removed.

    ``more`` is what ``say`` takes: kind, speaker, public. Raises ValidationError for an empty
    text and Stale when somebody else typed it in just now.
    """
    require(by, "voices.ask", slip.sheet.group)
    voice, _code = say(
        text,
        by=by,
        channel=Voice.Channel.PAPER,
        group=slip.sheet.group,
        digest=slip.code_digest,
        **more,
    )
    move(slip, when={"voice": None}, to={"voice": voice})
    if picture is not None:
        forget(picture)
    return voice


def typed_last(by: User) -> Slip | None:
    """The slip that this person typed in last, for as long as that can be undone."""
    typed = Slip.objects.filter(
        voice__entered_by=by, voice__created_at__gte=timezone.now() - UNDONE_WITHIN
    )
    return typed.select_related("voice").order_by("-voice__created_at", "-number").first()


@transaction.atomic
def undo_typing(slip: Slip, *, by: User) -> str:
    """Undo that a slip was typed in, most likely under another's number. The words are removed and
    returned, and the slip can be typed in again.

    Raises ValidationError for what is not hers, is older than an hour or has become a matter.
    """
    require(by, "voices.ask", slip.sheet.group)
    voice = slip.voice
    latest = timezone.now() - UNDONE_WITHIN
    if voice is None or voice.entered_by_id != by.pk or voice.created_at < latest:
        raise ValidationError(_("This can be undone for an hour, by whoever typed it in."))
    if told("voices.carries", [voice.pk]).get(voice.pk):
        raise ValidationError(_("It has become a matter already."))
    text = voice.text
    move(slip, when={"voice": voice}, to={"voice": None})
    gone = {"visibility": Voice.Visibility.WITHDRAWN, "text": "", "speaker": "",
            "hidden_reason": "", "code_digest": None}  # fmt: skip
    move(voice, when={"visibility": voice.visibility}, to=gone)
    record("voices.slip_undone", voice, by=by)
    return text


@transaction.atomic
def add_pictures(pictures: Iterable[File[Any]], *, group: Group, by: User) -> list[SlipPicture]:
    """Keep photos of slips, made anew from their pixels. All or none of them."""
    require(by, "voices.ask", group)
    pictures = list(pictures)
    if not pictures or len(pictures) > MOST_PICTURES:
        text = _("Choose at least one picture, and %(n)d at most.") % {"n": MOST_PICTURES}
        raise ValidationError({"pictures": text})
    clean = [clean_picture(picture)[0] for picture in pictures]
    return [SlipPicture.objects.create(group=group, picture=each, added_by=by) for each in clean]


@transaction.atomic
def remove_picture(picture: SlipPicture, *, by: User) -> None:
    """Remove a photo without typing it in."""
    require(by, "voices.ask", picture.group)
    forget(picture)


def forget(picture: SlipPicture) -> None:
    """The row now, its file when that is certain."""
    name, place = picture.picture.name or "", picture.picture.storage
    picture.delete()
    transaction.on_commit(lambda: place.delete(name))


def too_old() -> Any:
    """Photos that nobody has typed in for thirty days."""
    return SlipPicture.objects.filter(added_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
