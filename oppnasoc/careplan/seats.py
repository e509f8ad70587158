"""Who has a place at the plan, and what each of them may see of it, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .coded import TRIES, Coded
from .sealed import Sealed
from .sections import Section


class SeatKind(models.TextChoices):
    """What somebody is to the person whose plan it is."""

    OWNER = "owner", _("the plan is mine")
    RELATIVE = "relative", _("somebody close")
    AUTHORITY = "authority", _("works at an authority or in health care")
    SUPPORT = "support", _("support of my own")
    GUARDIAN = "guardian", _("guardian of a child")
    TRUSTEE = "trustee", _("trustee (god man)")
    ADMINISTRATOR = "administrator", _("administrator (förvaltare)")


#: Those who act for another person, within what a decision says.
ACTING_FOR = (SeatKind.GUARDIAN, SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)


#: Those who live near her: where they are, she is.
CLOSE = (SeatKind.OWNER, SeatKind.RELATIVE, SeatKind.GUARDIAN)

#: Those whose place at the plan is part of their work.
WORKING = (SeatKind.AUTHORITY, SeatKind.SUPPORT)

#: How somebody is reached, among what is written of a seat.
REACHED_BY = ("phone", "email", "chief_phone", "away")


class Side(models.TextChoices):
    """Whom somebody speaks for. The law binds the first two; others are invited."""

    NONE = "none", _("nobody but themselves")
    MUNICIPALITY = "municipality", _("the municipality")
    REGION = "region", _("the region (health care)")
    OTHER = "other", _("another authority or organisation")


PRINCIPALS = (Side.MUNICIPALITY, Side.REGION)


class Support(models.TextChoices):
    """Kinds of support of one's own."""

    NONE = "", _("none of these")
    CASE_MANAGER = "case_manager", _("case manager")
    SPECIALIST = "specialist", _("user specialist (brukarspecialist)")
    OMBUD = "ombud", _("personal ombud")
    CONTACT = "contact", _("contact person")


class Seat(Sealed):
    """A place at the plan. Sealed: ``name``, ``role``, ``organisation``, ``phone``, ``email``,
    ``chief`` and ``chief_phone``, and whom to call when she is ``away``.

    ``person`` is the uuid of an account, empty for somebody who only stands on paper. A seat gives
    no right to read anything: grants do.
    """

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="seats")
    person = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=13, choices=SeatKind)
    side = models.CharField(max_length=12, choices=Side, default=Side.NONE)
    support = models.CharField(max_length=12, choices=Support, default=Support.NONE, blank=True)
    #: May decide for their side at a meeting.
    mandate = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    #: The last day of a support's assignment, or of a decision about a representative.
    until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "uuid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(ended_at=None, person__isnull=False),
                name="seat_one_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(kind=SeatKind.OWNER), name="seat_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SeatKind.AUTHORITY) | ~Q(side=Side.NONE),
                name="seat_authority_has_a_side",
            ),
        ]


class Power(Sealed):
    """What a representative may decide. Sealed: ``evidence``, what was shown and by whom.

    The three parts of an order are those of FB 11 kap.: rights, property, person.
    """

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="power")
    rights = models.BooleanField(default=False)
    property = models.BooleanField(default=False)
    person = models.BooleanField(default=False)
    decided_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("decided_on")),
                name="power_ends_after_it_begins",
            )
        ]


#: The parts of a plan that each part of an order reaches (FB 11:4; what is not named is not seen).
REACH: dict[str, tuple[Section, ...]] = {
    "rights": (Section.ABOUT, Section.GOALS, Section.MEETING),
    "property": (Section.MONEY,),
    "person": (
        Section.ABOUT,
        Section.GOALS,
        Section.HEALTH,
        Section.HOME,
        Section.WORK,
        Section.EVERYDAY,
        Section.MEETING,
        Section.ACUTE,
    ),
}


class Level(models.IntegerChoices):
    """How far a grant goes; the higher holds the lower."""

    SEE = 1, _("see")
    COMMENT = 2, _("see and comment")
    WRITE = 3, _("see and write")


class Purpose(models.TextChoices):
    """What somebody may read for, and says that she reads for."""

    PREPARE = "prepare", _("to prepare a meeting")
    DO = "do", _("to do what has been decided")
    FOLLOW_UP = "follow_up", _("to follow up")
    SUPPORT = "support", _("to support you")
    ACUTE = "acute", _("because it is urgent")


class How(models.TextChoices):
    """How a yes was given."""

    HERE = "here", _("here, by yourself")
    SPOKEN = "spoken", _("in speech, before a witness")
    WRITTEN = "written", _("on paper, signed")


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid(self, at: datetime) -> GrantQuerySet:
        """Those that hold at a moment: begun, not ended, not taken back, agreed by all."""
        return self.filter(from_at__lte=at, withdrawn_at=None, awaits=0).filter(
            Q(until_at=None) | Q(until_at__gt=at)
        )


class Grant(Sealed):
    """One yes, or one no: one seat × one part × how far × a time. Sealed: ``witness``;
    ``sought`` and ``found``, how her own will was sought by whoever said it for her; ``papers``,
    what guardians have answered on paper.

    A row with ``excludes`` is a no; it beats every yes, earlier or later. ``piece`` narrows a row
    to one piece of the part, as with parts of the story. There is no row for everybody.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="grants")
    section = models.CharField(max_length=10, choices=Section)
    piece = models.ForeignKey(
        "careplan.Piece", null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.SEE)
    excludes = models.BooleanField(default=False)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DO)
    how = models.CharField(max_length=8, choices=How, default=How.HERE)
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True, blank=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField(default=timezone.now)
    #: How many guardians have not said yes yet; until it is 0 the row gives nothing.
    awaits = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    objects: ClassVar = GrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "uuid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(section=Section.PRIVATE) | Q(excludes=True),
                name="grant_never_of_the_private_part",
            ),
            models.CheckConstraint(
                condition=Q(excludes=True) | Q(until_at__gt=F("from_at")),
                name="grant_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["seat", "section", "excludes"],
                condition=Q(withdrawn_at=None, piece=None),
                name="grant_one_for_a_part",
            ),
            models.UniqueConstraint(
                fields=["seat", "piece", "excludes"],
                condition=Q(withdrawn_at=None, piece__isnull=False),
                name="grant_one_for_a_piece",
            ),
        ]


class Agreement(models.Model):
    """What one guardian says of a yes about a child's plan."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="agreements")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    agrees = models.BooleanField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["grant", "seat"], name="agreement_once")
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.seat_id}"


class DeathReport(models.Model):
    """Somebody at an authority says that the person has died. Two people must, before anything
    comes of it; the person herself takes it away by opening her plan."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="death_report")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}"


class Invite(Coded, Sealed):
    """A link that lets somebody in to a seat, once, with its code. Sealed: nothing."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="invites")
    made_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="invite_has_five_tries"),
        ]
