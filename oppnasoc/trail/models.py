"""Who did what to what: append-only entries of ids and codes, never names or free text."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone


class AppendOnly(Exception):
    """Somebody tried to change or delete an entry."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, thing: models.Model) -> EntryQuerySet:
        """Entries about one row."""
        return self.filter(about_type=thing._meta.label_lower, about_id=thing.pk)

    def update(self, **fields: Any) -> NoReturn:
        raise AppendOnly("An entry is never changed; record a correction.")

    def delete(self) -> NoReturn:
        raise AppendOnly("An entry is never deleted.")

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Entry]:
        if options.get("update_conflicts"):
            raise AppendOnly("An entry is never changed; record a correction.")
        return super().bulk_create(objs, *args, **options)


class Entry(models.Model):
    """One thing that happened. ``data`` holds ids and codes that its kind declares.

    The actor may be empty: a machine did it, nobody may know who, or the person is erased.
    """

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    data = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "-at"], name="trail_about"),
            models.Index(fields=["-at"], name="trail_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_type}:{self.about_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not kwargs.get("force_insert"):
            raise AppendOnly("An entry is never changed; record a correction.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("An entry is never deleted.")
