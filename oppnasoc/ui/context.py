"""What every page knows: the municipality."""

from __future__ import annotations

from dataclasses import dataclass, fields
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
    sender_name: str
    email: str
    postal_address: str
    visiting_address: str
    opening_hours: str
    organisation_number: str
    protection_email: str
    protection_phone: str
    press_phone: str
    press_email: str
    security_email: str

    @property
    def sender(self) -> str:
        """The name that our mail is from."""
        return self.sender_name or self.site_name


#: What is shown as it is written.
PLAIN = {each.name for each in fields(Face)} - {"logo", "own_colours"}


def face(of: Municipality) -> Face:
    logo = ""
    if of.logo is not None:
        logo = SafeString(get_rendition_or_not_found(of.logo, "height-96").img_tag({"alt": ""}))
    told = {name: getattr(of, name) for name in PLAIN}
    own = of.theme_version if of.has_own_colours else ""
    return Face(logo=logo, own_colours=own, **told)


_last: list[Face] = []  # what this process showed last


def municipality() -> Face:
    """The municipality's face, read once in a while and not for every page."""
    found: Face | None = cache.get(Municipality.CACHED)
    if found is None:
        found = face(Municipality.load())
        cache.set(Municipality.CACHED, found, FRESH)
        _last[:] = [found]
    return found


def last_known() -> Face | None:
    """The face that this process showed last, for pages that may not ask the database."""
    return _last[0] if _last else None


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: the municipality's face, asked for only if the page shows it."""
    return {"site": SimpleLazyObject(municipality)}
