"""Template tags of the components; built in, no ``{% load %}`` needed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from ..registry import panels as declared

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words: 'fredag 20 mars', with the year when it is another year than this."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = on.year == timezone.localdate().year
    return date_format(on, "l j F" if this_year else "j F Y")


@register.filter
def shortday(value: date | datetime | None) -> str:
    """A day in few words: '20 mars', with the year when it is another year than this."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_format(on, "j F" if on.year == timezone.localdate().year else "j F Y")


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: Any) -> SafeString:
    """Everything that apps on higher floors show on this page."""
    return mark_safe("".join(p.render(context["request"], thing) for p in declared(place)))


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, thing: Any = None) -> bool:
    """Whether the visitor has a permission: ``{% may "matters.answer" matter as answer %}``."""
    return bool(context["request"].user.has_perm(permission, thing))
