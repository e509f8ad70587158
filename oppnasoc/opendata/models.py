"""What has been shown as open data, when it changed, and what has gone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from oppnasoc.trail.models import Entry


class Exhibit(models.Model):
    """A thing that is or was shown as open data, so that whoever copied it hears of its going.

    It holds no words of the thing: they are read from what is public each time. ``kind`` and
    ``key`` make its address; ``digest`` changes when what it says does; ``gone_at`` says since when
    nobody may read it any longer. ``under`` and ``beside`` name the things it goes away with.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    under = models.CharField(max_length=40, blank=True, db_index=True)
    beside = models.CharField(max_length=40, blank=True, db_index=True)
    digest = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="exhibit_once")]
        indexes = [
            models.Index(fields=["kind", "id"], name="exhibit_listed"),
            models.Index(fields=["kind", "modified_at"], name="exhibit_modified"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Unseen(models.Model):
    """An entry of the trail whose things have not been looked at again since."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.entry_id)
