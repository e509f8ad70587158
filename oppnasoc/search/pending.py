"""What waits to be put into the index."""

from __future__ import annotations

from django.db import models


class Pending(models.Model):
    """A thing whose document may be behind, written in the transaction that changed the thing.

    One row for each time that it was touched, so that whoever puts it into the index removes
    exactly what was there before the thing was read.
    """

    kind = models.CharField(max_length=40)
    thing = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
