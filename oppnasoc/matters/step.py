"""A change (förändring): the steps from a decision to daily use, with evidence and credit."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.uploads import kept_apart


def file_name(step: Step, given: str) -> str:
    """A name that tells nothing and cannot be guessed; the ending is our own."""
    ending = given.rpartition(".")[2].lower()
    return f"steps/{uuid.uuid4().hex}.{ending}"


class Step(models.Model):
    """One step of a change. One to daily use has evidence: words, a link, a file or a picture."""

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="steps")
    status = models.CharField(max_length=12)
    text = models.TextField(_("what happened"))
    evidence = models.TextField(_("how we know"), blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    file = models.FileField(_("file"), storage=kept_apart, upload_to=file_name, blank=True)
    file_title = models.CharField(_("what the file is"), max_length=120, blank=True)
    picture = models.FileField(_("picture"), storage=kept_apart, upload_to=file_name, blank=True)
    picture_shows = models.CharField(_("what the picture shows"), max_length=240, blank=True)
    picture_width = models.PositiveSmallIntegerField(default=0)
    picture_height = models.PositiveSmallIntegerField(default=0)
    taken_on = models.DateField(default=timezone.localdate)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["taken_on", "id"]
        indexes = [models.Index(fields=["status", "-taken_on", "-id"], name="step_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="in_use")
                | ~Q(evidence="")
                | ~Q(link="")
                | ~Q(file="")
                | ~Q(picture=""),
                name="step_daily_use_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_shows=""), name="step_picture_is_described"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["decided", "under_way", "tried", "in_use", "followed_up"]),
                name="step_is_of_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.status}"

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence or self.link or self.file or self.picture)

    @property
    def picture_url(self) -> str:
        return reverse("step_file", args=[self.pk, "bild"]) if self.picture else ""

    @property
    def file_url(self) -> str:
        return reverse("step_file", args=[self.pk, "fil"]) if self.file else ""


class Credit(models.Model):
    """Somebody who was part of a change and wants it to be seen, named as she herself chose."""

    class ShownAs(models.TextChoices):
        NAME = "name", _("with my name")
        FIRST_NAME = "first_name", _("with my first name")
        SEAT = "seat", _("as one of the group, without a name")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="credits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shown_as = models.CharField(max_length=10, choices=ShownAs)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["given_at"]
        constraints = [models.UniqueConstraint(fields=["matter", "user"], name="credit_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.user_id}"

    @property
    def shown_name(self) -> str:
        """The name as she chose it; empty when she wants none."""
        if self.shown_as == self.ShownAs.NAME:
            return str(self.user.name)
        if self.shown_as == self.ShownAs.FIRST_NAME:
            return str(self.user.name).split(" ")[0]
        return ""
