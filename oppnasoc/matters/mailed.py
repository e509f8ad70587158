"""What came of a matter leaves by mail and text message, for those who chose that (R13).

A debt puts one message in the outbox, in the transaction that brought the outcome. The latest
message of a debt is the one that counts: a newer outcome puts in another, and what waits before it
is not sent. When it has left, the debt is settled in the transaction that notes it
(docs/adr/0022-replies-and-signed-links.md).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.models import Message
from oppnasoc.voices.models import Voice

from .models import Ground, Matter

OUTCOME = "matters.outcome"
State = Message.State

#: Debts of speakers whom the program itself can tell; everybody else is told by a person.
BY_ITSELF = Q(
    owed_since__isnull=False,
    told_at=None,
    voice__tell_by__in=Voice.SENT,
    voice__reach__isnull=False,
    voice__reach__failed_at=None,
    voice__visibility=Voice.Visibility.PUBLIC,
    matter__visibility=Matter.Visibility.PUBLIC,
)


def messages_of_a_ground() -> QuerySet[Message]:
    return Message.objects.filter(kind=OUTCOME, thing=OuterRef("pk")).order_by()


@transaction.atomic
def put_out(grounds: QuerySet[Ground]) -> int:
    """Put a message in the outbox for those of these debts that leave by themselves; two
    statements, however many. Returns how many."""
    latest = messages_of_a_ground().values("thing").annotate(latest=Max("pk")).values("latest")
    rows = grounds.filter(BY_ITSELF).order_by().annotate(latest=Coalesce(Subquery(latest), 0))
    # Named after the one before it, so that two who do this at once make one message.
    messages = [
        new(OUTCOME, pk, channel=how, key=f"{OUTCOME}:{pk}:{before}")
        for pk, how, before in rows.values_list("pk", "voice__tell_by", "latest")
    ]
    put_all(messages)
    return len(messages)


def put_out_what_waits() -> int:
    """Put out debts that no message tells of: from before mail was sent, or of what was not shown
    for a while. One that an editor has looked at and left is not sent again."""
    newer = Message.objects.filter(kind=OUTCOME, thing=OuterRef("thing"), pk__gt=OuterRef("pk"))
    ended = Q(state=State.SENT) | Q(state=State.DROPPED, reason="")
    in_hand = messages_of_a_ground().exclude(ended).exclude(Exists(newer))
    return put_out(Ground.objects.exclude(Exists(in_hand)))


def is_the_latest(message: Message) -> bool:
    """Whether no newer message tells of the same debt."""
    newer = Message.objects.filter(kind=message.kind, thing=message.thing, pk__gt=message.pk)
    return not newer.exists()
