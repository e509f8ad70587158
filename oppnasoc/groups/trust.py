"""Whose answers a group lets stand at once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Trust(models.Model):
    """What this authority answers by its link is public at once in the group's matters, without
    somebody's look."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="trusts")
    outside = models.ForeignKey("groups.Outside", models.CASCADE, related_name="trusted_by")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "outside"], name="trust_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} trusts {self.outside_id}"
