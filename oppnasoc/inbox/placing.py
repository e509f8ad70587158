"""Put what somebody wrote by mail where it belongs. Nothing becomes public by it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from oppnasoc.matters.joining import join_from_the_door
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.voices import conversation
from oppnasoc.voices.actions import MAX_LENGTH, say
from oppnasoc.voices.models import Voice

from .models import Incoming

MOST_MESSAGES = 4  # that one mail is parted into


def pieces(text: str, longest: int = conversation.MAX_LENGTH) -> list[str]:
    """A text in pieces that fit into messages, cut between paragraphs, lines or words."""
    found = []
    while len(text) > longest:
        cut = max(text.rfind(sign, longest // 2, longest) for sign in ("\n\n", "\n", " "))
        cut = cut if cut > 0 else longest
        found.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*found, text] if text else found


@transaction.atomic
def as_message(voice: Voice, text: str) -> int:
    """Messages from the speaker on her voice; the key of the first. Raises ValidationError."""
    parts = pieces(text)
    if len(parts) > MOST_MESSAGES:
        raise ValidationError("It is too long for messages.")
    written = [conversation.write(voice, part, by=None) for part in parts]
    if not written:
        raise ValidationError("It says nothing.")
    return int(written[0].pk)


@transaction.atomic
def as_voice(mail: Incoming, matter: Matter | None, *, by: User | None, address: str) -> Voice:
    """Something said, held for a look, on a matter or on none; its speaker is told by mail.

    Raises ValidationError.
    """
    text = mail.text
    if len(text) > MAX_LENGTH:
        text = f"{text[: MAX_LENGTH - 1].rsplit(' ', 1)[0]}…"
    group = matter.steward if matter else None
    reached = is_address(address)
    way = Voice.TellBy.EMAIL if reached else Voice.TellBy.NOT
    voice, _code = say(text, by=by, group=group, tell_by=way, address=address if reached else "")
    if matter is not None:
        join_from_the_door(voice, matter.pk)
    return voice


def is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
