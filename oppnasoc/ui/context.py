"""What every page knows: the municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from wagtail.images.shortcuts import get_rendition_or_not_found

from .models import Municipality

FRESH = 5  # seconds that another process may show what was changed in this one


@dataclass(frozen=True)
class Face:
    """What pages show of the municipality's settings; equal when all of it is.

    ``own_colours`` is the version of its colours, empty when they are ours.
    """

    site_name: str
    name: str
    short_name: str
    logo: str
    own_colours: str
    help_phone: str
    help_hours: str
    help_place: str
    on_call_phone: str
    on_call_hours: str
    help_lines: str
    return_address: str
    envelope_window: str


def face(of: Municipality) -> Face:
    logo = ""
    if of.logo is not None:
        logo = SafeString(get_rendition_or_not_found(of.logo, "height-96").img_tag({"alt": ""}))
    return Face(
        site_name=of.site_name,
        name=of.name,
        short_name=of.short_name,
        logo=logo,
        own_colours=of.theme_version if of.has_own_colours else "",
        help_phone=of.help_phone,
        help_hours=of.help_hours,
        help_place=of.help_place,
        on_call_phone=of.on_call_phone,
        on_call_hours=of.on_call_hours,
        help_lines=of.help_lines,
        return_address=of.return_address,
        envelope_window=of.envelope_window,
    )


def municipality() -> Face:
    """The municipality's face, read once in a while and not for every page."""
    found: Face | None = cache.get(Municipality.CACHED)
    if found is None:
        found = face(Municipality.load())
        cache.set(Municipality.CACHED, found, FRESH)
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: the municipality's face, asked for only if the page shows it."""
    return {"site": SimpleLazyObject(municipality)}
