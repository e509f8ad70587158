from __future__ import annotations

from typing import ClassVar

from django.db import models


class Row(models.Model):
    """About as much text as a matter has of its own."""

    title = models.TextField()
    text = models.TextField()
    said_on = models.DateField()

    objects: ClassVar[models.Manager[Row]] = models.Manager()

    class Meta:
        db_table = "row"

    def __str__(self) -> str:
        return self.title
