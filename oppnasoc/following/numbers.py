"""A number becomes hers when the code that was sent to it has been typed in.

The code is made of what is kept of the question and the server's key, so it stands nowhere: not in
the database and not in the outbox.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Message
from oppnasoc.people.texting import number

from .actions import set_channel
from .models import Follower

KIND = "following.number"
QUESTIONS = 3  # codes a day for one person
TRIES = 5  # of one code
VALID = timedelta(hours=1)


def code_of(follower: Follower) -> str:
    """The six digits of the question that waits."""
    asked = follower.number_asked_at
    secret = hashlib.sha256(b"following.numbers" + settings.SECRET_KEY.encode()).digest()
    about = f"{follower.pk} {follower.number_asked} {asked.timestamp() if asked else 0:.6f}"
    made = hmac.new(secret, about.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8], 'big') % 1_000_000:06d}"


def waits(follower: Follower) -> bool:
    """Whether a code was sent that can still be typed in."""
    asked = follower.number_asked_at
    return bool(asked and asked > timezone.now() - VALID and follower.number_tries < TRIES)


@transaction.atomic
def ask(follower: Follower, typed: str) -> None:
    """Send a code to a number. Raises ValidationError when it is none, or too often."""
    if follower.user is None:
        raise ValidationError(_("Choose how you want to be told."))
    if not (to := number(typed)):
        raise ValidationError(_("Write a mobile number, such as 070-123 45 67."))
    now = timezone.now()
    lately = Message.objects.filter(
        kind=KIND, thing=follower.pk, due_at__gt=now - timedelta(days=1)
    )
    if lately.count() >= QUESTIONS:
        raise ValidationError(_("We have sent three codes today. Try again tomorrow."))
    follower.number_asked, follower.number_asked_at, follower.number_tries = to, now, 0
    follower.save(update_fields=["number_asked", "number_asked_at", "number_tries"])
    key = f"number:{follower.pk}:{now.timestamp():.6f}"
    put(KIND, follower.pk, channel=Follower.Channel.SMS, key=key)


def confirm(follower: Follower, typed: str) -> None:
    """Be told at the number whose code is right. Raises ValidationError; each try counts."""
    open_until = timezone.now() - VALID
    counted = Follower.objects.filter(
        pk=follower.pk, number_asked_at__gt=open_until, number_tries__lt=TRIES
    ).update(number_tries=F("number_tries") + 1)
    follower.refresh_from_db(fields=["number_asked", "number_asked_at", "number_tries"])
    digits = "".join(typed.split())
    if not counted:
        raise ValidationError(_("The code is too old. Ask for a new one."))
    if not hmac.compare_digest(digits.encode(), code_of(follower).encode()):
        raise ValidationError(_("That is not the code. Look at the message once more."))
    with transaction.atomic():
        set_channel(follower, Follower.Channel.SMS, follower.number_asked)
        forget(follower)


def forget(follower: Follower) -> None:
    """The number that was asked about is not kept."""
    follower.number_asked, follower.number_asked_at, follower.number_tries = "", None, 0
    follower.save(update_fields=["number_asked", "number_asked_at", "number_tries"])
