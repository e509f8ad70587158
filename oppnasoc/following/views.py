"""The pages where one begins to follow: a matter, a group, a theme, a search or everything.

Forms live here and not on the pages of what is followed, so that those need no token and can be
kept for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.people import limits
from oppnasoc.people.models import User
from oppnasoc.ui.menu import visitor

from . import actions, codes, links
from .forms import FollowForm, RhythmForm
from .models import Follow, Follower
from .subjects import EVERYTHING, SEARCH, by_word, shown

Channel = Follower.Channel

#: Questions an hour from one network; what is more is asked an hour later, and so on.
AN_HOUR = {Channel.EMAIL: 120, Channel.SMS: 30}
LATEST = timedelta(days=3)


@dataclass(frozen=True)
class Wanted:
    """What a page is about: what ``actions.follow`` takes, how it is called, its own page, and
    its feed."""

    kind: str
    title: str
    url: str
    feed: str
    thing: int = 0
    query: str = ""
    comes_whole: bool = False

    def of(self, follower: Follower) -> Follow | None:
        """Her row about it, also one that has ended."""
        mine = Follow.objects.filter(follower=follower, kind=self.kind, thing=self.thing)
        return mine.filter(query=self.query).first()


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, word: str, key: int) -> HttpResponse:
    """``/folj/fraga/7/``: follow one thing that the visitor may see."""
    kind = by_word(word)
    found = shown([(kind.kind, key)], visitor(request)) if kind and key < 2**63 else {}
    if kind is None or not found:
        raise Http404
    of = found[kind.kind, key]
    wanted = Wanted(
        kind.kind, of.title, of.url, links.feed(kind.kind, key), key, comes_whole=kind.comes_whole
    )
    return page(request, wanted)


@never_cache
@require_http_methods(["GET", "POST"])
def follow_everything(request: HttpRequest) -> HttpResponse:
    """``/folj/allt/``"""
    feed = links.feed(EVERYTHING)
    return page(request, Wanted(EVERYTHING, _("Everything that happens"), "/", feed))


@never_cache
@require_http_methods(["GET", "POST"])
def follow_search(request: HttpRequest) -> HttpResponse:
    """``/folj/sok/?q=brev``: follow a search; 404 without one."""
    query = actions.asked_for(request.GET.get("q", ""))
    if not query:
        raise Http404
    title = _("The search “%(query)s”") % {"query": query}
    url, feed = links.search(query), links.search(query, "search_feed")
    return page(request, Wanted(SEARCH, title, url, feed, query=query))


def page(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    user = visitor(request)
    if user is not None:
        return with_account(request, wanted, user)
    return without_account(request, wanted)


def with_account(request: HttpRequest, wanted: Wanted, user: User) -> HttpResponse:
    """One press with the account; who follows it already changes how often, or stops."""
    follower = Follower.objects.filter(user=user).first() or Follower(user=user)
    followed = wanted.of(follower) if follower.pk else None
    begun = followed is not None and followed.ended_at is None
    initial = {"rhythm": followed.rhythm} if followed else None
    posted = request.POST if request.method == "POST" else None
    form = RhythmForm(posted, initial=initial, comes_whole=wanted.comes_whole)
    status = 200
    if request.method == "POST":
        if "stop" in request.POST:
            if followed is not None:
                actions.unfollow(followed)
                text = _("You do not follow this any longer: %(what)s")
                messages.info(request, text % {"what": wanted.title})
            return redirect(request.get_full_path())
        if form.is_valid():
            given = {"query": wanted.query, "rhythm": often(form)}
            actions.follow(actions.of(user), wanted.kind, wanted.thing, **given)
            messages.success(request, _("You follow this now: %(what)s") % {"what": wanted.title})
            return redirect(wanted.url)
        status = 422
    context = {
        "wanted": wanted,
        "form": form,
        "followed": followed if begun else None,
        "follower": follower,
    }
    return render(request, "following/follow.html", context, status=status)


def without_account(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    """With an address, a number or a code. The answer is the same whoever has the address."""
    digest = codes.known().opened(request) if has_session(request) else ""
    posted = request.POST if request.method == "POST" else None
    form = FollowForm(posted, with_code=bool(digest), comes_whole=wanted.comes_whole)
    status, waits = 200, False
    if request.method == "POST":
        if form.by_a_robot:
            return redirect("following_asked")
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            about: dict[str, Any] = {"query": wanted.query, "rhythm": often(form)}
            if given["way"] != Channel.CODE:
                way = given["way"]
                about["at"] = when_asked(request, way)
                actions.follow_from(way, given["address"], wanted.kind, wanted.thing, **about)
                answer = redirect("following_asked")
                answer["Location"] += "?sms" if way == Channel.SMS else ""
                return answer
            if not digest:
                digest, allowed = codes.known().look_up(given["code"], request)
                waits = not allowed
            if digest:
                actions.follow(actions.of_code(digest), wanted.kind, wanted.thing, **about)
                text = _("The news stand on the page of your code. You follow this now: %(what)s")
                messages.success(request, text % {"what": wanted.title})
                return redirect(wanted.url)
            text = _("We find nothing with that code. Look at it once more.")
            if waits:
                text = _("There were many wrong codes from here. Wait an hour, or ask for help.")
            form.add_error("code", text)
    context = {"wanted": wanted, "form": form}
    return render(request, "following/follow.html", context, status=status)


def often(form: RhythmForm | FollowForm) -> str:
    """How often she has chosen to be told; what comes whole comes when it is there."""
    return str(form.cleaned_data.get("rhythm", Follow.Rhythm.AT_ONCE))


def has_session(request: HttpRequest) -> bool:
    """Whether there can be an open page of a code: without a cookie no session is opened."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def when_asked(request: HttpRequest, way: str) -> datetime | None:
    """When the question leaves: at once, or later when very many came from one network.

    A library is never refused; a machine that writes to strangers is slow and soon worthless.
    """
    most = AN_HOUR[Channel(way)]
    times = limits.times(f"following.{way}", request)
    if times <= most:
        return None
    return timezone.now() + min(timedelta(hours=(times - 1) // most), LATEST)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """``/folj/skickat/``: look in your mail. It knows nothing of who asked."""
    return render(request, "following/asked.html", {"sms": "sms" in request.GET})
