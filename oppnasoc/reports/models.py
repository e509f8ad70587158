"""A report (rapport): what happened in a period, kept as it was when it was published (R17)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Theme
from oppnasoc.ui.addresses import slug_of
from oppnasoc.voices.models import Voice

TITLE_LENGTH = 120


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> ReportQuerySet:
        """Reports that anybody may read."""
        return self.filter(status=Report.Status.PUBLISHED)


class Report(models.Model):
    """What happened from ``begins`` to ``ends``, both days included, in a group, with a theme, or
    everywhere. A draft is worked out anew each time; what is published stays as it was."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken back")

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="reports")
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="reports", db_index=False
    )
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    introduction = models.TextField(_("introduction"), blank=True)
    #: What somebody said, in her own words; shown only while the words are public.
    quotes = models.ManyToManyField(Voice, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    #: What ``happened.gather`` gave when it was published; numbers, ids and the site's own words.
    kept = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Report]] = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ["-ends", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="report_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")), name="report_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(kept__isnull=False, published_at__isnull=False),
                name="report_published_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "rapport")

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk, self.slug])


class PlanFigures(models.Model):
    """The latest signed figures of the plans that were taken in (``plan_figures.py``): one row.

    ``key`` is the public key that they were signed with, in base64: the next are, too.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    key = models.CharField(max_length=44)
    #: The file as it was signed (docs/aggregate.md).
    signed = models.TextField()
    taken_in_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="plan_figures_is_one")
        ]

    def __str__(self) -> str:
        return str(self.taken_in_at)
