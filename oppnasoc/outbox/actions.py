"""Put a message in the outbox, try one again, leave one be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move

from . import kinds
from .models import Message

State = Message.State


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


@transaction.atomic
def try_again(message: Message, *, by: User | None) -> None:
    """Send one that is stuck after all. Raises PermissionDenied, Stale when it is not stuck."""
    require(by, "outbox.tend")
    now = timezone.now()
    move(
        message,
        when={"state__in": [State.STUCK, State.REFUSED]},
        to={"state": State.WAITING, "due_at": now, "next_at": now, "tries": 0, "problem": ""},
    )


@transaction.atomic
def leave(message: Message, *, by: User | None) -> None:
    """Do not send one that is stuck. Raises PermissionDenied, Stale when it is not stuck."""
    require(by, "outbox.tend")
    move(
        message,
        when={"state__in": [State.STUCK, State.REFUSED]},
        to={"state": State.DROPPED},
    )
