"""Meetings, their published minutes point by point, and the drafts of minutes being taken in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Place
from oppnasoc.people.rights import Somebody, may
from oppnasoc.voices.models import Voice

from .originals import Original as Original
from .originals import Release as Release
from .piles import Paper as Paper
from .piles import Pile as Pile


class Meeting(models.Model):
    """A meeting of a group: planned, held or cancelled."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=160)
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("starts"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    practical = models.CharField(_("good to know"), max_length=240, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["status", "held_on"], name="meeting_when")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "mote"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def published(self) -> MinutesQuerySet:
        """Minutes that anybody may read."""
        return self.filter(status=Minutes.Status.PUBLISHED)

    def visible_to(self, user: Somebody) -> MinutesQuerySet:
        """Minutes that this person may read, withdrawn ones only with the right to publish."""
        return self.all() if may(user, "meetings.see_withdrawn") else self.published()


class Minutes(models.Model):
    """The notes of one meeting (minnesanteckningar). The original stays private."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    status = models.CharField(max_length=10, choices=Status, default=Status.PUBLISHED)
    published_at = models.DateTimeField(default=timezone.now)
    original = models.TextField()
    original_digest = models.CharField(max_length=64, db_index=True)

    objects: ClassVar[models.Manager[Minutes]] = models.Manager.from_queryset(MinutesQuerySet)()

    class Meta:
        verbose_name = _("minutes")

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()


class Attendee(models.Model):
    """Who was there, in the words that are published (after the decisions on personal data)."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="attendees")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name or self.organisation


class Point(models.Model):
    """One heading, paragraph or bullet of the minutes; ``key`` is its lasting anchor."""

    TRAIL_RELATED: ClassVar[tuple[str, ...]] = ("minutes__meeting",)
    TRAIL_DEFERRED: ClassVar[tuple[str, ...]] = ("minutes__original",)

    class Kind(models.TextChoices):
        HEADING = "heading", _("heading")
        LABEL = "label", _("introduces a list")
        PARAGRAPH = "paragraph", _("paragraph")
        BULLET = "bullet", _("bullet")

    class Outcome(models.TextChoices):
        MINUTES = "minutes", _("only minutes")
        GOOD_TO_KNOW = "good_to_know", _("good to know")
        ANSWERED = "answered", _("already answered")
        MATTER = "matter", _("a matter")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="points")
    key = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.MINUTES)
    answer = models.TextField(blank=True)
    #: The fingerprints of words that stood here and were taken back or put right, one a line.
    replaced = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "key"], name="point_anchor_unique"),
            models.CheckConstraint(
                condition=~Q(outcome="answered") | ~Q(answer=""),
                name="point_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.minutes.get_absolute_url()}#{self.key}"


class Heard(models.Model):
    """A voice that was heard at a point of a meeting; the voice knows nothing of meetings."""

    point = models.OneToOneField(Point, models.CASCADE, related_name="heard")
    voice = models.OneToOneField(Voice, models.CASCADE, related_name="heard")

    def __str__(self) -> str:
        return f"{self.point_id} → {self.voice_id}"


class Draft(models.Model):
    """Minutes on their way in: the original text and every decision so far, seen by few.

    ``content`` is the JSON of :class:`oppnasoc.meetings.review.Review`.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("being worked on")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("thrown away")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    group = models.ForeignKey(Group, models.CASCADE, related_name="drafts")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    name = models.CharField(max_length=160)
    original = models.TextField()
    original_digest = models.CharField(max_length=64, db_index=True)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    minutes = models.ForeignKey(
        Minutes, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    source = models.ForeignKey(
        Original, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("draft_facts", args=[self.uuid])

    @cached_property
    def paper(self) -> Paper | None:
        """Where it lies in the pile that it came in with, if any; with ``total`` documents."""
        found = self.papers.filter(status=Paper.Status.READ).select_related("pile")
        return found.annotate(total=Count("pile__papers")).order_by("-pk").first()
