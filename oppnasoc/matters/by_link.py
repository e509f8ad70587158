"""The page that a link in a message opens: one button, and the page of the code behind it.

Programs that look at mail open every link before a person does, so nothing happens by opening it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oppnasoc.following.quiet import quiet
from oppnasoc.voices import links, speaking
from oppnasoc.voices.reached import not_reached

from .models import Matter

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A view behind a secret address: nothing keeps, finds or passes on the address."""
    return quiet(require_http_methods(["GET", "POST"])(view))


def no_longer(request: HttpRequest, matter: Matter | None = None) -> HttpResponse:
    """One calm page for every link that leads nowhere, whatever is wrong with it; with the public
    matter that it once was about."""
    return render(request, "matters/by_link/no_longer.html", {"matter": matter}, status=404)


@by_link
def my_link(request: HttpRequest, token: str) -> HttpResponse:
    """``/min-kod/lank/…/``: to the page of her voice, or *this is not for me*."""
    voice = links.opened(token)
    if voice is None:
        return no_longer(request)
    if request.method == "GET":
        return render(request, "matters/by_link/mine.html")
    if "not_me" in request.POST:
        not_reached(voice, hers=False)
        messages.success(request, _("Thank you. We send nothing more to you about this."))
        return redirect("start")
    speaking.begin(request, voice)
    return redirect("my_voice")
