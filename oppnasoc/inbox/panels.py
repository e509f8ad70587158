"""For thirty days, the mails as they came, beside what they became."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.matters.models import Offer
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import panel
from oppnasoc.voices.models import Voice

from .models import Incoming

SHOWN = 20


@panel("matters.tended_voice", order=10, queries=1)
def mails_of_a_voice(request: HttpRequest, voice: Voice) -> str:
    """For those who look at a voice; nobody else has the page."""
    if not may(request.user, "inbox.sort"):
        return ""
    found = Incoming.objects.filter(voice=voice.pk).exclude(whole="")
    return _uncut(request, list(found.defer("raw").order_by("-came_at")[:SHOWN]))


@panel("matters.offer", order=10, queries=1)
def mail_of_an_offer(request: HttpRequest, offer: Offer) -> str:
    found = Incoming.objects.filter(became=Incoming.Became.OFFER, thing=offer.pk)
    return _uncut(request, list(found.exclude(whole="").defer("raw")[:1]))


def _uncut(request: HttpRequest, mails: list[Incoming]) -> str:
    return render_to_string("inbox/_uncut.html", {"mails": mails}, request) if mails else ""
