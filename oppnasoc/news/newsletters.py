"""``/nyheter/brev/``: the newsletters that were sent, one of them, and the way out of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.following import actions, links
from oppnasoc.following.models import Follow, Follower
from oppnasoc.following.own import behind_key
from oppnasoc.matters.views import page_number
from oppnasoc.people.rights import may

from .actions import RIGHT
from .choosing import content
from .following import NEWSLETTER, THE_ONE
from .models import Newsletter
from .sending import progress, subscriptions

PER_PAGE = 20


@require_safe
def newsletters(request: HttpRequest) -> HttpResponse:
    """What was sent, the latest first; for editors also what is on its way."""
    writes = may(request.user, RIGHT)
    number = page_number(request)
    start = (number - 1) * PER_PAGE
    rows = list(Newsletter.objects.published()[start : start + PER_PAGE + 1])
    context = {
        "newsletters": rows[:PER_PAGE],
        "previous": number - 1,
        "next": number + 1 if len(rows) > PER_PAGE else None,
        "drafts": Newsletter.objects.filter(status="draft").order_by("-pk") if writes else [],
        "subscribers": subscriptions().count() if writes else None,
        "writes": writes,
        "kind": NEWSLETTER,
        "the_one": THE_ONE,
    }
    return render(request, "news/newsletters.html", context)


def seen(request: HttpRequest, pk: int) -> tuple[Newsletter, bool]:
    """A newsletter, and whether this person writes it; a draft is not there for others."""
    found = get_object_or_404(Newsletter, pk=pk)
    writes = may(request.user, RIGHT, found)
    if found.is_draft and not writes:
        raise Http404
    return found, writes


@require_safe
def newsletter(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The letter as a page."""
    found, writes = seen(request, pk)
    if slug != found.slug:
        return redirect(found)
    context = {
        "newsletter": found,
        "held": content(found),
        "writes": writes,
        "progress": progress(found) if writes and not found.is_draft else None,
        "kind": NEWSLETTER,
        "the_one": THE_ONE,
    }
    return render(request, "news/newsletter.html", context)


@csrf_exempt  # A mail program presses it for her, without cookies (RFC 8058, section 3.2).
@behind_key
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, follower: Follower) -> HttpResponse:
    """POST ends the newsletter at once, and nothing else; GET shows the button."""
    mine = Follow.objects.filter(follower=follower, kind=NEWSLETTER, thing=THE_ONE).first()
    if request.method == "POST" and mine is not None:
        if "again" in request.POST:
            actions.take_up(mine)
            messages.success(request, _("Done. You get the newsletter again."))
            return redirect("newsletters")
        if mine.ended_at is None:
            actions.unfollow(mine)
    if request.method == "POST" and "List-Unsubscribe" in request.POST:
        return HttpResponse(_("Done. No more newsletters."), content_type="text/plain")
    context = {"left": mine is None or mine.ended_at, "mine": mine, "own": links.own(follower)}
    return render(request, "news/leave.html", context)
