"""The page of what happened while somebody was away, and the letter that leads to it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Message
from oppnasoc.people.requests import signed_in
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import countword

from . import links
from .letters import follower_of, not_reached, told
from .models import Delivery, Follower
from .pausing import CATCH_UP, LINES, Missed, missed, since_she_was_away


@login_required
@never_cache
@require_safe
def while_away(request: HttpRequest) -> HttpResponse:
    """``/folj/medan-du-var-borta/``: all that happened, the most important first."""
    follower = Follower.objects.select_related("user").filter(user=signed_in(request)).first()
    found = since_she_was_away(follower) if follower is not None else []
    rows = [(each, and_more(each)) for each in found]
    return render(request, "following/while_away.html", {"rows": rows})


def and_more(each: Missed) -> str:
    """How much more happened with a subject, in words; '' when nothing did."""
    if not each.more:
        return ""
    text = ngettext("And one thing more happened.", "And %(n)s things more happened.", each.more)
    return text % {"n": countword(each.more)}


def whole(follower: Follower) -> str:
    """Where all of it can be read."""
    return links.own(follower) if follower.user is None else reverse("following_while_away")


@letter(
    CATCH_UP,
    label=gettext_lazy("What was missed, to those who are back"),
    sent=told,
    refused=not_reached,
)
def catch_up(message: Message) -> Letter | None:
    """What somebody has missed, gently: at most ten lines, the rest behind a link. None when she
    has nothing to read, or pauses again."""
    follower = follower_of(message)
    if follower is None or not (to := follower.reached_at) or follower.channel != message.channel:
        return None
    waits = Delivery.objects.filter(message=message, done_at=None)
    with translation.override(follower.language):
        found = missed(waits.select_related("entry", "follow"), follower)
        if not found:
            return None
        site, rest = municipality().site_name, len(found) - LINES
        lines: list[SafeString] = [
            fill("{}", _("It is good that you are back. Nothing of this is in a hurry.")),
            fill("{}", _("This happened while you were away:")),
        ]
        more = ngettext("Read one thing more", "Read %(n)d things more", rest) % {"n": rest}
        return Letter(
            to=to,
            subject=_("News from %(site)s") % {"site": site},
            short=_("Welcome back to %(site)s. This happened meanwhile: %(url)s")
            % {"site": site, "url": links.absolute(whole(follower))},
            lines=lines,
            sections=[
                Section(
                    each.shown.title,
                    [each.line, *([fill("{}", and_more(each))] if each.more else [])],
                    each.shown.url,
                )
                for each in found[:LINES]
            ],
            button=(more if rest > 0 else _("Read all of it"), whole(follower)),
            why=_("You get this because you follow something here."),
            stop=links.stop(follower),
            language=follower.language,
        )
