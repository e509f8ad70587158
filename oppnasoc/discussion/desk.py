"""Looking after talks: everything that waits on one page, one comment at a time, and appeals."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.groups.models import Group
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale

from . import moderating
from .forms import DecideForm, GroupTalkForm, ModeForm, ReasonForm
from .models import Appeal, Comment, Flag, GroupTalk, Mode, Thread
from .subjects import About, about, abouts, mode_of
from .tending import SHOWN, appeals_for, looked_after
from .views import address_of, of_address

LATELY = timedelta(days=14)  # how long what was hidden stays on the page, so that it can be undone
State = Comment.State


@dataclass(frozen=True)
class Row:
    """A comment on the page with what it is about."""

    comment: Comment
    what: About | None


def rows(comments: list[Comment], user: User) -> list[Row]:
    """Comments with what they are about."""
    whats = abouts({comment.thread for comment in comments}, user)
    return [Row(comment, whats.get(comment.thread_id)) for comment in comments]


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """``/samtal/att-titta-pa/``: what waits, what was reported, appeals, and what can be undone."""
    return overview(request)


def overview(
    request: HttpRequest,
    failed: forms.Form | None = None,
    status: int = 200,
    chosen: Container[int] | None = None,
) -> HttpResponse:
    """Everything that waits; ``chosen`` of the pile are ticked, all when nobody has chosen yet."""
    by = signed_in(request)
    require(by, "discussion.look")
    mine = looked_after(by)
    open_flags = Flag.objects.filter(settled_at=None)
    with_flags = mine.prefetch_related(Prefetch("flags", open_flags, to_attr="open_flags"))
    reported = with_flags.filter(state=State.SHOWN, flags__in=open_flags).distinct()
    hidden = mine.filter(state=State.HIDDEN, hidden_at__gte=timezone.now() - LATELY)
    waiting = Appeal.objects.filter(decision="", comment=OuterRef("pk"))
    hidden = hidden.annotate(appealed=Exists(waiting))
    held = mine.filter(state=State.HELD, in_flood=False)
    offered = mine.filter(state=State.SHOWN, offered_at__isnull=False, voice=None)
    asked = appeals_for(by)
    context = {
        "asked": asked,
        "chosen": chosen,
        "appeals": zip(asked, rows([each.comment for each in asked], by), strict=True),
        "held": rows(list(held.order_by("created_at", "pk")[:SHOWN]), by),
        "reported": rows(list(reported.order_by("created_at", "pk")[:SHOWN]), by),
        "flood": list(mine.filter(state=State.HELD, in_flood=True).order_by("pk")[:200]),
        "offered": rows(list(offered.order_by("offered_at")[:SHOWN]), by),
        "hidden": rows(list(hidden.order_by("-hidden_at")[:SHOWN]), by),
        "flood_form": failed or ReasonForm(),
        "failed": failed,
    }
    return render(request, "discussion/queue.html", context, status=status)


@never_cache
@login_required
@require_POST
def flood(request: HttpRequest) -> HttpResponse:
    """What came with very many others: taken out to be looked at one by one, or hidden together."""
    by = signed_in(request)
    require(by, "discussion.look")
    pks = [pk for pk in request.POST.getlist("comment") if pk.isdecimal() and len(pk) < 12]
    chosen = list(looked_after(by).filter(state=State.HELD, in_flood=True, pk__in=pks))
    if "out" in request.POST:
        if chosen:
            moderating.take_out(chosen, by=by)
        else:
            messages.warning(request, _("You have chosen none of them."))
        return redirect("talk_queue")
    form = ReasonForm(request.POST)
    if not chosen:
        form.add_error(None, _("You have chosen none of them."))
    elif form.is_valid():
        try:
            for comment in chosen:
                moderating.hide(comment, form.cleaned_data["reason"], by=by)
        except Stale:
            form.add_error(None, taken())
        else:
            text = ngettext("%(n)d is not shown.", "%(n)d are not shown.", len(chosen))
            messages.success(request, text % {"n": len(chosen)})
            return redirect("talk_queue")
    return overview(request, form, 422, {comment.pk for comment in chosen})


def taken() -> str:
    return _("Somebody else came just before you, or the words are new. Look once more.")


def fetched(request: HttpRequest, pk: int) -> tuple[Comment, User]:
    """A comment of a talk that this person looks after; Http404 for others' and what is gone."""
    by = signed_in(request)
    require(by, "discussion.look")
    found = looked_after(by).exclude(state=State.WITHDRAWN)
    return get_object_or_404(found, pk=pk), by


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """``/samtal/att-titta-pa/7/``: one comment, and what one decides about it."""
    comment, by = fetched(request, pk)
    form = ReasonForm()
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        seen = int(revision) if revision.isdecimal() and len(revision) < 9 else comment.revision
        try:
            if "show" in request.POST:
                moderating.show(comment, by=by, revision=seen)
                return back(request, _("It is shown."))
            if "keep" in request.POST:
                moderating.keep(comment, by=by)
                return back(request, _("It stays, and nothing more waits about it."))
            if "again" in request.POST:
                moderating.wait_again(comment, by=by)
                return back(request, _("Undone. It waits for a look again."))
            if "take" in request.POST:
                moderating.take_along(comment, by=by)
                return back(request, _("It stands in the matter too now."))
            form = ReasonForm(request.POST)
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                moderating.hide(comment, reason, by=by, revision=seen)
                return back(request, _("It is not shown. Whoever wrote it can read why."))
        except (ValidationError, Stale) as error:
            comment.refresh_from_db()
            if not form.is_bound:
                form = ReasonForm(request.POST)
                form.errors.clear()
            form.add_error(None, error if isinstance(error, ValidationError) else taken())
    appeal = comment.appeals.filter(decision="").first()
    context = {
        "comment": comment,
        "what": about(comment.thread.kind, comment.thread.thing, by),
        "form": form,
        "flags": comment.flags.filter(settled_at=None),
        "appeal": appeal,
        "decides": appeal is not None and may(by, "discussion.decide", appeal),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/look.html", context, status=status)


def back(request: HttpRequest, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("talk_queue")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``/samtal/ny-titt/7/``: decide over an appeal that somebody else's decision led to."""
    by = signed_in(request)
    require(by, "discussion.look")
    found = Appeal.objects.filter(decision="", comment__in=looked_after(by).order_by())
    found = found.select_related("comment__thread", "comment__as_party", "comment__answers_to")
    appeal = get_object_or_404(found, pk=pk)
    require(by, "discussion.decide", appeal)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.decide(appeal, by=by, **form.cleaned_data)
        except Stale:
            form.add_error(None, taken())
        else:
            return back(request, _("Decided. Whoever wrote it can read your reason."))
    thread = appeal.comment.thread
    context = {"appeal": appeal, "form": form, "what": about(thread.kind, thread.thing, by)}
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/decide.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def mode(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """When what is written in a talk is shown, or that nobody writes there any more."""
    what, by = of_address(request, word, pk), signed_in(request)
    thread = Thread.objects.filter(kind=what.kind, thing=what.thing).first()
    place = thread or Thread(kind=what.kind, thing=what.thing)
    require(by, "discussion.moderate", place)
    if what.keeping.ended:
        raise Http404
    form = ModeForm(request.POST or None, initial={"mode": mode_of(what, thread)})
    if request.method == "POST" and form.is_valid():
        try:
            moderating.choose_mode(what, form.cleaned_data["mode"], by=by)
        except Stale:
            form.add_error(None, taken())
        else:
            messages.success(request, _("The talk is changed."))
            return redirect(address_of(what))
    context: dict[str, Any] = {
        "form": form,
        "title": _("How this talk is shown"),
        "lead": what.title,
        "leave": address_of(what),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/form.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """``/samtal/grupp/slug/``: how a group talks, and where else."""
    by, whose = signed_in(request), get_object_or_404(Group, slug=slug)
    require(by, "discussion.set_up", whose)
    known = GroupTalk.objects.filter(group=whose).first()
    start = {"mode": known.mode, "link_elsewhere": known.link_elsewhere} if known else {}
    form = GroupTalkForm(request.POST or None, initial=start or {"mode": Mode.BEFORE})
    if request.method == "POST" and form.is_valid():
        moderating.set_up(whose, by=by, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(whose)
    context: dict[str, Any] = {
        "form": form,
        "title": _("How we talk"),
        "lead": whose.name,
        "leave": whose.get_absolute_url(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "discussion/form.html", context, status=status)
