"""What a page is about, in words that search engines and other programs share (schema.org).

A room declares it for its own things in ``panels.py``, with no query of its own::

    @describes(Meeting)
    def meeting(of: Meeting) -> dict[str, Any]:
        return {"@type": "Event", "name": of.title}

and the page's template says ``{% load described %}{% described meeting %}`` in its head. It is a
block of data, which a browser never runs, so the policy of the pages holds for it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.utils.safestring import SafeString

from .html import EMPTY

CONTEXT = "https://schema.org"
M = TypeVar("M", bound=Model)
#: So that no text can end the block or begin another.
SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

_describers: dict[type[Model], Callable[[Any], dict[str, Any]]] = {}


def describes(model: type[M]) -> Callable[[Callable[[M], dict[str, Any]]], Any]:
    """Declare what the page of a thing is about; empty values are left out, and with nothing at all
    nothing is said. Raises ValueError when it is declared twice."""

    def declare(describe: Callable[[M], dict[str, Any]]) -> Callable[[M], dict[str, Any]]:
        if model in _describers:
            raise ValueError(f"{model._meta.label} is described twice.")
        _describers[model] = describe
        return describe

    return declare


def description(thing: Model) -> SafeString:
    """The block of data for a page's head; empty when nobody describes such things."""
    describe = _describers.get(type(thing))
    told = kept(describe(thing)) if describe else {}
    if not told:
        return EMPTY
    text = json.dumps({"@context": CONTEXT, **told}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f'<script type="application/ld+json">{text.translate(SAFE)}</script>')


def kept(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {
        name: kept(value) if isinstance(value, dict) else value
        for name, value in told.items()
        if value not in (None, "", [], {})
    }


def whole(path: str) -> str:
    """The whole address of a page of this site."""
    return f"{settings.SITE_URL}{path}"
