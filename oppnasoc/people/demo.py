"""The people of the demo municipality, who may be signed in as with one click in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Lower

from oppnasoc.ui.registry import told

from .models import User

DOMAIN = "@sundhamn.example"


@dataclass(frozen=True)
class DemoPerson:
    """``role`` is what she is in words: 'secretary of Brukargruppen på Fyren, editor'."""

    name: str
    email: str
    role: str


def people() -> list[DemoPerson]:
    """Everybody with an address of the demo, those with most to do first; two queries."""
    users = list(
        User.objects.filter(email__endswith=DOMAIN, is_active=True).order_by(
            "-is_administrator", "-is_editor", "-is_manager", Lower("name")
        )
    )
    seats = told("people.seats", [user.pk for user in users])
    return [
        DemoPerson(
            str(user), user.email, ", ".join([*user.global_roles(), *seats.get(user.pk, [])])
        )
        for user in users
    ]
