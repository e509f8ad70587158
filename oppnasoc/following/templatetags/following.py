"""'Follow' on the pages of what can be followed: a plain link, so that the page needs no token."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.utils.safestring import SafeString

from oppnasoc.ui.alike import alike
from oppnasoc.ui.html import fill
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.prepared import prepared

from .. import links
from ..models import Follow

register = template.Library()


@prepared
def followed_by(user: int, kind: str, thing: int) -> QuerySet[Follow, tuple[int]]:
    mine = Follow.objects.following(user).filter(kind=kind, thing=thing)
    return mine.order_by().values_list("pk")


@register.simple_tag(takes_context=True)
def follow(context: Context, kind: str, key: int = 0, followed: bool | None = None) -> SafeString:
    """The link; one query for who is signed in, unless the page knows whether she follows, and
    none for others."""
    user = visitor(context.get("request"))
    if user is not None and followed is None:
        followed = bool(followed_by(user=user.pk, kind=kind, thing=key))
    url = links.follow(kind, key)
    return alike("following/_link.html", url=url, followed=bool(followed))


@register.simple_tag
def follow_feed(kind: str, key: int = 0, title: str = "") -> SafeString:
    """The feed of the same, for feed readers that look for it in the page's head."""
    form = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    return fill(form, title, links.feed(kind, key))
