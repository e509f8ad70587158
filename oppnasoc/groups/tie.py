"""How groups hang together beside the tree."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Tie(models.Model):
    """How two groups hang together beside the tree. An overlap belongs to both alike."""

    class Kind(models.TextChoices):
        REPORTS = "reports", _("reports to")
        ASSIGNED = "assigned", _("gets assignments from")
        OVERLAPS = "overlaps", _("works with the same things as")

    source = models.ForeignKey("groups.Group", models.CASCADE, related_name="ties_out")
    target = models.ForeignKey("groups.Group", models.CASCADE, related_name="ties_in")
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(_("how, in one sentence"), max_length=240, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="tie_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="tie_with_another_group"),
            models.CheckConstraint(
                condition=~Q(kind="overlaps") | Q(source__lt=F("target")),
                name="tie_overlap_written_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="overlaps") | ~Q(why=""), name="tie_overlap_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
