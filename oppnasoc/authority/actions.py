"""Change the municipality's face and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.ui.models import Municipality, Picture

LOOK = ("site_name", "name", "short_name", "colour_light", "colour_dark", "help_phone",
        "sender_name")  # fmt: skip
CONTACT = ("email", "help_hours", "help_place", "visiting_address", "opening_hours",
           "postal_address", "organisation_number", "on_call_phone", "on_call_hours", "help_lines",
           "protection_email", "protection_phone", "press_phone", "press_email", "security_email",
           "return_address", "envelope_window")  # fmt: skip


@transaction.atomic
def change_look(
    site: Municipality,
    given: Mapping[str, str],
    *,
    by: User | None,
    logo: File[bytes] | None = None,
    without_logo: bool = False,
) -> Municipality:
    """Change names, colours, phone and sender (``LOOK``), and the logo when there is a new one.

    Raises PermissionDenied, Stale, and ValidationError naming the field, for a colour with the
    contrast that it has.
    """
    to: dict[str, Any] = {name: given[name] for name in LOOK}
    if logo is not None:
        require(by, "ui.change_municipality")
        to["logo"] = Picture.objects.create(title=_("Logo"), file=logo, uploaded_by_user=by)
    elif without_logo:
        to["logo"] = None
    return _change(site, to, "authority.look_changed", by=by)


@transaction.atomic
def change_contact(
    site: Municipality, given: Mapping[str, str], *, by: User | None
) -> Municipality:
    """Change how people reach the municipality (``CONTACT``). Raises as ``change_look``."""
    to = {name: given[name] for name in CONTACT}
    return _change(site, to, "authority.contact_changed", by=by)


def _change(
    site: Municipality, to: Mapping[str, Any], code: str, *, by: User | None
) -> Municipality:
    require(by, "ui.change_municipality")
    before: Municipality = Municipality.objects.get(pk=site.pk)
    wanted = Municipality.objects.get(pk=site.pk)
    for name, value in to.items():
        setattr(wanted, name, value)
    wanted.full_clean()
    move(before, when={name: getattr(before, name) for name in to}, to=dict(to))
    record(code, before, by=by)
    transaction.on_commit(lambda: cache.delete(Municipality.CACHED))
    return before
