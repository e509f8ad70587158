"""What happens around a plan: asked for, called, confirmed, followed up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.vault.models import DataKey

from ..pieces import Piece
from ..sealed import Sealed, Words, sealed, unsealed
from ..seats import Seat, Side


class Ask(Sealed):
    """Somebody is asked for a plan. Sealed: ``whom``, ``words``, ``receiver``, and of a no
    ``reason``, ``name`` and ``turn_to``."""

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="asks")
    by = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    #: The seat of whoever is asked, when she has one.
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked"
    )
    #: Something else than a plan is asked for: a case manager or a user specialist.
    support = models.CharField(max_length=12, blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    #: The day it reached somebody here, or the letter was handed in; until then nobody has it.
    sent_on = models.DateField(null=True, blank=True)
    #: The last day for a word that it has come, once it is sent.
    receipt_by = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "uuid"]

    @property
    def is_open(self) -> bool:
        return not (self.refused_on or self.met_on or self.withdrawn_at)


class Reply(models.TextChoices):
    """What somebody who is called answers."""

    NONE = "", _("has not answered")
    YES = "yes", _("comes")
    SUBSTITUTE = "substitute", _("sends somebody else who may decide")
    NO = "no", _("does not come")


class Call(Sealed):
    """One seat called to one meeting. Sealed: ``substitute``, ``substitute_role``, ``words``.

    An authority cannot say no: it names somebody else with a mandate to decide.
    """

    meeting = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="calls")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="calls")
    called_at = models.DateTimeField(default=timezone.now)
    #: The day the call as it reads now reached her here, or was handed in as a letter; until then
    #: she does not have it.
    sent_on = models.DateField(null=True, blank=True)
    #: The day she last got it on paper: what is changed since is told by a new letter.
    letter_on = models.DateField(null=True, blank=True)
    #: The last day for an answer, once it is sent.
    answer_by = models.DateField()
    reply = models.CharField(max_length=10, choices=Reply, blank=True, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["called_at", "uuid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="call_once")
        ]


class Confirmation(models.Model):
    """An authority stands for one action, as it read then.

    With ``paper_on`` nobody there has said so here: the person has a paper that was signed that
    day, and has written it down. Sealed is then ``shown_by``, who showed the paper.
    """

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="confirmations")
    edition = models.PositiveIntegerField()
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    paper_on = models.DateField(null=True, blank=True)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["piece", "edition", "seat"], name="confirmation_once")
        ]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.edition}"

    def place(self) -> str:
        return f"{self._meta.label}:{self.piece_id}:{self.edition}:{self.seat_id}"

    def put(self, key: DataKey, words: Words) -> None:
        """Seal the words into the row; saving is the caller's."""
        self.body = sealed(key, self.place(), words)

    def words(self, key: DataKey) -> Words:
        """What is written of the paper. Raises Broken."""
        return unsealed(key, self.place(), bytes(self.body))


class Nudge(models.Model):
    """A reminder that has been sent, so that it is sent once. Neutral: it names nothing."""

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="nudges")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.CASCADE, related_name="+")
    #: What it was about: the id of an action, a meeting, an ask, or the plan's own; or one made of
    #: the id of an action and its edition, which waits to be confirmed.
    about = models.UUIDField()
    #: Days from the day in question, such as -14 or 7; or ``noticing.Once``.
    days = models.SmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["seat", "about", "days"], condition=Q(seat__isnull=False), name="nudge_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.days}"


class Outcome(models.Model):
    """What came of one round of one plan, in days and yes or no: all that is ever counted.

    No foreign key to a plan: when a plan is erased its figures stay, and lead nowhere.
    """

    quarter = models.CharField(max_length=6)  # Such as 2026Q4.
    asked_days_to_meeting = models.PositiveIntegerField(null=True)
    met = models.BooleanField(default=False)
    in_force = models.BooleanField(default=False)
    followed_up_in_time = models.BooleanField(null=True)
    actions = models.PositiveIntegerField(default=0)
    actions_on_time = models.PositiveIntegerField(default=0)
    happened = models.CharField(max_length=8, blank=True, default="")

    def __str__(self) -> str:
        return self.quarter
