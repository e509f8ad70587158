"""``{% described thing %}`` in the head of a page: see ``oppnasoc/ui/described.py``."""

from __future__ import annotations

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString

from ..described import description

register = template.Library()


@register.simple_tag
def described(thing: Model) -> SafeString:
    """What the page is about, as data."""
    return description(thing)
