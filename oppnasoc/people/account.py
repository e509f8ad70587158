"""A person's own pages: her account, her name, and how long she stays signed in."""

from __future__ import annotations

from contextlib import suppress

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oppnasoc.trail.actions import Stale

from . import actions, pausing, sessions
from .forms import NameForm, PauseForm, RemindersForm
from .requests import signed_in


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Ditt konto: what others see, how she signs in, where she sits."""
    user = signed_in(request)
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count()
    own_device = bool(request.session.get(sessions.OWN))
    given = {
        "person": user,
        "passkeys": passkeys,
        "identities": {each.name for each in user.identities.all()},
        "own_device": own_device,
        "editorial": settings.EDITORIAL_PATH,
        "pause_form": PauseForm(initial={"until": user.paused_until}),
    }
    return render(request, "people/account.html", given)


@login_required
def edit_name(request: HttpRequest) -> HttpResponse:
    return _name(request, "people/name.html", after="account")


@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page after signing up: a kind question that may be left unanswered."""
    return _name(request, "people/welcome.html", after=settings.LOGIN_REDIRECT_URL)


def _name(request: HttpRequest, template: str, *, after: str) -> HttpResponse:
    user = signed_in(request)
    form = NameForm(request.POST or None, instance=signed_in(request))
    if request.method == "POST" and form.is_valid():
        actions.rename(user, form.cleaned_data["name"], by=user)
        return redirect(resolve_url(after))
    return render(request, template, {"form": form})


@login_required
@require_POST
def this_device(request: HttpRequest) -> HttpResponse:
    """Change the answer to 'is it your own phone?'."""
    sessions.begin(request, own_device=request.POST.get("own") == "1")
    return redirect("account")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person, on all devices, this one too."""
    user = signed_in(request)
    actions.sign_out_everywhere(user, by=user)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@login_required
def pause(request: HttpRequest) -> HttpResponse:
    """``/konto/paus/``: come back when you can, until a day or without one."""
    user = signed_in(request)
    sent = request.POST if request.method == "POST" else None
    form = PauseForm(sent, initial={"until": user.paused_until})
    if form.is_valid():
        try:
            pausing.pause(user, by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Take care. Come back when you can."))
            return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "people/pause.html", {"form": form, "person": user}, status=status)


@login_required
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Back again. Pressing twice is pressing once."""
    user = signed_in(request)
    with suppress(Stale):
        pausing.come_back(user, by=user)
        messages.success(request, _("Welcome back. It is good that you are here."))
    return redirect("account")


@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """``/konto/paminnelser/``: by e-mail, or only on the site."""
    user = signed_in(request)
    sent = request.POST if request.method == "POST" else None
    form = RemindersForm(sent, initial={"reminded_by": user.reminded_by})
    if form.is_valid():
        actions.choose_reminders(user, form.cleaned_data["reminded_by"], by=user)
        messages.success(request, _("Saved."))
        return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "people/reminders.html", {"form": form}, status=status)
