"""How sign-in behaves here, beyond allauth's settings."""

from __future__ import annotations

import io
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from oppnasoc.ui.models import Municipality

from . import mail, openid, sessions, strength
from .models import User
from .rights import second_factor_binds


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def get_login_stages(self) -> list[str]:
        """allauth's steps, with the second factor only for those whom it binds."""
        theirs, ours = "allauth.mfa.stages.AuthenticateStage", "oppnasoc.people.stages.SecondFactor"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's mails take the same way as all others."""
        mail.send(template_prefix, email, {**context, "email": email})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signed up with an address that has an account: say so in the mail only."""
        self.send_mail("account/email/account_already_exists", email, {})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether 'is it really you?' is asked before the ways to sign in are changed.

        It asks for the passkey or app that somebody has. Whom no second factor binds has signed
        in by code, perhaps because the phone with the passkey is lost: she is not locked out.
        """
        required = super().is_reauthentication_required(app=app, **kwargs)
        return bool(required) and second_factor_binds(self.request.user)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Remember the answer to 'is it your own phone?' over the steps that may follow."""
        sessions.note_answer(request)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        own = sessions.answer(request)
        super().login(request, user)
        sessions.begin(request, own_device=own)
        sessions.note_sign_in(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Whoever has shown an e-ID before she signed in is asked whether it is hers."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        if openid.waiting(request):
            return redirect(strength.leading("bind_identity", answer["Location"]))
        return answer

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """allauth's ways to show once more who one is, and those of others."""
        ways = strength.ways_to_prove(user, "") if user.is_authenticated else []
        ours = [
            {"id": way.kind, "description": way.name, "url": way.url}
            for way in ways
            if way.kind in {"eid", "sso"}
        ]
        return [*super().get_reauthentication_methods(user), *ours]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_totp_issuer(self) -> str:
        return str(Municipality.load().site_name)

    def _get_site_name(self) -> str:
        """The name that a phone shows beside the passkey."""
        return str(Municipality.load().site_name)

    def build_totp_svg(self, url: str) -> str:
        """The picture for the camera on a white ground of its own, readable in dark mode too."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return _("My phone or computer")
