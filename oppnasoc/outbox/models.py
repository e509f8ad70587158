"""What is on its way out: one row for each mail and each text message, until it has left."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.people.ways import Reason

LATE = timedelta(hours=1)


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")


class MessageQuerySet(models.QuerySet["Message"]):
    def stuck(self) -> MessageQuerySet:
        """What only a person can bring further."""
        return self.filter(state__in=[Message.State.STUCK, Message.State.REFUSED])

    def late(self, now: datetime) -> MessageQuerySet:
        """What should have left a while ago and still waits, be it for a server or a worker."""
        return self.filter(state=Message.State.WAITING, due_at__lte=now - LATE)


class Message(models.Model):
    """One mail or text message, made in the transaction of the action that it tells of.

    It holds no address and no text: its kind makes both from ``thing`` when it is sent, and says
    then whether the person may still be told (``kinds.py``). ``key`` says what it is about; there
    is never a second message with the same.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any longer")
        REFUSED = "refused", _("the address does not work")
        STUCK = "stuck", _("stuck")

    #: In the mail's Message-ID, the same however often it is tried, so that a mail server that
    #: got it twice can tell (RFC 5321, section 6.1).
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    thing = models.PositiveBigIntegerField()
    channel = models.CharField(max_length=5, choices=Channel)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    #: When it is tried next. Whoever tries it moves this on first, so that nobody else does; who
    #: is killed meanwhile leaves it to be tried again then.
    next_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Why it has not left, and what the receiving server said, without addresses.
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at", "id"], condition=Q(state="waiting"), name="message_waiting"
            ),
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=["refused", "stuck"]),
                name="message_stuck",
            ),
            models.Index(fields=["sent_at"], name="message_sent"),
            models.Index(fields=["kind", "thing"], name="message_thing"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Beat(models.Model):
    """The worker's sign of life, a single row (``heart.py``)."""

    at = models.DateTimeField()
    #: The day whose chores have been done.
    chores_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"last round at {self.at:%Y-%m-%d %H:%M}"
