"""The speaker on the page with the code: which voice is open in this browser, and for how long.

The code is posted once and then forgotten; the session keeps the number of the voice while
somebody clicks. On a shared phone *Close* forgets it at once.
"""

from __future__ import annotations

import time
from typing import cast

from django.http import HttpRequest

from oppnasoc.people import limits

from .actions import find
from .models import Voice

OPEN, SEEN = "voice", "voice_seen_at"
IDLE = 30 * 60  # seconds without a click after which the page closes itself
WRONG_TRIES = 20  # an hour, from one network
WRONG = "voices.wrong_code"


def look_up(typed: str, request: HttpRequest) -> tuple[Voice | None, bool]:
    """The voice of a typed code, if any, and whether this network may try at all.

    What is no code, what is a wrong one and what was one costs the same: one HMAC and the same
    queries. After too many wrong tries a right code waits like any other, so that an answer never
    tells whether a code exists.
    """
    found = find(typed)
    allowed = limits.within(WRONG, request, most=WRONG_TRIES)
    if found is None or not allowed:
        limits.count(WRONG, request, most=WRONG_TRIES)
    return (found if allowed else None), allowed


def begin(request: HttpRequest, voice: Voice) -> None:
    """Keep a voice open in this browser, in a session whose number nobody could have planted."""
    request.session.cycle_key()
    request.session[OPEN] = voice.pk
    request.session[SEEN] = int(time.time())
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def opened(request: HttpRequest) -> Voice | None:
    """The voice that is open, or nothing: never opened, closed, or untouched for too long."""
    pk = request.session.get(OPEN)
    if pk is None:
        return None
    now = int(time.time())
    if now - cast("int", request.session.get(SEEN, 0)) >= IDLE:
        end(request)
        return None
    request.session[SEEN] = now
    voice = Voice.objects.filter(pk=pk).exclude(visibility=Voice.Visibility.WITHDRAWN)
    return voice.select_related("organisation", "group", "inquiry").first()


def end(request: HttpRequest) -> None:
    """Close it. The receipt of what was said last goes too; a sign-in stays."""
    for key in (OPEN, SEEN, "receipt"):
        request.session.pop(key, None)
