"""What has been told of a quarter to everybody, so that it is never told otherwise."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Quarter(models.Model):
    """The figures of one quarter as they are published: made once, changed never (``figures.py``).

    Every number in ``numbers`` is a multiple of ten, or null where fewer than ten plans stand
    behind it.
    """

    name = models.CharField(max_length=6, primary_key=True)  # Such as 2026Q4.
    numbers = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
