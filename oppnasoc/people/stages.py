"""The steps of a sign-in after the first one."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from . import strength
from .rights import second_factor_binds


class SecondFactor(AuthenticateStage):  # type: ignore[misc]
    """Asks for the passkey or authenticator of those whom it binds, and of nobody else.

    allauth asks everybody who has one. A service user who has made a passkey on her own phone
    would then be locked out when she signs in by code on a borrowed one. Who has just used two
    ways at her work's own sign-in is not asked for a third.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if not second_factor_binds(user) or strength.has_second(request, user):
            return False
        return bool(super()._should_handle(request))
