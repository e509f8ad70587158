"""Send what is due: claim a message, make its letter, hand it over, note what became of it.

A message is claimed by moving ``next_at`` on, which only one can do. Whoever is killed after the
claim leaves a message that is due again a little later: nothing is lost. It may then leave twice,
with the same Message-ID, when it was killed between the server's yes and the note of it; between
that and a person who is never told, this is the lesser harm (RFC 5321, section 4.5.4.1).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from . import kinds, mailing, texting
from .kinds import Kind, Letter
from .models import Channel, Message
from .ways import Later, Refused, Stuck

BATCH = 100  # messages of one round
HELD = timedelta(minutes=10)  # a claim
WAITS = (1, 5, 15, 60, 240)  # minutes until the next try; the last of them again and again
GIVE_UP = timedelta(days=3)  # since it was due

State = Message.State
log = logging.getLogger(__name__)


def claimed(now: datetime, most: int = BATCH) -> Iterator[Message]:
    """Messages that are due, each claimed as it is given out."""
    due = Message.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    for message in list(due[:most]):
        mine = Message.objects.filter(
            pk=message.pk, state=State.WAITING, next_at=message.next_at
        ).update(next_at=timezone.now() + HELD, tries=F("tries") + 1)
        if mine:
            message.tries += 1
            yield message


def send_due(now: datetime) -> int:
    """Send what is due; returns how many left or came to an end."""
    done = 0
    with mailing.Post() as post:
        for message in claimed(now):
            try:
                done += send(message, post)
            except Later as why:
                later(message, str(why))
                if post.connection is None and message.channel == Channel.EMAIL:
                    break  # The server is away: the others need not find out one by one.
    return done


def send(message: Message, post: mailing.Post) -> bool:
    """Send one claimed message and note what became of it; Later is for the caller."""
    kind = kinds.known(message.kind)
    try:
        letter = kind.build(message) if kind else None
    except Exception:
        log.exception("The letter of message %s cannot be made.", message.pk)
        return end(message, State.STUCK, None, problem="the letter cannot be made, see the log")
    if letter is None or kind is None:
        return end(message, State.DROPPED, None)
    try:
        hand_over(letter, message, post)
    except Refused as why:
        return end(message, State.REFUSED, kind, problem=str(why))
    except Stuck as why:
        return end(message, State.STUCK, None, problem=str(why))
    return end(message, State.SENT, kind)


def hand_over(letter: Letter, message: Message, post: mailing.Post) -> None:
    if message.channel == Channel.EMAIL:
        post.send(mailing.mail(letter, message))
    elif not (to := texting.number(letter.to)):
        raise Refused("not a phone number")
    else:
        texting.provider().send(to, letter.short[: texting.LONGEST], message.reference.hex)


@transaction.atomic
def end(message: Message, state: str, kind: Kind | None, *, problem: str = "") -> bool:
    """Note what became of a message, and tell its kind in the same transaction."""
    now = timezone.now()
    changed = Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        state=state, problem=problem[:200], sent_at=now if state == State.SENT else None
    )
    if changed and kind is not None:
        with translation.override("sv"):
            if state == State.SENT and kind.sent:
                kind.sent(message, now)
            if state == State.REFUSED and kind.refused:
                kind.refused(message, problem)
    return bool(changed)


def later(message: Message, why: str) -> None:
    """Try again in a while, or leave it to somebody when it has waited too long."""
    now = timezone.now()
    if now - message.due_at > GIVE_UP:
        end(message, State.STUCK, None, problem=why)
        return
    wait = timedelta(minutes=WAITS[min(message.tries, len(WAITS)) - 1])
    Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        next_at=now + wait, problem=why[:200]
    )
