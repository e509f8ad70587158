"""Read what came in, and put it where its address says. What does not fit is held.

Who a mail says it is from counts for nothing: whoever has got a mail of ours can answer it, and the
sealed address of that mail says who that was and what about (``outbox/replies.py``). What that
person may do is asked anew. A program's mail is dropped (RFC 3834); a report on a mail of ours goes
to the outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from oppnasoc.following.models import Follower
from oppnasoc.groups.models import Party
from oppnasoc.groups.rules import acts_for
from oppnasoc.language import mails
from oppnasoc.language.mails import Mail
from oppnasoc.matters import link_right, offers
from oppnasoc.matters.link_right import ANSWER, ASKING, RECEIVE, LinkRight
from oppnasoc.matters.models import Matter
from oppnasoc.outbox import bounces, replies
from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Channel
from oppnasoc.outbox.replies import Reply, Who
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Stale, move
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Reach, Voice

from .models import Incoming
from .placing import as_message, as_voice

BATCH = 20  # mails of one round
MOST_AN_HOUR = 20  # from one signed address; more are held
ATTACHED = "inbox.attached"

Became, State, Why = Incoming.Became, Incoming.State, Incoming.Why
Placed = tuple[
    Incoming.Became, int, int
]  # what it became, its key, and the voice that it goes with
log = logging.getLogger(__name__)


class Lost(Exception):
    """Whoever got our mail may not answer it any longer."""


def read_new(now: datetime) -> int:
    """Read mails that came in; how many."""
    new = list(Incoming.objects.filter(state=State.NEW).order_by("pk")[:BATCH])
    for mail in new:
        try:
            read(mail)
        except Stale:
            continue  # Somebody else reads it.
        except Exception:
            log.exception("Mail %s cannot be put anywhere.", mail.pk)
            _end(mail, state=State.HELD, why=Why.UNFIT)
    return len(new)


def read(mail: Incoming) -> None:
    """Read one mail. Raises Stale when somebody else has."""
    raw = bytes(mail.raw or b"")
    if bounce := bounces.read(raw, mail.recipient):
        with transaction.atomic():
            bounces.bounced(bounce.reference, bounce.code)
            _end(mail, state=State.DROPPED, raw=None)
        return
    said = mails.read(raw)
    if said is None:
        _end(mail, state=State.HELD, why=Why.UNREADABLE)
    elif said.automatic or mail.return_path == "":
        _end(mail, state=State.DROPPED, raw=None)
    else:
        _put_where_it_belongs(mail, said)


@transaction.atomic
def _put_where_it_belongs(mail: Incoming, said: Mail) -> None:
    reply, ours = _address(mail.recipient, said)
    facts: dict[str, Any] = {
        "sender": said.sender,
        "sender_name": said.sender_name,
        "subject": said.subject,
        "text": said.said,
        "whole": said.text,
        "attached": min(said.attached, 999),
        "raw": None,
    }
    if reply is not None:
        facts |= {"who": int(reply.who), "key": reply.key, "matter": reply.matter}
    _end(mail, state=State.HELD, why=Why.BROKEN if ours else Why.STRAY, **facts)
    if reply is None:
        return
    if not said.said:
        _end(mail, was=State.HELD, state=State.HELD, why=Why.EMPTY)
    elif _many(mail):
        _end(mail, was=State.HELD, state=State.HELD, why=Why.MANY)
    else:
        _place(mail, reply)
    if said.attached and mail.why != Why.MANY:
        put(ATTACHED, mail.pk, channel=Channel.EMAIL, key=f"{ATTACHED}:{mail.pk}")


def _place(mail: Incoming, reply: Reply) -> None:
    try:
        with transaction.atomic():
            became, thing, voice = _WHERE[reply.who](mail, reply)
    except Lost:
        _end(mail, was=State.HELD, state=State.HELD, why=Why.LOST)
    except (ValidationError, PermissionDenied):
        _end(mail, was=State.HELD, state=State.HELD, why=Why.UNFIT)
    else:
        to: dict[str, Any] = {
            "state": State.DONE,
            "became": became,
            "thing": thing,
            "voice": voice,
            "why": "",
        }
        _end(mail, was=State.HELD, **to)


def _end(mail: Incoming, *, was: str = State.NEW, **to: Any) -> None:
    move(mail, when={"state": was}, to=to)


def _address(recipient: str, said: Mail) -> tuple[Reply | None, bool]:
    """What the address of a mail says, and whether it looks like one of ours at all. The
    envelope's counts; where there is none, those in the head."""
    typed = [recipient] if recipient else said.to
    found = next((reply for each in typed if (reply := replies.read(each))), None)
    return found, any(replies.is_ours(each) for each in typed)


def _many(mail: Incoming) -> bool:
    hour = timezone.now() - timedelta(hours=1)
    same = Incoming.objects.filter(who=mail.who, key=mail.key, came_at__gt=hour)
    return same.exclude(pk=mail.pk).count() >= MOST_AN_HOUR


def from_speaker(mail: Incoming, reply: Reply) -> Placed:
    """A message on her voice, while she is told by mail there."""
    told = Voice.objects.filter(pk=reply.key, tell_by=Voice.TellBy.EMAIL)
    voice = told.exclude(visibility=Voice.Visibility.WITHDRAWN).first()
    if voice is None or Reach.objects.filter(voice=voice, failed_at__isnull=False).exists():
        raise Lost
    return Became.MESSAGE, as_message(voice, mail.text), voice.pk


def from_follower(mail: Incoming, reply: Reply) -> Placed:
    """Something new that she says about the matter; held as everything that is said."""
    follower = Follower.objects.select_related("user").filter(pk=reply.key).first()
    user = follower.user if follower else None
    matter = Matter.objects.published().filter(pk=reply.matter).first()
    if user is None or not user.is_active or matter is None:
        raise Lost
    voice = as_voice(mail, matter, by=user, address=user.email)
    return Became.VOICE, voice.pk, voice.pk


def from_staff(mail: Incoming, reply: Reply) -> Placed:
    """A note for a look, from somebody who has the matter, is asked to take it, or tends it."""
    user = User.objects.filter(pk=reply.key, is_active=True).first()
    matter = Matter.objects.with_parties().filter(pk=reply.matter).first()
    if user is None or matter is None:
        raise Lost
    mine = [party for party in (matter.holder, matter.asked) if acts_for(user, party)]
    if not mine and not may(user, "matters.tend", matter):
        raise Lost
    party = mine[0] if mine else None
    return Became.OFFER, offers.note_by_mail(matter, mail.text, party=party, author=user).pk, 0


def from_outside(mail: Incoming, reply: Reply) -> Placed:
    """A note for a look, while the hand-over that our mail was about still stands."""
    entry = Entry.objects.filter(pk=reply.key).first()
    party = Party.objects.filter(pk=link_right.party_of(entry)).first() if entry else None
    if entry is None or party is None:
        raise Lost
    right = RECEIVE if entry.kind in ASKING else ANSWER
    matter = Matter.objects.published().with_parties().filter(pk=entry.about_id).first()
    if matter is None or not LinkRight(right, entry.pk, matter.pk, party.pk).holds(matter):
        raise Lost
    return Became.OFFER, offers.note_by_mail(matter, mail.text, party=party).pk, 0


_WHERE: dict[Who, Callable[[Incoming, Reply], Placed]] = {
    Who.SPEAKER: from_speaker,
    Who.FOLLOWER: from_follower,
    Who.STAFF: from_staff,
    Who.OUTSIDE: from_outside,
}
