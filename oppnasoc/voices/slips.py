"""Code cards: printed paper slips with a secret code, a public number and lines to write on.

The code is printed once and only its digest is kept, as for every code (``codes.py``). The number
is public: what became of a slip can stand on a noticeboard under it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.ui.uploads import kept_apart


def file_name(picture: SlipPicture, given: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return f"slips/{uuid.uuid4().hex}.webp"


class Sheet(models.Model):
    """A sheet of slips that was printed for a group's box."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="sheets")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Slip(models.Model):
    """One slip; ``voice`` is what somebody wrote on it, once it is typed in."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="slips")
    number = models.PositiveIntegerField(unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    voice = models.OneToOneField(
        "voices.Voice", models.SET_NULL, null=True, blank=True, related_name="slip"
    )

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"slip {self.number}"


class SlipPicture(models.Model):
    """A photo of a slip that waits to be typed in; it is removed with that."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="slip_pictures")
    picture = models.FileField(storage=kept_apart, upload_to=file_name)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"picture {self.pk}"
