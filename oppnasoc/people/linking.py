"""Which account is hers whom a provider has recognised, and how that is decided."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from oppnasoc.ui.registry import left

from . import mail
from .models import Identity, User
from .tokens import Proof


class Taken(Exception):
    """It is linked to another account already."""


@transaction.atomic
def bind(person: User, proof: Proof, *, by: User) -> None:
    """Let somebody sign in as ``person`` by what she has just proved; she is told by mail.

    Doing it twice is doing it once. Raises PermissionDenied for the account of another, and Taken.
    """
    if by != person:
        raise PermissionDenied("people.bind_identity")
    given = {"user": person, "kind": proof.kind}
    identity, made = Identity.objects.get_or_create(digest=proof.digest, defaults=given)
    if identity.user_id != person.pk:
        raise Taken
    if made:
        transaction.on_commit(lambda: _tell(person, identity))


def _tell(person: User, identity: Identity) -> None:
    """Let her know; it is done also when no mail leaves just now."""
    with suppress(OSError):
        mail.send("people/mail/identity_added", person.email, {"name": identity.name})


@transaction.atomic
def unbind(identity: Identity, *, by: User) -> None:
    """Take a way to sign in away. Raises PermissionDenied for that of another.

    Whoever has no account at work any more has left that work (``registry.farewell``).
    """
    if identity.user_id != by.pk:
        raise PermissionDenied("people.unbind_identity")
    identity.delete()
    if identity.kind == Identity.Kind.SSO:
        transaction.on_commit(lambda: left(by.uuid), robust=True)


def person_of(proof: Proof) -> tuple[User | None, bool]:
    """Whose account it is, and whether it was made now; None when nobody has said so yet.

    Those who work here are known by an address of the municipality's own domain too, the first
    time, when the settings allow it. Not when the account has such a sign-in already: then the
    mailbox may have passed on to somebody new.
    """
    ours = Identity.objects.filter(digest=proof.digest)
    if identity := ours.select_related("user").first():
        ours.update(used_at=timezone.now())
        return identity.user, False
    return _by_address(proof) if proof.email else (None, False)


@transaction.atomic
def _by_address(proof: Proof) -> tuple[User | None, bool]:
    person = User.objects.filter(email__iexact=proof.email).first()
    made = person is None
    if person is None:
        person = User.objects.create_user(proof.email)
    elif person.identities.filter(kind=proof.kind).exists():
        return None, False
    addresses = EmailAddress.objects.filter(user=person)
    if not addresses.filter(verified=True).exists():
        shown = {"verified": True, "primary": True}
        addresses.update_or_create(user=person, email=person.email, defaults=shown)
    bind(person, proof, by=person)
    return person, made
