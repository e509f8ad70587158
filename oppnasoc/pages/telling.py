"""What a group tells of a quarter in its own words, where there is too little for figures."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.veiling import Quarter

MOST = 300  # characters: a few sentences


class TellingQuerySet(models.QuerySet["Telling"]):
    def shown(self) -> TellingQuerySet:
        """What groups have approved, and nothing else: anybody may read it."""
        return self.filter(approved_on__isnull=False)


class Telling(models.Model):
    """A group's words about one quarter. Shown from when the group approves them.

    One that is not approved was put away for this time or taken back; only those who lead the
    group see it.
    """

    group = models.ForeignKey(
        "groups.Group", models.CASCADE, related_name="tellings", db_index=False
    )
    quarter = models.DateField()  # its first day
    text = models.CharField(_("in the group's own words"), max_length=MOST, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Telling]] = models.Manager.from_queryset(TellingQuerySet)()

    class Meta:
        verbose_name = _("told in the group's own words")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "quarter"], name="telling_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_by__isnull=True)
                | Q(approved_on__isnull=False) & ~Q(text=""),
                name="telling_shown_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.quarter:%Y-%m}"

    @property
    def is_shown(self) -> bool:
        return self.approved_on is not None

    @property
    def when(self) -> str:
        """'april–juni 2026'."""
        return Quarter.of(self.quarter).months


def told_since(today: date) -> date:
    """The first quarter whose words still stand on open pages, a year back: older ones would be
    read as if they told how it is now."""
    return Quarter(today.year - 1, Quarter.of(today).number).begins
