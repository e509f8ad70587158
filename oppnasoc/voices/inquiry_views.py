"""'Vi undrar': what groups ask everybody, and what those who lead a group do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.groups.models import Group
from oppnasoc.groups.rules import facilitates
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.people.rules import is_editor
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.templatetags.ui import countword

from . import inquiring
from .inquiry_forms import AskForm, ExtendForm, OutcomeForm
from .models import Inquiry, Voice, VoiceQuerySet

PAST = 50  # questions of the past that are listed
ANSWERS = 200  # answers that are shown

PUBLIC_ANSWERS = Count("voices", filter=Q(voices__visibility="public"))


def time_left(inquiry: Inquiry) -> str:
    """How long one can still answer, in words; empty when it has closed."""
    days = (inquiry.closes_on - timezone.localdate()).days
    if days < 0:
        return ""
    if days == 0:
        return _("Today is the last day.")
    text = ngettext("One day is left.", "%(n)s days are left.", days)
    return text % {"n": countword(days)}


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """``/vi-undrar/``: what one can answer now, and what came of what was asked before."""
    today = timezone.localdate()
    found = Inquiry.objects.published().select_related("group")
    counted = found.annotate(answers=PUBLIC_ANSWERS)
    opened = counted.open().order_by("closes_on", "id")
    past = counted.filter(closes_on__lt=today).order_by("-closes_on", "-id")[:PAST]
    context = {
        "open": [(each, time_left(each)) for each in opened],
        "past": past,
        "may_ask": led_groups(request).exists(),
    }
    return render(request, "voices/inquiries.html", context)


@require_safe
def inquiry(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question with what people have answered and what came of it."""
    found = _found(request, pk)
    if slug != found.slug:
        return redirect(found)
    return _page(request, found)


def _page(
    request: HttpRequest, found: Inquiry, status: int = 200, **failed: forms.Form
) -> HttpResponse:
    answers = VoiceQuerySet(Voice).published().filter(inquiry=found).exclude(text="")
    context: dict[str, Any] = {
        "inquiry": found,
        "left": time_left(found),
        "answers": answers.select_related("organisation").order_by("-created_at", "-id")[:ANSWERS],
        "count": answers.count(),
    }
    context["may_put_back"] = found.taken_back  # Only who may sees the page at all then.
    if may(request.user, "voices.ask", found.group) and not found.taken_back:
        context |= {
            "leads": True,
            "extend": ExtendForm(),
            "outcome": OutcomeForm(initial={"outcome": found.outcome}),
            "waiting": VoiceQuerySet(Voice).waiting().filter(inquiry=found).count(),
            **failed,
            "failed": list(failed.values()),
        }
    return render(request, "voices/inquiry.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Inquiry:
    found = get_object_or_404(Inquiry.objects.select_related("group"), pk=pk)
    if found.taken_back and not may(request.user, "voices.ask", found.group):
        raise Http404
    return found


def led_groups(request: HttpRequest) -> Any:
    """The active groups that the visitor may ask for."""
    groups = Group.objects.filter(status=Group.Status.ACTIVE).order_by("name")
    if is_editor(request.user):
        return groups
    if not may(request.user, "voices.sort"):
        return groups.none()
    return groups.filter(pk__in=[g.pk for g in groups if facilitates(request.user, g)])


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/vi-undrar/ny/?grupp=slug``: ask everybody something."""
    require(request.user, "voices.sort")
    groups = led_groups(request)
    chosen = groups.filter(slug=request.GET.get("grupp", "").replace("\x00", "")).first()
    start = {"group": chosen or groups.first()}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, groups=groups, initial=start)
    if form.is_valid():
        try:
            return redirect(inquiring.ask(by=signed_in(request), **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if form.is_bound else 200
    return render(request, "voices/inquiry_new.html", {"form": form}, status=status)


def _do(
    request: HttpRequest, pk: int, form: forms.Form, name: str, do: Callable[[Inquiry], object]
) -> HttpResponse:
    """Do something to a question that the person may change, and show its page again."""
    found = _found(request, pk)
    require(request.user, "voices.ask", found.group)
    if form.is_valid():
        try:
            do(found)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect(found)
        else:
            messages.success(request, _("Done."))
            return redirect(found)
    return _page(request, found, 422, **{name: form})


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, forms.Form(request.POST), "close",
               lambda it: inquiring.close(it, by=signed_in(request)))  # fmt: skip


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, forms.Form(request.POST), "close",
               lambda it: inquiring.take_back(it, by=signed_in(request)))  # fmt: skip


@login_required
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, forms.Form(request.POST), "close",
               lambda it: inquiring.put_back(it, by=signed_in(request)))  # fmt: skip


@login_required
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    form = ExtendForm(request.POST)
    return _do(request, pk, form, "extend",
               lambda it: inquiring.extend(it, form.cleaned_data["closes_on"],
                                           by=signed_in(request)))  # fmt: skip


@login_required
@require_POST
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    form = OutcomeForm(request.POST)
    return _do(request, pk, form, "outcome",
               lambda it: inquiring.tell_outcome(it, form.cleaned_data["outcome"],
                                                 by=signed_in(request)))  # fmt: skip
