"""One page that shows and stops everything that somebody follows.

It stands behind a sign-in (``/folj/``), the key of her messages (``/folj/mitt/…/``) or her code
(``/folj/kod/``), and does the same wherever she comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oppnasoc.people.forms import PauseForm
from oppnasoc.people.models import User
from oppnasoc.ui.menu import visitor

from . import actions, codes, links, listing, numbers, pausing
from .forms import NumberCodeForm, NumberForm
from .models import Follow, Follower
from .quiet import quiet

Channel = Follower.Channel

both = require_http_methods(["GET", "POST"])


@never_cache
@both
def mine(request: HttpRequest) -> HttpResponse:
    """``/folj/``: of the signed-in person; for others, which way leads to theirs."""
    user = visitor(request)
    if user is None:
        return door(request)
    assert isinstance(user, User)
    follower = Follower.objects.select_related("user").filter(user=user).first()
    if follower is None:
        follower = actions.of(user) if request.method == "POST" else Follower(user=user)
    return page(request, follower)


def door(request: HttpRequest, *, gone: bool = False) -> HttpResponse:
    """Which ways lead to one's page; ``gone`` when she came by a link that works no longer."""
    context = {"code": reverse(codes.known().page), "gone": gone}
    return render(request, "following/door.html", context, status=404 if gone else 200)


def behind_key(view: Callable[[HttpRequest, Follower], HttpResponse]) -> Callable[..., Any]:
    """A page of whoever's messages a key stands in."""

    @quiet
    @wraps(view)
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        follower = Follower.objects.select_related("user").filter(key=key).first()
        return door(request, gone=True) if follower is None else view(request, follower)

    return answer


@never_cache
@both
def with_code(request: HttpRequest) -> HttpResponse:
    """``/folj/kod/``: of whoever has the page of her code open in this browser."""
    digest = codes.known().opened(request)
    if not digest:
        return redirect(codes.known().page)
    return page(request, actions.of_code(digest))


@behind_key
@both
def by_key(request: HttpRequest, follower: Follower) -> HttpResponse:
    """``/folj/mitt/<key>/``: of an address or a number. An account signs in to see its own."""
    if follower.user is not None:
        return redirect("following")
    return page(request, follower)


@behind_key
@both
def confirm(request: HttpRequest, follower: Follower) -> HttpResponse:
    """One button that says yes. Mail programs fetch addresses, so a GET changes nothing."""
    if request.method == "POST":
        if "no" in request.POST:
            actions.decline(follower)
            return render(request, "following/declined.html")
        actions.confirm(follower)
        messages.success(request, _("Done. You are told from now on."))
        return redirect(links.own(follower))
    rows = listing.rows(follower)
    context = {
        "waiting": [row for row in rows if row.waits],
        "follows": rows,
        "own": links.own(follower),
        "closed": follower.closed_at,
    }
    return render(request, "following/confirm.html", context)


@csrf_exempt  # A mail program presses it for her, without cookies (RFC 8058, section 3.2).
@behind_key
@both
def stop(request: HttpRequest, follower: Follower) -> HttpResponse:
    """POST stops every message, at once; GET shows the button."""
    if request.method == "POST":
        actions.stop(follower)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(_("Done. No more messages."), content_type="text/plain")
    context = {
        "stopped": follower.closed_because == Follower.Closed.WISH,
        "again": reverse("following_again", args=[follower.key]),
        "own": links.own(follower),
    }
    return render(request, "following/stop.html", context)


@behind_key
@require_http_methods(["POST"])
def again(request: HttpRequest, follower: Follower) -> HttpResponse:
    """Take the stop back."""
    actions.reopen(follower)
    messages.success(request, _("Done. You get messages again."))
    return redirect(links.own(follower))


