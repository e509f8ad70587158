"""What a matter stands on: a voice, and whether its speaker knows what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oppnasoc.voices.models import Voice


class Ground(models.Model):
    """A voice that a matter stands on. A matter has many; each keeps its own speaker."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="grounds")
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="grounds")
    #: The matter that it stood on before the two were merged, so that they can be parted again.
    came_from = models.ForeignKey(
        "matters.Matter", models.SET_NULL, null=True, blank=True, related_name="lent_grounds"
    )
    added_at = models.DateTimeField(default=timezone.now)
    #: Since when the speaker is to be told what came of it (R13); None while nothing has.
    owed_since = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: How she was told, one of ``Voice.TellBy``, and what shows that she was.
    told_how = models.CharField(max_length=12, choices=Voice.TellBy, blank=True)
    receipt = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["voice__said_on", "id"]
        indexes = [
            models.Index(
                fields=["owed_since", "id"],
                condition=Q(owed_since__isnull=False, told_at__isnull=True),
                name="ground_owed",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["matter", "voice"], name="ground_once"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(owed_since__isnull=False) & ~Q(told_how=""),
                name="ground_told_what_was_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} → {self.matter_id}"
