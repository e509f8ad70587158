"""What came as a flood: held in one pile, looked at and put aside together, never refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record

from .actions import set_aside
from .models import Voice


def pile() -> list[Voice]:
    """Everything in the pile, the earliest first."""
    return list(Voice.objects.waiting().filter(in_flood=True).order_by("created_at", "pk")[:200])


@transaction.atomic
def take_out(voices: Iterable[Voice], *, by: User) -> int:
    """Let voices of the pile wait among the others. Returns how many there were."""
    require(by, "voices.sort")
    count = 0
    for voice in voices:
        ours = Voice.objects.waiting().filter(pk=voice.pk, in_flood=True)
        if ours.update(in_flood=False):
            record("voices.flood_lifted", voice, by=by)
            count += 1
    return count


@transaction.atomic
def put_aside(voices: Iterable[Voice], reason: str, *, by: User) -> int:
    """Set voices of the pile aside for one reason, which every speaker can read."""
    require(by, "voices.sort")
    voices = list(voices)
    if not voices:
        raise ValidationError(_("Choose at least one."))
    for voice in voices:
        set_aside(voice, reason, by=by)
    return len(voices)
