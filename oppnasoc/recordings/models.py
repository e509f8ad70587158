"""Recordings (inspelningar): a meeting or an event in parts that one can hear, see and read (R21).

Files lie in the private storage and are handed out by a view that asks whether the recording is
published (docs/adr/0032-recordings-are-read-too.md). What is said is kept as ``Passage`` rows, made
of the captions or of a typed transcript, so that it is found and linked to its minute.
"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group
from oppnasoc.meetings.models import Meeting
from oppnasoc.people.rights import Somebody, may
from oppnasoc.ui.addresses import Address, slug_of

from .times import clock_of

TITLE_LENGTH = 120
PAGE = Address("recording")


class RecordingQuerySet(models.QuerySet["Recording"]):
    def published(self) -> RecordingQuerySet:
        """Recordings that anybody may hear."""
        return self.filter(status=Recording.Status.PUBLISHED)


class Recording(models.Model):
    """What was recorded at a meeting, or at something else that ``event`` says in words."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken back")

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    recorded_on = models.DateField(_("recorded on"), default=timezone.localdate)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="recordings",
        verbose_name=_("meeting"),
    )  # fmt: skip
    event = models.CharField(_("what it was"), max_length=160, blank=True)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="recordings",
        verbose_name=_("group"),
    )  # fmt: skip
    description = models.TextField(_("what it is about"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Recording]] = models.Manager.from_queryset(RecordingQuerySet)()

    class Meta:
        ordering = ["-recorded_on", "-id"]
        verbose_name = _("recording")
        indexes = [models.Index(fields=["status", "-recorded_on"], name="recording_when")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="recording_has_a_title"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="recording_published_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "inspelning")

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def get_absolute_url(self) -> str:
        return PAGE(self.pk, self.slug)

    def seen_by(self, user: Somebody) -> bool:
        """Whether this person may hear it: everybody once it is published."""
        return self.is_public or may(user, "recordings.tend", self)


class Part(models.Model):
    """A part of a recording: a file of ours, or an address at somebody else's. It has one of them.

    ``captions`` is WebVTT as we write it anew, ``transcript`` what somebody has typed instead.
    """

    class Kind(models.TextChoices):
        MP4 = "mp4", "MP4"
        WEBM = "webm", "WebM"
        MP3 = "mp3", "MP3"
        OGG = "ogg", "Ogg"

    CONTENT_TYPES: ClassVar[dict[str, str]] = {
        Kind.MP4: "video/mp4",
        Kind.WEBM: "video/webm",
        Kind.MP3: "audio/mpeg",
        Kind.OGG: "audio/ogg",
    }

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title of the part"), max_length=TITLE_LENGTH)
    #: Seconds; 0 when nobody has said.
    seconds = models.PositiveIntegerField(_("length"), default=0)
    path = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=4, choices=Kind, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    address = models.URLField(_("address at another site"), blank=True, max_length=400)
    captions = models.TextField(_("captions"), blank=True)
    transcript = models.TextField(_("what is said, typed"), blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="part_has_a_title"),
            models.CheckConstraint(
                condition=Q(path="", kind="") & ~Q(address="")
                | ~Q(path="") & ~Q(kind="") & Q(address=""),
                name="part_is_a_file_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        return self.kind in (self.Kind.MP4, self.Kind.WEBM)

    @property
    def content_type(self) -> str:
        return self.CONTENT_TYPES[self.kind]

    @property
    def length(self) -> str:
        """'12.30' as a clock shows it; '' when nobody has said."""
        return clock_of(self.seconds) if self.seconds else ""

    @property
    def host(self) -> str:
        """Whose site the address is at."""
        return urlsplit(self.address).hostname or ""

    @property
    def file_url(self) -> str:
        return reverse("recording_file", args=[self.pk])

    def get_absolute_url(self) -> str:
        return f"{self.recording.get_absolute_url()}?del={self.position}"


class Passage(models.Model):
    """What is said during a while: some lines of captions, or a typed paragraph. ``starts`` is in
    seconds; None when a typed text says no time."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    starts = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["part", "position"], name="passage_place_unique")
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def anchor(self) -> str:
        return f"t{self.part_id}-{self.position}"

    def get_absolute_url(self) -> str:
        """The page with this part, at this minute: ``?del=2&t=65#t7-3``."""
        at = "" if self.starts is None else f"&t={self.starts}"
        return f"{self.part.get_absolute_url()}{at}#{self.anchor}"
