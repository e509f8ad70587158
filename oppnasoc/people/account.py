"""A person's own pages: her account, her name, and how long she stays signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import actions, sessions
from .forms import NameForm
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
        "own_device": own_device,
        "editorial": settings.EDITORIAL_PATH,
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
