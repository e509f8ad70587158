"""That somebody was reminded of a day of a matter, so that it is done once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One day of one matter, for one person, before, on or after it; never made twice.

    It waits for her next morning letter, and is gone when the matter has another day.
    """

    class About(models.TextChoices):
        NEXT = "next", _("the next word")
        ASKED = "asked", _("a hand-over")
        LIFTED = "lifted", _("it came to the manager")

    class Phase(models.TextChoices):
        BEFORE = "before", _("before the day")
        ON = "on", _("on the day")
        AFTER = "after", _("after the day")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", db_index=False
    )
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="reminders")
    about = models.CharField(max_length=6, choices=About)
    phase = models.CharField(max_length=6, choices=Phase)
    day = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "matter", "about", "day", "phase"], name="reminder_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], condition=models.Q(told_at=None), name="reminder_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.about} {self.phase} {self.day} of {self.matter_id}"
