"""Everything that can be done to a person's account. Each checks, moves, records."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.ui.registry import left

from . import mail
from .models import RemindedBy, User
from .rights import require


class Role(models.TextChoices):
    """The global roles; what each may do is said in rules.py."""

    EDITOR = "editor", gettext_lazy("editor")
    MANAGER = "manager", gettext_lazy("manager with the right to decide")
    ADMINISTRATOR = "administrator", gettext_lazy("administrator")

    @property
    def field(self) -> str:
        """The name of the User field that holds it."""
        return f"is_{self.value}"


@transaction.atomic
def rename(person: User, name: str, *, by: User) -> None:
    """Change the name that others see; everybody changes only her own. The entry names nobody."""
    if by != person:
        raise PermissionDenied("people.rename")
    move(person, when={}, to={"name": name.strip()})
    record("people.renamed", person, by=by)


def choose_reminders(person: User, how: str, *, by: User) -> None:
    """Be reminded by e-mail, or only on the site; everybody chooses for herself. Nothing is noted.

    Raises PermissionDenied, and ValidationError for a way that there is not.
    """
    if by != person:
        raise PermissionDenied("people.choose_reminders")
    if how not in RemindedBy.values:
        raise ValidationError({"reminded_by": _("Choose how you want to be reminded.")})
    move(person, when={}, to={"reminded_by": how})


@transaction.atomic
def sign_out_everywhere(person: User, *, by: User) -> None:
    """End every session of the person."""
    if by != person:
        require(by, "people.deactivate", person)
    move(person, when={}, to={"sign_out_count": F("sign_out_count") + 1})
    record("people.signed_out_everywhere", person, by=by)


@transaction.atomic
def invite(email: str, *, name: str = "", by: User) -> User:
    """Make an account and send a mail with a link to sign in.

    Raises ValidationError when the address has an account already.
    """
    require(by, "people.invite")
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        raise ValidationError(_("There is already an account with that address."), code="known")
    person = User.objects.create_user(address, name=name.strip())
    record("people.invited", person, by=by)
    transaction.on_commit(lambda: mail.send("people/mail/invitation", address, {"name": name}))
    return person


@transaction.atomic
def give_role(person: User, role: Role, *, by: User) -> None:
    """Give a global role. Raises Stale when the person has it already or is deactivated."""
    require(by, "people.give_role", person)
    move(person, when={role.field: False, "is_active": True}, to={role.field: True})
    record("people.role_given", person, by=by, role=role.value)


@transaction.atomic
def take_role(person: User, role: Role, *, by: User) -> None:
    """Take a global role back; it ends at the person's next click."""
    require(by, "people.give_role", person)
    move(person, when={role.field: True}, to={role.field: False})
    record("people.role_taken", person, by=by, role=role.value)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close an account without removing anything; every session ends at its next click, and so
    does what she had a place at in her work (``registry.farewell``)."""
    require(by, "people.deactivate", person)
    move(person, when={"is_active": True}, to={"is_active": False})
    record("people.deactivated", person, by=by)
    transaction.on_commit(lambda: left(person.uuid), robust=True)


@transaction.atomic
def reactivate(person: User, *, by: User) -> None:
    """Open a closed account again, with the roles that it had."""
    require(by, "people.deactivate", person)
    move(person, when={"is_active": False}, to={"is_active": True})
    record("people.reactivated", person, by=by)


@transaction.atomic
def forget_second_factor(person: User, *, by: User) -> None:
    """Remove every passkey, app and reserve code of somebody who has lost them all.

    She signs in by code again and is told by mail. Raises Stale when she has none.
    """
    require(by, "people.forget_second_factor", person)
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise Stale(f"Person {person.pk} has no second factor.")
    record("people.second_factor_forgotten", person, by=by)
    transaction.on_commit(
        lambda: mail.send("people/mail/second_factor_forgotten", person.email, {})
    )
