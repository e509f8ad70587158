"""Mail that came in: whole until it is read, then what it became, and for a while its words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def held(self) -> IncomingQuerySet:
        """What waits for a person to say where it belongs."""
        return self.filter(state=Incoming.State.HELD)


class Incoming(models.Model):
    """One mail to one address of ours. It is stored before its sender's server hears yes; the same
    mail to the same address again is the same row."""

    class State(models.TextChoices):
        NEW = "new", _("not read yet")
        DONE = "done", _("became something")
        HELD = "held", _("waits for a look")
        LEFT = "left", _("left as it is")
        ANSWERED = "answered", _("answered that it could not be taken")
        DROPPED = "dropped", _("sent by a program")

    class Why(models.TextChoices):
        """Why it is held."""

        STRAY = "stray", _("It was sent to no question in particular.")
        BROKEN = "broken", _("The address that it was sent to is not whole.")
        LOST = "lost", _("What it answers is closed to its sender now, or gone.")
        MANY = "many", _("Very many came from the same address.")
        EMPTY = "empty", _("It has no words of its own.")
        UNREADABLE = "no_read", _("The program could not read it.")
        UNFIT = "unfit", _("It could not be put where it belongs.")

    class Became(models.TextChoices):
        MESSAGE = "message", _("a message on what somebody said")
        VOICE = "voice", _("something said that waits for a look")
        OFFER = "offer", _("a note that waits for a look")

    #: Of Message-ID and recipient: 64 hexadecimal characters.
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(max_length=320, blank=True)
    #: The envelope's sender; None when it is not known, '' when a server speaks for itself.
    return_path = models.CharField(max_length=320, null=True, blank=True)  # noqa: DJ001
    came_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    #: As it came; emptied when it is read, and what could not be read after thirty days.
    raw = models.BinaryField(null=True, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    #: What its sender wrote herself, and all of it, for thirty days.
    text = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    attached = models.PositiveSmallIntegerField(default=0)
    #: What the address said, when it was ours (``outbox.replies``).
    who = models.PositiveSmallIntegerField(default=0)
    key = models.PositiveBigIntegerField(default=0)
    matter = models.PositiveBigIntegerField(default=0)
    became = models.CharField(max_length=8, choices=Became, blank=True)
    thing = models.PositiveBigIntegerField(default=0)
    #: The voice that it belongs to by now, with which it goes.
    voice = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = IncomingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["came_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["came_at"], condition=Q(state__in=["new", "held"]), name="incoming_waiting"
            ),
            models.Index(fields=["who", "key", "came_at"], name="incoming_from"),
            models.Index(fields=["became", "thing"], name="incoming_became"),
            models.Index(fields=["voice"], condition=~Q(voice=0), name="incoming_of_voice"),
            models.Index(fields=["came_at", "id"], name="incoming_age"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(why=""), name="incoming_held_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(became=""), name="incoming_done_became_something"
            ),
            models.CheckConstraint(
                condition=~Q(state="new") | Q(raw__isnull=False), name="incoming_new_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
