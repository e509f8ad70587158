"""Whom a provider means when it says who somebody is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import providers


class Identity(models.Model):
    """Somebody's account, found by who she is at a provider.

    Neither name nor number is kept, only ``digest`` (``tokens.digest``). An e-ID is never taken
    for an account because an address is the same.
    """

    class Kind(models.TextChoices):
        SSO = "sso", _("account at work")
        EID = "eid", _("e-ID")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=3, choices=Kind)
    #: HMAC-SHA256 of issuer and subject, 64 hexadecimal characters.
    digest = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the provider is called, as on its button."""
        found = providers.provider(self.kind)
        return found.name if found else str(self.Kind(self.kind).label)

    @property
    def reference(self) -> str:
        """What tells this way to sign in from all others, as in ``strength.Strength``."""
        return f"{self.kind}:{self.digest}"
