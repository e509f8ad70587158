"""What every page knows: the municipality."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Municipality


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: the municipality's settings, read once and only if the page shows them."""
    return {"site": SimpleLazyObject(lambda: Municipality.load(request_or_site=request))}
