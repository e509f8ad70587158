"""The link in a message to a speaker: it opens the page of the code, for her voice only.

It is stored nowhere. It holds the voice, its last day and a mark of the address that it was sent
to, sealed (``outbox/sealed.py``): it is worth nothing after a year, when she has taken her words
back, and when she wants to be told in another way or at another address.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from oppnasoc.outbox.sealed import seal, unseal

from .models import Reach, Voice

PURPOSE = "voice"
VALID = timedelta(days=365)
CHANNELS = {str(Voice.TellBy.EMAIL): 1, str(Voice.TellBy.SMS): 2}


def to_page(voice: Voice, address: str) -> str:
    """The path of the link in a message to this address, valid for a year from today."""
    last = timezone.localdate() + VALID
    channel = CHANNELS[voice.tell_by]
    return reverse(
        "my_link", args=[seal(PURPOSE, voice.pk, last.toordinal(), channel, _mark(address))]
    )


def opened(token: str) -> Voice | None:
    """The voice that a link leads to today, if any."""
    numbers = unseal(PURPOSE, token)
    if numbers is None or len(numbers) != 4:
        return None
    pk, last, channel, mark = numbers
    if timezone.localdate() > date.fromordinal(last):
        return None
    voice = Voice.objects.exclude(visibility=Voice.Visibility.WITHDRAWN).filter(pk=pk).first()
    if voice is None or CHANNELS.get(voice.tell_by) != channel:
        return None
    # When all is told the address is forgotten; the link still leads to what was told.
    reach = Reach.objects.filter(voice=voice).first()
    return voice if reach is None or _mark(reach.address) == mark else None


def _mark(address: str) -> int:
    """A short mark of an address: 32 bits, enough to tell one of a voice from another."""
    key = hashlib.sha256(b"voices.links" + settings.SECRET_KEY.encode()).digest()
    return int.from_bytes(hmac.new(key, address.encode(), hashlib.sha256).digest()[:4], "big")
