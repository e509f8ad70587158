"""What a group asks everybody: 'Vi undrar: …', for a time, and what became of the answers."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group
from oppnasoc.ui.addresses import slug_of


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def published(self) -> InquiryQuerySet:
        """Questions that anybody may read."""
        return self.filter(taken_back=False)

    def open(self, today: date | None = None) -> InquiryQuerySet:
        """Questions that one can answer now."""
        day = today or timezone.localdate()
        return self.published().filter(opens_on__lte=day, closes_on__gte=day)


class Inquiry(models.Model):
    """One question that a group asks outwards. Each answer is a voice."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="inquiries")
    question = models.CharField(_("the question"), max_length=200)
    why = models.TextField(_("why you ask, and what you do with the answers"))
    opens_on = models.DateField(_("from"), default=timezone.localdate)
    closes_on = models.DateField(_("until"))
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Inquiry]] = models.Manager.from_queryset(InquiryQuerySet)()

    class Meta:
        ordering = ["-opens_on", "-id"]
        indexes = [models.Index(fields=["closes_on"], name="inquiry_closes")]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="inquiry_asks_something"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="inquiry_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_on__isnull=False),
                name="inquiry_outcome_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.pk, self.slug])

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def slug(self) -> str:
        return slug_of(self.question, "fraga")
