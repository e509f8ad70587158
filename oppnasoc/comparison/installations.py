"""What is read from other installations: which ones, and their public matters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.matters.models import Matter

#: How far a matter has come where somebody has solved it: in daily use, and looked back on.
SOLVED = Matter.CHANGED


class Installation(models.Model):
    """Another installation of this program whose open data we read.

    ``since`` is when the last reading that came to its end began; the next one asks for what has
    changed since. ``fault`` is a code of ``fetching.FAULTS``, empty when all went well.
    """

    name = models.CharField(_("what it is called here"), max_length=80, unique=True)
    address = models.URLField(_("its address"), max_length=200, unique=True)
    subscribed = models.BooleanField(default=True)
    next_at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("installation")

    def __str__(self) -> str:
        return self.name


class BorrowedQuerySet(models.QuerySet["Borrowed"]):
    def solved(self) -> BorrowedQuerySet:
        """What others have solved, and still show."""
        return self.filter(stage__in=SOLVED, installation__subscribed=True)


class Borrowed(models.Model):
    """A public matter of another installation, as it was when we read it last.

    It is theirs: it goes when they take it away, when we read them no longer, and it is never
    found, followed or answered here. ``address`` is its identity there, ``web`` its page.
    ``terms`` are its words as our search knows words, with a space between.
    """

    installation = models.ForeignKey(Installation, models.CASCADE, related_name="borrowed")
    address = models.URLField(max_length=300, unique=True)
    web = models.URLField(max_length=400)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    themes = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=12)
    evidence = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    modified_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Borrowed]] = models.Manager.from_queryset(BorrowedQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(stage__in=["in_use", "followed_up"]),
                name="borrowed_solved",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Nearness(models.Model):
    """A solved matter of somebody else that is about the same as one of ours."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    borrowed = models.ForeignKey(Borrowed, models.CASCADE, related_name="nearest")
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "borrowed"], name="nearness_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} ~ {self.borrowed_id}"
