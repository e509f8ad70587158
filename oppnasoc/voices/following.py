"""What a group asks outwards is news of the group; and a speaker's code can follow too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.http import HttpRequest

from oppnasoc.following import codes
from oppnasoc.following.subjects import Target, belongs, tells_of
from oppnasoc.trail.models import Entry

from . import speaking
from .models import Inquiry


@belongs("voices.Inquiry")
def of_inquiries(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    asked = Inquiry.objects.published()  # What is taken back is no news.
    inquiries = asked.filter(pk__in={entry.about_id for entry in entries})
    group = dict(inquiries.values_list("pk", "group"))
    return {
        entry.pk: [("party", group[entry.about_id])] for entry in entries if entry.about_id in group
    }


@tells_of("party")
def about_inquiries(key: int) -> Q:
    asked = Inquiry.objects.published().filter(group=key).order_by().values("pk")
    return Q(about_type="voices.inquiry", about_id__in=asked)


def look_up(typed: str, request: HttpRequest) -> tuple[str, bool]:
    """What is kept of a typed code, and whether this network may try at all; wrong ones count."""
    voice, allowed = speaking.look_up(typed, request)
    return (voice.code_digest or "" if voice else ""), allowed


def opened(request: HttpRequest) -> str:
    """What is kept of the code whose page is open in this browser."""
    voice = speaking.opened(request)
    return voice.code_digest or "" if voice else ""


codes.declare(codes.Codes(look_up, opened, page="my_voice"))
