"""A person who can sign in, the three global roles, and what is counted of a network."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .identities import Identity as Identity
from .tally import Tally as Tally


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person who signs in by code; a password is optional."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class RemindedBy(models.TextChoices):
    """How somebody is reminded of what waits for her."""

    EMAIL = "email", _("by e-mail in the morning, and on the site")
    SITE = "site", _("only on the site")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What she may do in a group or unit is a Membership, not here.

    The global roles are readable facts: an *editor* edits everything public, a *manager* may
    answer any matter, an *administrator* handles people and settings.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_editor = models.BooleanField(_("editor"), default=False)
    is_manager = models.BooleanField(_("manager with the right to decide"), default=False)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    sign_out_count = models.PositiveIntegerField(default=0, editable=False)
    #: She comes back when she can; until a day that she has chosen, or until she says so.
    paused_on = models.DateField(_("pauses since"), null=True, blank=True, editable=False)
    paused_until = models.DateField(_("pauses until"), null=True, blank=True, editable=False)
    reminded_by = models.CharField(
        _("reminded"), max_length=5, choices=RemindedBy, default=RemindedBy.EMAIL
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(paused_until=None) | models.Q(paused_on__isnull=False),
                name="user_pauses_until_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("a person without a name"))

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] or str(self)

    @property
    def is_away(self) -> bool:
        """Whether she pauses: nothing is late for her, and nobody reminds her."""
        return self.paused_on is not None

    def global_roles(self) -> list[str]:
        """The names of the global roles that she has."""
        roles = {
            _("administrator"): self.is_administrator,
            _("editor"): self.is_editor,
            _("manager with the right to decide"): self.is_manager,
        }
        return [str(name) for name, has in roles.items() if has]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session is checked against: a new password or a count more ends them all.

        Django takes the password alone; most people here have none.
        """
        value = f"{self.password}:{self.sign_out_count}"
        return salted_hmac("people.session", value, secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the editorial part opens; Wagtail and Django's admin helpers ask for it."""
        return self.is_editor or self.is_administrator
