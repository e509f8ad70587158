"""That somebody is told by mail of a text that she is asked about, or has sent out: each once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One letter to one person about one text and one day of it; never made twice."""

    class About(models.TextChoices):
        ASKED = "asked", _("you are asked")
        BEFORE = "before", _("before the last day")
        ON = "on", _("on the last day")
        AFTER = "after", _("after the last day")
        SUM_UP = "sum_up", _("time to sum up")
        CLOSED = "closed", _("the result is told")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="referral_reminders"
    )
    referral = models.ForeignKey(
        "referrals.Referral", models.CASCADE, related_name="reminders", db_index=False
    )
    about = models.CharField(max_length=6, choices=About)
    #: The last day for answers, or the day on which it was closed.
    day = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["referral", "user", "about", "day"], name="referral_reminder_once"
            ),
            models.CheckConstraint(condition=~Q(about=""), name="referral_reminder_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.about} {self.day} of {self.referral_id}"
