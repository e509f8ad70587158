"""How long a sign-in lasts: short on a shared phone (the default), 30 days on one's own."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

OWN = "own_device"
SEEN = "seen_at"
SINCE = "signed_in_at"

#: Seconds without a click after which a shared device is signed out.
IDLE = 30 * 60
#: Seconds between two notes of a click, so that reading does not mean writing.
NOTE_EVERY = 2 * 60


def note_answer(request: HttpRequest) -> None:
    """Keep the ticked box of the form until the sign-in is complete."""
    if request.POST.get("remember"):
        request.session[OWN] = True


def answer(request: HttpRequest) -> bool:
    """Whether the person has said that the device is her own; said once, then forgotten."""
    kept = request.session.pop(OWN, False)
    return bool(kept or request.POST.get("remember"))


def begin(request: HttpRequest, *, own_device: bool) -> None:
    """Give a session its length, at sign-in or when the person changes her mind."""
    request.session[OWN] = own_device
    request.session[SEEN] = int(time.time())
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if own_device else 0)


def note_sign_in(request: HttpRequest) -> None:
    """Keep when this sign-in was made; proving something once more does not make it newer."""
    request.session[SINCE] = time.time()


def signed_in_for(request: HttpRequest) -> timedelta:
    """How long ago the person of this session signed in: ages, when nobody noted it."""
    return timedelta(seconds=max(0.0, time.time() - request.session.get(SINCE, 0.0)))


def has_gone_idle(request: HttpRequest) -> bool:
    """Whether a shared device has lain untouched too long; notes the click otherwise."""
    if request.session.get(OWN):
        return False
    now = int(time.time())
    idle = now - request.session.get(SEEN, now)
    if idle >= IDLE:
        return True
    if idle >= NOTE_EVERY or SEEN not in request.session:
        request.session[SEEN] = now
    return False
