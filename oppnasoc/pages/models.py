"""What a look over the house found, and since when it has not been as it should."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from .telling import Telling as Telling
from .uses import Use as Use


class LookOver(models.Model):
    """One look at everything that must hold: when, and whether the worker did it by itself."""

    at = models.DateTimeField(default=timezone.now)
    by_worker = models.BooleanField(default=False)
    faults = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="lookover_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.faults}"


class KnownFault(models.Model):
    """Since when something has not held. It holds no sentence: that is made anew each time.

    ``thing`` is the fault's own key within its invariant. The row goes when the fault has gone.
    """

    invariant = models.CharField(max_length=60)
    thing = models.CharField(max_length=160)
    since = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invariant", "thing"], name="known_fault_once")
        ]

    def __str__(self) -> str:
        return f"{self.invariant} {self.thing}"
