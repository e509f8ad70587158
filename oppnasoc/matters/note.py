"""What happened, or why, in words that somebody wrote to a matter."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """What happened, in words, written by somebody who tends the matter."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="notes")
    text = models.TextField(_("what happened"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    #: A note is never changed: one that puts it right stands beside it.
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )
    #: Its text is gone, because it told something about a person that must not stand here.
    emptied_on = models.DateField(null=True, blank=True)

    TRAIL_RELATED: ClassVar[tuple[str, ...]] = ("corrected_by",)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(emptied_on__isnull=False), name="note_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
