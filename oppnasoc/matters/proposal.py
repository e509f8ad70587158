"""A proposal (förslag): what a matter asks for, word by word, as it matures between meetings."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """One version of a matter's proposal. A version is never changed; a new one is written."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="proposals")
    version = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    text = models.TextField(_("the proposal"))
    why = models.CharField(_("what is new, and why"), max_length=240, blank=True)
    written_on = models.DateField(default=timezone.localdate)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "version"], name="proposal_version_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.version}"
