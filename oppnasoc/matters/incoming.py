"""New things that were said and wait for a look: make a matter, join one, or set aside."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices.models import Voice

from . import actions
from .forms import AsideForm, NewMatterForm, likely, next_word_day
from .models import Matter


@login_required
def voices(request: HttpRequest) -> HttpResponse:
    """What was said and waits for a look, the oldest first."""
    require(request.user, "voices.sort")
    waiting = Voice.objects.waiting().select_related("group", "organisation")
    return render(request, "matters/voices.html", {"waiting": waiting.order_by("created_at")[:100]})


def _waiting(request: HttpRequest, pk: int) -> Voice:
    require(request.user, "voices.sort")
    return get_object_or_404(Voice.objects.waiting().select_related("group"), pk=pk)


def _render(
    request: HttpRequest,
    voice: Voice,
    *,
    new: forms.Form | None = None,
    aside: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    group = voice.group_id
    start = {"title": voice.text.split("\n")[0][:160], "next_on": next_word_day()}
    context = {
        "voice": voice,
        "likely": likely(voice.text),
        "new": new or NewMatterForm(initial={**start, "steward": group, "holder": group}),
        "aside": aside or AsideForm(prefix="aside"),
        "failed": new or aside,
    }
    return render(request, "matters/voice.html", context, status=status)


@login_required
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was said, with matters that look like it."""
    return _render(request, _waiting(request, pk))


@login_required
@require_POST
def open_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new matter of it; the voice becomes public with it."""
    said, by = _waiting(request, pk), request.user
    assert isinstance(by, User)
    form = NewMatterForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                voice_actions.publish_voice(said, by=by)
                matter = actions.open_matter(voices=[said], by=by, **form.cleaned_data)
        except (ValidationError, Stale) as error:
            form.add_error(None, _told(error))
        else:
            messages.success(request, _("Thank you. It is a matter that everybody can follow."))
            return redirect(matter)
    return _render(request, said, new=form, status=422)


@login_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it join a matter that is there."""
    said, by = _waiting(request, pk), request.user
    assert isinstance(by, User)
    chosen = request.POST.get("matter", "")
    if not chosen.isdecimal() or len(chosen) > 12:
        raise Http404
    matter = get_object_or_404(Matter.objects.visible_to(by), pk=chosen)
    try:
        with transaction.atomic():
            voice_actions.publish_voice(said, by=by)
            actions.ground(matter, said, by=by)
    except Stale:
        messages.warning(request, _taken())
        return redirect("voices")
    messages.success(request, _("Thank you. It stands with the others in the matter."))
    return redirect(matter)


@login_required
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not show it, and say why."""
    said = _waiting(request, pk)
    form = AsideForm(request.POST, prefix="aside")
    if form.is_valid():
        try:
            voice_actions.set_aside(said, form.cleaned_data["reason"], by=request.user)
        except Stale:
            messages.warning(request, _taken())
        else:
            messages.success(request, _("Done. Whoever said it can read your reason."))
        return redirect("voices")
    return _render(request, said, aside=form, status=422)


def _told(error: Exception) -> ValidationError:
    if isinstance(error, ValidationError):
        return error
    return ValidationError(_taken())


def _taken() -> str:
    return _("Somebody else took care of it just before you.")
