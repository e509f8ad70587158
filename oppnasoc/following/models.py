"""Who is told of what, how and how often; and what each of them is to be told."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.outbox.models import Message
from oppnasoc.trail.models import Entry


def key() -> str:
    return secrets.token_urlsafe(12)


class Follower(models.Model):
    """Somebody who is told: a person with an account, an address, a number, or who holds a code.

    What is kept of somebody without an account is how she is reached, and nothing else.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        SMS = "sms", _("by text message")
        SITE = "site", _("here, when you are signed in")
        CODE = "code", _("here, with your code")

    class Closed(models.TextChoices):
        WISH = "wish", _("you wanted no more messages")
        REFUSED = "refused", _("the address did not work")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="follower"
    )
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    #: E-mail or number (+46…); empty for an account, whose own address is used, and for a code.
    address = models.CharField(max_length=254, blank=True)
    #: How the room that knows codes recognises hers (``codes.py``); never the code itself.
    code = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5, default="sv")
    #: In every link of her messages; a new one makes all links of before worthless.
    key = models.CharField(max_length=24, default=key, unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=8, choices=Closed, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    #: Without an account she pauses here; with one, there (``pausing.py``).
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    #: A number that she has asked to be told at and not shown to be hers yet (``numbers.py``).
    number_asked = models.CharField(max_length=20, blank=True)
    number_asked_at = models.DateTimeField(null=True, blank=True)
    number_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["channel", "address"],
                condition=Q(user__isnull=True) & ~Q(address=""),
                name="follower_address_once",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="follower_code_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(address="") | ~Q(code=""),
                name="follower_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_on__isnull=False),
                name="follower_pauses_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"

    @property
    def reached_at(self) -> str:
        """The address or number that messages go to; empty when none do."""
        return "" if self.closed_at else self.would_be_reached_at

    @property
    def would_be_reached_at(self) -> str:
        """Where messages went if she wanted them; empty for who reads here only."""
        if self.reads_here:
            return ""
        if self.user is not None and self.channel == self.Channel.EMAIL:
            return self.user.email if self.user.is_active else ""
        return self.address

    @property
    def reads_here(self) -> bool:
        """Whether no messages are sent, since she comes and looks."""
        return self.channel in (self.Channel.SITE, self.Channel.CODE)


class FollowQuerySet(models.QuerySet["Follow"]):
    def current(self) -> FollowQuerySet:
        """What is followed now: said yes to, and not stopped."""
        return self.filter(ended_at=None).exclude(confirmed_at=None)

    def following(self, user: int) -> FollowQuerySet:
        """What one person with an account follows now."""
        return self.current().filter(follower__user=user)


class Follow(models.Model):
    """One thing that somebody follows: a kind of subject and its key, or the words of a search."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("at most once a day")
        WEEKLY = "weekly", _("at most once a week")

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=20)
    thing = models.PositiveBigIntegerField(default=0)
    query = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    made_at = models.DateTimeField(default=timezone.now)
    #: Nobody is told before she has said yes from her own address.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: She has stopped; kept for a week so that one press takes it back.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Follow]] = models.Manager.from_queryset(FollowQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "thing", "query", "follower"], name="follow_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["made_at"], condition=Q(confirmed_at=None), name="follow_unconfirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.kind} {self.thing or self.query}"


class Happening(models.Model):
    """An entry that followers are still to hear of, made in the transaction of its action.

    ``after`` is the last follower who has a delivery of it, so that a round that is cut off goes
    on where it was.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="+")
    #: When it was written down; an entry may tell of an earlier day.
    made_at = models.DateTimeField(default=timezone.now)
    after = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"happening of entry {self.entry_id}"


class Delivery(models.Model):
    """One entry for one follower, never twice; ``follow`` is why she gets it.

    It waits until ``due_at``, is then taken into a ``message``, and is ``done_at`` when that has
    left, or when she has read it here.
    """

    follower = models.ForeignKey(
        Follower, models.CASCADE, related_name="deliveries", db_index=False
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    follow = models.ForeignKey(Follow, models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["follower", "entry"], name="delivery_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at", "follower"],
                condition=Q(message=None, done_at=None),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.entry_id} for follower {self.follower_id}"