class Refused(Exception):
    """A form on the page was not right; it is shown again."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


def page(request: HttpRequest, follower: Follower) -> HttpResponse:
    """The page of one follower; what she presses is done and shown."""
    failed: dict[str, forms.Form] = {}
    status = 200
    if request.method == "POST":
        try:
            if (act := ACTS.get(request.POST.get("do", ""))) is not None:
                act(request, follower)
            return redirect(links.own(follower))  # Her key may be another now.
        except Refused as wrong:
            failed, status = {wrong.name: wrong.form}, 422
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect(links.own(follower))
    rows = listing.rows(follower)
    waits = numbers.waits(follower)
    context: dict[str, Any] = {
        "follower": follower,
        "here": links.own(follower),
        "kinds": listing.by_kind(rows),
        "waiting": [row for row in rows if row.waits],
        "ended": [row for row in rows if row.follow.ended_at],
        "told": listing.told(follower),
        "rhythms": Follow.Rhythm.choices,
        "code": reverse(codes.known().page),
        "number_form": failed.get("number") or NumberForm(),
        "code_form": failed.get("number_code") or (NumberCodeForm() if waits else None),
        "pause_form": failed.get("pause") or PauseForm(),
        "failed": next(iter(failed.values()), None),
    }
    if status == 200:
        actions.read_here(follower)
    return render(request, "following/own.html", context, status=status)


def chosen(request: HttpRequest, follower: Follower) -> Follow:
    """The row that a button stands in. Raises Http404 when it is not hers."""
    number = request.POST.get("follow", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    found = follower.follows.filter(pk=number).first() if follower.pk else None
    if found is None:
        raise Http404
    return found


def rhythm(request: HttpRequest, follower: Follower) -> None:
    actions.set_rhythm(chosen(request, follower), request.POST.get("rhythm", ""))
    messages.success(request, _("Done. From now on it comes as you chose."))


def unfollow(request: HttpRequest, follower: Follower) -> None:
    actions.unfollow(chosen(request, follower))


def take_up(request: HttpRequest, follower: Follower) -> None:
    actions.take_up(chosen(request, follower))
    messages.success(request, _("Done. You follow it again."))


def stop_all(request: HttpRequest, follower: Follower) -> None:
    actions.stop(follower)


def start(request: HttpRequest, follower: Follower) -> None:
    actions.reopen(follower)
    messages.success(request, _("Done. You get messages again."))


def yes(request: HttpRequest, follower: Follower) -> None:
    actions.confirm(follower)
    messages.success(request, _("Done. You are told from now on."))


def pause(request: HttpRequest, follower: Follower) -> None:
    """Come back when you can, until a day or without one."""
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            pausing.pause(follower, form.cleaned_data["until"])
        except ValidationError as error:
            form.add_error(None, error)
    if form.errors:
        raise Refused("pause", form)
    messages.success(request, _("Take care. Come back when you can."))


def come_back(request: HttpRequest, follower: Follower) -> None:
    pausing.come_back(follower)
    messages.success(request, _("Welcome back. It is good that you are here."))


def renew(request: HttpRequest, follower: Follower) -> None:
    actions.renew_links(follower)
    messages.success(request, _("Done. Links in old messages do not work any longer."))


def channel(request: HttpRequest, follower: Follower) -> None:
    """E-mail or only here; a number of its own way, which is shown to be hers first."""
    way = request.POST.get("channel", "")
    if way not in (Channel.EMAIL, Channel.SITE):
        raise ValidationError(_("Choose how you want to be told."))
    actions.set_channel(follower, way)
    messages.success(request, _("Done. That is how we tell you."))


def language(request: HttpRequest, follower: Follower) -> None:
    actions.set_language(follower, request.POST.get("language", ""))
    messages.success(request, _("Done. That is how we tell you."))


def ask_number(request: HttpRequest, follower: Follower) -> None:
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            numbers.ask(follower, form.cleaned_data["phone"])
        except ValidationError as error:
            form.add_error("phone", error)
    if form.errors:
        raise Refused("number", form)


def number_code(request: HttpRequest, follower: Follower) -> None:
    form = NumberCodeForm(request.POST)
    if form.is_valid():
        try:
            numbers.confirm(follower, form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
    if form.errors:
        raise Refused("number_code", form)
    messages.success(request, _("Done. That is how we tell you."))


def other_number(request: HttpRequest, follower: Follower) -> None:
    numbers.forget(follower)


ACTS: dict[str, Callable[[HttpRequest, Follower], None]] = {
    "rhythm": rhythm,
    "unfollow": unfollow,
    "take_up": take_up,
    "stop": stop_all,
    "start": start,
    "yes": yes,
    "pause": pause,
    "come_back": come_back,
    "renew": renew,
    "channel": channel,
    "language": language,
    "number": ask_number,
    "number_code": number_code,
    "other_number": other_number,
}
