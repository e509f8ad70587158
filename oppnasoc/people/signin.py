"""allauth's views where they need a word of ours; all others are mounted as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from . import demo, openid, providers, sessions
from .forms import AppCode, NewPasskey, PasswordSignIn
from .requests import signed_in
from .rights import second_factor_binds


def in_our_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``site`` be the municipality here too; allauth puts its own of that name in the page."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data.pop("site", None)
        return response

    return framed


class AskForCode(account.RequestLoginCodeView):  # type: ignore[misc]
    """The door: one field, an address. The demo shows its people beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        proof = openid.waiting(self.request)
        ours = {
            "others": providers.known(),
            "waiting": providers.provider(proof.kind) if proof else None,
            "demo_people": demo.people() if settings.DEMO else [],
        }
        return {**context, **ours}


class EnterCode(account.ConfirmLoginCodeView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_code": self._process.code if settings.DEMO else ""}


class ConfirmAddress(account.ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_code": self._process.code if settings.DEMO else ""}


class SignInByPassword(account.LoginView):  # type: ignore[misc]
    form_class = PasswordSignIn
    template_name = "account/login_password.html"

    def form_valid(self, form: PasswordSignIn) -> HttpResponse:
        """A second factor may follow, so the answer about the device is kept until then."""
        sessions.note_answer(self.request)
        response: HttpResponse = super().form_valid(form)
        return response


class WaysToSignIn(mfa.IndexView):  # type: ignore[misc]
    """Apps and reserve codes are shown only to those who are asked for a second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = signed_in(self.request)
        ours = {
            "bound": second_factor_binds(person),
            "others": providers.known(),
            "identities": person.identities.all(),
        }
        return {**context, **ours}


def _just_proved(request: HttpRequest) -> None:
    """Using a new key or app says who she is; do not ask again on the next page."""
    record_authentication(request, request.user, method="mfa", reauthenticated=True)


class AddApp(totp.ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: AppCode) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _just_proved(self.request)
        return response


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Every passkey is one that signs in alone: kept on the device, unlocked by its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}

    def form_valid(self, form: NewPasskey) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _just_proved(self.request)
        return response

    def get_success_url(self) -> str:
        """Reserve codes are shown to those whom a second factor could lock out."""
        if self.did_generate_recovery_codes and second_factor_binds(self.request.user):
            return reverse("mfa_view_recovery_codes")
        return reverse("mfa_index")


confirm_address = login_not_required(ConfirmAddress.as_view())
