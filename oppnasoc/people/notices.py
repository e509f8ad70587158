"""What each entry about an account says. Only administrators read them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind

from .actions import Role

NOBODY = "Names nobody; it goes with the account that it is about."


def _role(code: str | None) -> str:
    return str(Role(code).label) if code in Role.values else _("a role that is gone")


@kind("people.invited", audience=Audience.STAFF, erasure=NOBODY)
def invited() -> str:
    return _("Was invited.")


@kind("people.renamed", audience=Audience.STAFF, erasure=NOBODY)
def renamed() -> str:
    return _("Changed the name that others see.")


@kind("people.role_given", codes=["role"], audience=Audience.STAFF, erasure=NOBODY)
def role_given(role: str | None) -> str:
    return _("Got the role %(role)s.") % {"role": _role(role)}


@kind("people.role_taken", codes=["role"], audience=Audience.STAFF, erasure=NOBODY)
def role_taken(role: str | None) -> str:
    return _("No longer has the role %(role)s.") % {"role": _role(role)}


@kind("people.deactivated", audience=Audience.STAFF, erasure=NOBODY)
def deactivated() -> str:
    return _("The account was closed.")


@kind("people.reactivated", audience=Audience.STAFF, erasure=NOBODY)
def reactivated() -> str:
    return _("The account was opened again.")


@kind("people.signed_out_everywhere", audience=Audience.STAFF, erasure=NOBODY)
def signed_out_everywhere() -> str:
    return _("Was signed out on all devices.")


@kind("people.second_factor_forgotten", audience=Audience.STAFF, erasure=NOBODY)
def second_factor_forgotten() -> str:
    return _("Passkey and app were removed, so that the person can sign in again.")


@kind("people.paused", audience=Audience.STAFF, erasure=NOBODY)
def paused() -> str:
    return ""  # It is hers alone, also in the log that administrators read.


@kind("people.came_back", audience=Audience.STAFF, erasure=NOBODY)
def came_back() -> str:
    return ""
