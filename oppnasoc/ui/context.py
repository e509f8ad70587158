"""What every page knows: the municipality."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Municipality

FRESH = 5  # seconds that another process may show what was changed in this one


def municipality() -> Municipality:
    """The municipality's settings, read once in a while and not for every page."""
    found: Municipality | None = cache.get(Municipality.CACHED)
    if found is None:
        found = Municipality.load()
        cache.set(Municipality.CACHED, found, FRESH)
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: the municipality's settings, asked for only if the page shows them."""
    return {"site": SimpleLazyObject(municipality)}
