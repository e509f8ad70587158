"""The holding pen: where a mail may belong, and what a person does with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.following.models import Follow
from oppnasoc.language import urgent
from oppnasoc.matters.forms import likely
from oppnasoc.matters.models import Matter
from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Channel
from oppnasoc.outbox.models import Message as Sent
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices import withdrawing
from oppnasoc.voices.models import Message, Voice

from .models import Incoming
from .placing import as_message, as_voice, is_address

COULD_NOT = "inbox.could_not"
GUESSES = 4
_ANSWERS = re.compile(r"^(?:\s*(?:re|sv|vb|fwd?|åter|ang|angående)\s*:)+\s*", re.I)
_NUMBER = re.compile(r"(?:/fragor/|#|\bfråga(?:n)? (?:nr |nummer )?)(\d{1,12})\b", re.I)

Became, State = Incoming.Became, Incoming.State


@dataclass(frozen=True)
class Guess:
    """Where a mail may belong: a matter, or the voice of its sender; and why."""

    title: str
    why: str
    matter: Matter | None = None
    voice: Voice | None = None

    @property
    def target(self) -> str:
        """What a form sends of it."""
        thing = self.voice or self.matter
        assert thing is not None
        return f"{'voice' if self.voice else 'matter'}:{thing.pk}"


def guesses(mail: Incoming) -> list[Guess]:
    """The likeliest first, none twice; a handful of queries."""
    found: dict[str, Guess] = {}
    for guess in (*_by_sender(mail), *_by_subject(mail), *_by_text(mail)):
        found.setdefault(guess.target, guess)
    return list(found.values())[:GUESSES]


def _by_sender(mail: Incoming) -> list[Guess]:
    """What somebody with this address has said or follows. Anybody can write it as her own, so a
    person looks."""
    if not mail.sender:
        return []
    said = Voice.objects.filter(reach__address__iexact=mail.sender, tell_by=Voice.TellBy.EMAIL)
    said = said.exclude(visibility=Voice.Visibility.WITHDRAWN).order_by("-pk")
    why = _("Whoever said this is told at the same address.")
    found = [Guess(str(voice), why, voice=voice) for voice in said[:2]]
    follows = Follow.objects.filter(kind="matter", confirmed_at__isnull=False)
    mine = follows.filter(follower__address__iexact=mail.sender)
    mine = mine | follows.filter(follower__user__email__iexact=mail.sender)
    keys = list(mine.order_by("-pk").values_list("thing", flat=True)[:2])
    matters = Matter.objects.published().in_bulk(keys)
    why = _("Whoever has this address follows it.")
    return found + [Guess(m.title, why, matter=m) for pk in keys if (m := matters.get(pk))]


def _by_subject(mail: Incoming) -> list[Guess]:
    """A matter whose number or title stands in the subject."""
    subject = _ANSWERS.sub("", mail.subject).strip()
    number = _NUMBER.search(subject)
    named = Matter.objects.published().filter(pk=number[1]) if number else Matter.objects.none()
    titled = Matter.objects.published().filter(title__iexact=subject) if subject else named
    why = _("The subject names it.")
    return [Guess(m.title, why, matter=m) for m in [*named[:1], *titled[:1]]]


def _by_text(mail: Incoming) -> list[Guess]:
    why = _("It looks like what the mail is about.")
    return [Guess(m.title, why, matter=m) for m in likely(f"{mail.subject}\n{mail.text}")]


def held() -> QuerySet[Incoming]:
    """What waits, the first one first."""
    return Incoming.objects.held().order_by("came_at", "pk")


def needs_of(mail: Incoming) -> tuple[urgent.Need, ...]:
    """What urgent needs a mail may tell of; () for none. Nothing of it is kept."""
    return urgent.find(f"{mail.subject}\n{mail.text}")


def _look(mail: Incoming, by: User | None, **to: Any) -> None:
    move(mail, when={"state": State.HELD}, to={"looked_at": timezone.now(), "looked_by": by, **to})


@transaction.atomic
def put_on_matter(mail: Incoming, matter: Matter | None, *, by: User | None) -> Voice:
    """Let it be something said, on a matter or on none, that waits for a look as all does.

    Raises PermissionDenied, Stale, and ValidationError when there are no words.
    """
    require(by, "inbox.sort")
    _look(mail, by, state=State.DONE, became=Became.VOICE)
    voice = as_voice(mail, matter, by=None, address=mail.sender)
    _became(mail, voice.pk, voice.pk, by)
    return voice


@transaction.atomic
def put_on_voice(mail: Incoming, voice: Voice, *, by: User | None) -> None:
    """Let it be a message from the one who said something.

    Raises PermissionDenied, Stale, and ValidationError.
    """
    require(by, "inbox.sort")
    _look(mail, by, state=State.DONE, became=Became.MESSAGE)
    _became(mail, as_message(voice, mail.text), voice.pk, by)


def _became(mail: Incoming, thing: int, voice: int, by: User | None) -> None:
    move(mail, when={"state": State.DONE}, to={"thing": thing, "voice": voice})
    record("inbox.placed", mail, by=by, became=mail.became)


@transaction.atomic
def leave(mail: Incoming, *, by: User | None) -> None:
    """Leave it as it is; it goes with all mail after ninety days."""
    require(by, "inbox.sort")
    _look(mail, by, state=State.LEFT)
    record("inbox.left", mail, by=by)


@transaction.atomic
def answer_that_it_could_not(mail: Incoming, *, by: User | None) -> None:
    """Tell the sender kindly where one can say it instead. Raises ValidationError without an
    address to write to."""
    require(by, "inbox.sort")
    if not is_address(mail.sender):
        raise ValidationError(_("The mail has no sender that one could answer."))
    _look(mail, by, state=State.ANSWERED)
    put(COULD_NOT, mail.pk, channel=Channel.EMAIL, key=f"{COULD_NOT}:{mail.pk}:{_tries(mail)}")
    record("inbox.answered", mail, by=by)


def _tries(mail: Incoming) -> int:
    return Sent.objects.filter(kind=COULD_NOT, thing=mail.pk).count()


@transaction.atomic
def undo(mail: Incoming, *, by: User | None) -> None:
    """Let it wait again. Raises PermissionDenied, Stale, and ValidationError when somebody has
    acted on what it became, or when the answer has left."""
    require(by, "inbox.sort")
    before = mail.state
    if before == State.ANSWERED:
        sent = Sent.objects.filter(kind=COULD_NOT, thing=mail.pk, state=Sent.State.SENT)
        if sent.exists():
            raise ValidationError(_("The answer has left. What is sent cannot be taken back."))
    elif before == State.DONE:
        _take_back(mail, by)
    move(
        mail,
        when={"state": before, "looked_by__isnull": False},
        to={
            "state": State.HELD, "became": "", "thing": 0, "voice": 0,
            "looked_at": None, "looked_by": None,
        },
    )  # fmt: skip
    record("inbox.put_back", mail, by=by)


def _take_back(mail: Incoming, by: User | None) -> None:
    if mail.became == Became.MESSAGE:
        last = mail.looked_at or timezone.now()
        mine = Message.objects.filter(voice=mail.voice, from_speaker=True, pk__gte=mail.thing)
        mine = mine.filter(read_at=None, written_at__lte=last + timedelta(seconds=5))
        if not mine.filter(pk=mail.thing).exists():
            raise ValidationError(_("Somebody has read the message already."))
        mine.delete()
        return
    waiting = Voice.objects.waiting().filter(pk=mail.voice)
    voice = waiting.first()
    if voice is None:
        raise ValidationError(_("Somebody has looked at what it became already."))
    # It belongs to nothing now, so that the mail does not go with it.
    Incoming.objects.filter(pk=mail.pk).update(voice=0)
    withdrawing.withdraw(voice)
