"""Several documents uploaded at once: a pile that is read and worked through one by one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group

from .originals import Original


class Pile(models.Model):
    """Documents that came in together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("pile", args=[self.uuid])


class Paper(models.Model):
    """One document of a pile.

    It is claimed before it is read (``reading``, since ``claimed_at``): a claim that is old was
    left by a server that died, and is taken over. What became of it is one row: a draft, a reason
    why not, or that it was put aside.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        READ = "read"
        KNOWN = "known"
        FAILED = "failed"
        REMOVED = "removed"

    pile = models.ForeignKey(Pile, models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    reason = models.CharField(max_length=16, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    original = models.ForeignKey(
        Original, models.SET_NULL, null=True, blank=True, related_name="papers"
    )
    draft = models.ForeignKey(
        "Draft", models.SET_NULL, null=True, blank=True, related_name="papers"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["pile", "position"], name="paper_position_unique"),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(reason=""), name="paper_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name
