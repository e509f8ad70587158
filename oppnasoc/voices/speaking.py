"""The speaker on the page with the code: which voice is open in this browser (``doors.py``)."""

from __future__ import annotations

from django.http import HttpRequest

from . import doors
from .models import Voice

VOICE = "voice"
RECEIPT = "receipt"  # in the session: what was said last, for an hour


@doors.opens(VOICE, page="my_voice", order=20, receipt=RECEIPT)
def of_code(digest: str) -> int | None:
    return Voice.objects.filter(code_digest=digest).values_list("pk", flat=True).first()


def look_up(typed: str, request: HttpRequest) -> tuple[Voice | None, bool]:
    """The voice of a typed code, if any, and whether this network may try at all."""
    found, allowed = doors.look_up(typed, request, only=VOICE)
    return (Voice.objects.get(pk=found[VOICE]) if found else None), allowed


def begin(request: HttpRequest, voice: Voice) -> None:
    """Keep a voice open in this browser, without a code: by a link that was sent to her."""
    doors.begin(request, {VOICE: voice.pk})


def opened(request: HttpRequest) -> Voice | None:
    """The voice that is open, or nothing."""
    there = Voice.objects.exclude(visibility=Voice.Visibility.WITHDRAWN)
    return doors.opened(request, VOICE, there.select_related("organisation", "group", "inquiry"))
