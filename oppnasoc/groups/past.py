"""What has been: times when a group rested, and what an organisation's page told before."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Spell(models.Model):
    """A time that is over, when a group rested or was closed, with the reason of that time.

    The time that goes on now stands on the group itself.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="spells")
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=240)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="spell_ends_after"),
            models.CheckConstraint(
                condition=Q(status__in=["dormant", "closed"]) & ~Q(reason=""),
                name="spell_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.status} {self.since}–{self.until}"


class Version(models.Model):
    """What an organisation's page told at one time, all of it, and what editors thought.

    The newest version is what the page tells now. Whoever wrote or looked is not named here when
    her account is gone.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("shown, not looked at yet")
        FINE = "fine", _("looked at")
        TAKEN_BACK = "taken_back", _("taken back")

    organisation = models.ForeignKey("groups.Organisation", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("why it is taken back"), max_length=400, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~Q(status="taken_back") | ~Q(reason=""),
                name="version_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"
