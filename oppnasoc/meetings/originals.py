"""The files that minutes came in as, kept privately, and the clean copies that are published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group

#: What a kind of document is called when it is sent.
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


class Original(models.Model):
    """A file as it was uploaded. Only those who prepare the group's minutes can have it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    path = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, blank=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    #: Since when it holds words that were taken back, and should go.
    to_remove_since = models.DateField(null=True, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A clean copy of an original that everybody may have, beside the published minutes."""

    minutes = models.OneToOneField("Minutes", models.CASCADE, related_name="release")
    original = models.ForeignKey(Original, models.CASCADE, related_name="releases")
    path = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    released_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return reverse("original", args=[self.minutes.meeting_id])
