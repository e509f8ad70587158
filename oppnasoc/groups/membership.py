"""Who sits where, how she wants to be named, how many seats there are, and handing over."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Memberships that have begun and not ended."""
        today = timezone.localdate()
        return self.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))

    def leading(self) -> MembershipQuerySet:
        """Seats of those who lead a group and can do it now: at work and with an open account."""
        roles = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)
        return self.current().filter(role__in=roles, user__is_active=True, paused_on=None)


class Membership(models.Model):
    """A person's seat in a group, organisation or unit, and what it lets her do there.

    Nobody is named on an open page before she has said yes: ``shown`` is hers to choose, and who
    noted her yes stands beside it (docs/adr/0012-who-is-named-on-a-group-s-page.md).
    """

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("takes part")
        FACILITATOR = "facilitator", _("leads the group")
        SECRETARY = "secretary", _("leads the group and publishes")
        MEMBER = "member", _("member of the organisation")
        STAFF = "staff", _("works here")

    class Shown(models.TextChoices):
        NOT = "not", _("not at all")
        FIRST = "first", _("with first name")
        NAME = "name", _("with name")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    party = models.ForeignKey("groups.Party", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    paused_on = models.DateField(_("pauses since"), null=True, blank=True)
    represents = models.ForeignKey(
        "groups.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sits there for"),
    )
    shown = models.CharField(
        _("how the open page names her"), max_length=10, choices=Shown, default=Shown.NOT
    )
    shows_organisation = models.BooleanField(_("her organisation stands beside"), default=False)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shown_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Membership]] = models.Manager.from_queryset(
        MembershipQuerySet
    )()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "role"],
                condition=Q(until=None),
                name="membership_held_once",
            ),
            models.CheckConstraint(
                condition=Q(shown="not") | Q(shown_at__isnull=False),
                name="membership_named_with_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(shows_organisation=False) | ~Q(shown="not"),
                name="membership_organisation_beside_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id}"

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None

    @property
    def chose_herself(self) -> bool:
        """Whether the yes to be named is her own and not noted by somebody else."""
        return self.shown != self.Shown.NOT and self.shown_by_id == self.user_id


class Allotment(models.Model):
    """How many seats a group has, for anybody or for those whom one organisation sends."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="allotments")
    organisation = models.ForeignKey(
        "groups.Organisation", models.CASCADE, null=True, blank=True, related_name="allotments"
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation"],
                condition=Q(organisation__isnull=False),
                name="allotment_once_for_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(organisation__isnull=True),
                name="allotment_once_for_anybody",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="allotment_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.seats}"


class Succession(models.Model):
    """Somebody who leads a group has asked somebody else to take over; until then she leads it."""

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        ACCEPTED = "accepted", _("has taken over")
        DECLINED = "declined", _("has said no")
        TAKEN_BACK = "taken_back", _("taken back")

    seat = models.ForeignKey(Membership, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="asked_to_lead"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(status="asked"), name="succession_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status="asked") | Q(answered_on__isnull=False),
                name="succession_answered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} → {self.successor_id}"
