"""Letters to those who act for an organisation: it is invited, or asked for its yes.

A letter says which organisation asks, never what about: a mail is read over shoulders.
"""

from __future__ import annotations

from collections.abc import Iterable

from oppnasoc.groups.models import Organisation
from oppnasoc.groups.reach import reach
from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.models import Channel
from oppnasoc.people.models import RemindedBy, User

from .models import Invited, Outgoing, Summons

CODE = "preparation.summons"


def call(invited: Invited) -> None:
    """A letter to those who can say yes or no to an invitation."""
    _put([invited], None)


def ask(sheet: Outgoing, *, but: Organisation) -> None:
    """A letter to those whose organisation's yes is needed, but for the one that asks."""
    rows = Invited.objects.filter(
        preparation=sheet.preparation_id, status=Invited.Status.JOINED
    ).exclude(organisation=but)
    _put(rows, sheet)


def _put(rows: Iterable[Invited], sheet: Outgoing | None) -> None:
    everybody = reach()
    pairs = [(user, row) for row in rows for user in everybody.told(row.organisation_id)]
    wants = User.objects.filter(
        pk__in={user for user, _row in pairs}, is_active=True, paused_on=None,
        reminded_by=RemindedBy.EMAIL,
    )  # fmt: skip
    wanted = set(wants.values_list("pk", flat=True))
    made = [
        Summons.objects.create(user_id=user, invited=row, sheet=sheet)
        for user, row in pairs
        if user in wanted
    ]
    put_all(new(CODE, each.pk, channel=Channel.EMAIL, key=f"{CODE}:{each.pk}") for each in made)
