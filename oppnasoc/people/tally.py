"""How often something was done from one network, so that floods are noticed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """A count of one network and a span of hours. Nothing leads from it back to an address."""

    what = models.CharField(max_length=40)
    #: HMAC-SHA256 of the network and the span, 64 hexadecimal characters (``limits.network``).
    network = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "what"], name="tally_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["since"], name="tally_since")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
