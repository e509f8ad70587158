"""What a speaker follows with her code, for the page of that code; it lies on a higher floor."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from . import links, listing
from .actions import read_here
from .models import Follower


def section(request: HttpRequest, digest: str) -> str:
    """What is new and the way to change it, as safe HTML; showing it is reading it. ``digest`` is
    what is kept of the code. One query when it follows nothing."""
    follower = Follower.objects.filter(code=digest).first() if digest else None
    if follower is None:
        return ""
    kinds = listing.by_kind(listing.rows(follower))
    if not kinds:
        return ""
    context = {"kinds": kinds, "told": listing.told(follower), "here": links.own(follower)}
    drawn = render_to_string("following/_coded.html", context, request)
    read_here(follower)
    return drawn
