"""Send what is due: claim some messages, make their letters, hand them over, note what became of
each.

Messages are claimed by moving ``next_at`` on, which only one can do. Whoever is killed after that
leaves messages that are due again a little later: nothing is lost. One of them may then leave
twice, with the same Message-ID, when it was killed between the server's yes and the note of it;
between that and a person who is never told, this is the lesser harm (RFC 5321, section 4.5.4.1).
No transaction is open while a server is spoken to.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from oppnasoc.people.texting import send_text
from oppnasoc.people.ways import Away, Later, Reason, Refused, Stuck, Trouble, Unsure

from . import composing, heart, kinds, mailing, sharing
from .kinds import Kind
from .models import Channel, Message

BATCH = 50  # messages that are claimed at once
HELD = timedelta(minutes=10)  # a claim
SPENT = HELD.total_seconds() / 2  # seconds after which the rest of the claim is given back
SOON = timedelta(minutes=1)  # until the others are tried, when a server is away
WAITS = (1, 5, 15, 60, 240)  # minutes until the next try; the last of them again and again
GIVE_UP = timedelta(days=3)  # since it was due
UNSURE_TRIES = 3  # of what may have arrived each time

State = Message.State
log = logging.getLogger(__name__)


def claim(now: datetime, most: int = BATCH) -> list[Message]:
    """Messages that are due, for whoever gets them and nobody else."""
    due = Message.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    if not due.exists():  # Most of the time; a transaction would wait for whoever writes.
        return []
    with transaction.atomic():
        mine = list(due.select_for_update(skip_locked=True)[:most])
        Message.objects.filter(pk__in=[message.pk for message in mine]).update(
            next_at=timezone.now() + HELD, tries=F("tries") + 1
        )
    for message in mine:
        message.tries += 1
    return mine


def release(messages: Iterable[Message], at: datetime | None = None) -> None:
    """Give back what was claimed and not tried; it is due as before, or at a time."""
    for message in messages:
        Message.objects.filter(pk=message.pk, state=State.WAITING, tries=message.tries).update(
            next_at=at or message.next_at, tries=F("tries") - 1
        )


def send_due(now: datetime) -> int:
    """Send what is due; returns how many left or came to an end."""
    done, began = 0, time.monotonic()
    mine, away = deque(claim(now)), dict[str, list[Message]]()
    try:
        with mailing.Post() as post, sharing.batch():
            while mine and not heart.asked_to_stop.is_set() and time.monotonic() - began < SPENT:
                message = mine.popleft()
                if message.channel in away:
                    away[message.channel].append(message)
                    continue
                try:
                    done += send(message, post)
                except Later as why:
                    later(message, why)
                    if isinstance(why, Away):  # The others need not find out one by one.
                        away[message.channel] = []
    finally:
        release(mine)
        for others in away.values():
            release(others, at=timezone.now() + SOON)
    return done


def send(message: Message, post: mailing.Post) -> bool:
    """Send one claimed message and note what became of it; Later is for the caller."""
    kind, by_mail = kinds.known(message.kind), message.channel == Channel.EMAIL
    try:
        letter = kind.build(message) if kind else None
        mail = composing.mail(letter, message) if letter and by_mail else None
    except Exception:
        log.exception("The letter of message %s cannot be made.", message.pk)
        return end(message, State.STUCK, None, Stuck("", Reason.LETTER))
    if letter is None or kind is None:
        return end(message, State.DROPPED, None)
    try:
        if mail is not None:
            post.send(mail)
        else:
            send_text(letter.to, letter.short, message.reference.hex)
    except Refused as why:
        return end(message, State.REFUSED, kind, why)
    except Stuck as why:
        return end(message, State.STUCK, None, why)
    return end(message, State.SENT, kind)


@transaction.atomic
def end(message: Message, state: str, kind: Kind | None, why: Trouble | None = None) -> bool:
    """Note what became of a message, and tell its kind in the same transaction."""
    now = timezone.now()
    changed = Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        state=state,
        reason=why.reason if why else "",
        problem=str(why or ""),
        sent_at=now if state == State.SENT else None,
    )
    if changed and kind is not None:
        with translation.override("sv"):
            if state == State.SENT and kind.sent:
                kind.sent(message, now)
            if state == State.REFUSED and kind.refused:
                kind.refused(message, str(why or ""))
    return bool(changed)


def later(message: Message, why: Later) -> None:
    """Try again in a while, or leave it to somebody when it has waited too long."""
    now = timezone.now()
    too_often = isinstance(why, Unsure) and message.tries >= UNSURE_TRIES
    if too_often or now - message.due_at > GIVE_UP:
        end(message, State.STUCK, None, why)
        return
    wait = timedelta(minutes=WAITS[min(message.tries, len(WAITS)) - 1])
    Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        next_at=now + wait, reason=why.reason, problem=str(why)
    )
