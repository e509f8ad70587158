"""Put a message in the outbox; and what an editor does with those that are stuck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, record

from . import kinds
from .models import Message, MessageQuerySet

State = Message.State
MOST = 1000  # messages of one press


def put(code: str, thing: int, *, channel: str, key: str, at: datetime | None = None) -> None:
    """Put one message in the outbox, unless the same (``key``) is or was there already.

    Runs inside the transaction of the action that it tells of: a message of an action that did
    not happen is never sent. Raises KeyError for an undeclared kind.
    """
    put_all([new(code, thing, channel=channel, key=key, at=at)])


def new(code: str, thing: int, *, channel: str, key: str, at: datetime | None = None) -> Message:
    """A message that is not in the outbox yet, for ``put_all``."""
    if kinds.known(code) is None:
        raise KeyError(f"No kind of message {code} is declared.")
    when = at or timezone.now()
    return Message(kind=code, thing=thing, channel=channel, key=key, due_at=when, next_at=when)


def put_all(messages: Iterable[Message]) -> None:
    """Put many in the outbox; one statement. Must run inside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A message is made inside its action.")
    Message.objects.bulk_create(list(messages), ignore_conflicts=True)


def alike(message: Message) -> MessageQuerySet:
    """What is stuck for the same reason as a message, and was when that was the latest."""
    return Message.objects.filter(
        kind=message.kind,
        channel=message.channel,
        state=message.state,
        reason=message.reason,
        pk__lte=message.pk,
    ).order_by("-pk")


@transaction.atomic
def try_again(message: Message, *, by: User | None) -> list[int]:
    """Send one that is stuck, and those that are stuck for the same reason, after all; which.

    Raises PermissionDenied, and Stale when it is not stuck.
    """
    require(by, "outbox.tend")
    pks, now = _stuck_like(message), timezone.now()
    Message.objects.filter(pk__in=pks, state=message.state).update(
        state=State.WAITING, due_at=now, next_at=now, tries=0
    )
    record("outbox.tried_again", message, by=by, count=len(pks))
    return pks


@transaction.atomic
def leave(message: Message, *, by: User | None) -> list[int]:
    """Do not send one that is stuck, nor those that are stuck for the same reason; which.

    Raises PermissionDenied, and Stale when it is not stuck.
    """
    require(by, "outbox.tend")
    pks = _stuck_like(message)
    Message.objects.filter(pk__in=pks, state=message.state).update(state=State.DROPPED)
    record("outbox.left", message, by=by, count=len(pks))
    return pks


@transaction.atomic
def put_back(pks: Sequence[int], *, state: str, by: User | None) -> int:
    """Undo ``try_again`` or ``leave``: what has not left meanwhile is stuck (or refused) as
    before; how many. Raises PermissionDenied, and Stale when everything has left."""
    require(by, "outbox.tend")
    if state not in (State.STUCK, State.REFUSED):
        raise Stale(f"Nothing was ever {state}.")
    there = Message.objects.filter(pk__in=pks[:MOST], tries=0, state=State.WAITING)
    dropped = Message.objects.filter(pk__in=pks[:MOST], state=State.DROPPED).exclude(reason="")
    back = there.update(state=state) + dropped.update(state=state)
    first = Message.objects.filter(pk__in=pks[:1]).first()
    if not back or first is None:
        raise Stale("They have left already.")
    record("outbox.put_back", first, by=by, count=back)
    return back


def _stuck_like(message: Message) -> list[int]:
    pks = list(alike(message).stuck().values_list("pk", flat=True)[:MOST])
    if not pks:
        raise Stale(f"Message {message.pk} is no longer stuck.")
    return pks
