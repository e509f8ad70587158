"""Ways to what one follows, on the pages of lower rooms."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.search.asked import Asked
from oppnasoc.ui.html import fill
from oppnasoc.ui.registry import panel

from . import links
from .models import Follow


@panel("people.account", order=20, queries=1)
def what_you_follow(request: HttpRequest, person: User) -> str:
    """On 'Ditt konto': how much she follows, and the way there."""
    count = Follow.objects.following(person.pk).count()
    return render_to_string("following/_account.html", {"count": count}, request)


@panel("search.search", order=10, queries=0)
def follow_the_search(request: HttpRequest, asked: Asked) -> str:
    """Beside what a search has found."""
    return fill(
        '<a class="btn quiet" href="{}">{}</a>',
        links.follow_search(asked.query),
        _("Follow this search"),
    )
