"""Key figures of the municipality, of others that it wants to be beside, and of the country (R8).

They are compared to understand, never to rank: peers stand in the order of their names.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Theme
from oppnasoc.language.sorting import sort_key

COUNTRY = "0000"  # as Kolada calls the country


class KeyFigureQuerySet(models.QuerySet["KeyFigure"]):
    def published(self) -> KeyFigureQuerySet:
        """Figures that everybody may read."""
        return self.filter(shown=True)


class KeyFigure(models.Model):
    """A figure that editors have chosen, with a title and words of our own."""

    class Better(models.TextChoices):
        NONE = "none", _("neither more nor less is better")
        MORE = "more", _("more is better")
        LESS = "less", _("less is better")

    class Source(models.TextChoices):
        KOLADA = "kolada", _("Kolada, fetched from there")
        MADE_UP = "made_up", _("made up, to show how it looks")

    class Fault(models.TextChoices):
        """Why the last attempt to fetch it changed nothing."""

        NONE = "", _("nothing")
        GONE = "gone", _("it is no longer there")
        AWAY = "away", _("nobody answered")
        RUBBISH = "rubbish", _("the answer could not be read")

    kpi = models.CharField(
        _("Kolada's id"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][0-9]{3,9}$", _("A letter and digits: N00945."))],
        help_text=_("A letter and digits, as in N00945. It stands on the figure's page at Kolada."),
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("In plain words of our own."))
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    meaning = models.TextField(_("what it means"), help_text=_("In plain words."))
    cannot_say = models.TextField(
        _("what it cannot say"),
        help_text=_("What one could read into the figure, but which it does not show."),
    )
    unit = models.CharField(_("unit"), max_length=40, help_text=_("Such as: days, percent."))
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    better = models.CharField(
        _("which way is better"), max_length=4, choices=Better, default=Better.NONE
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    source = models.CharField(
        _("source"), max_length=7, choices=Source, default=Source.KOLADA, editable=False
    )
    comment = models.TextField(
        _("our comment"), blank=True, help_text=_("What we see in it ourselves, in plain words.")
    )
    comment_on = models.DateField(_("commented on"), null=True, blank=True)
    shown = models.BooleanField(_("everybody may read it"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    #: When all of it was last fetched whole, and what went wrong since.
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    fault = models.CharField(max_length=7, choices=Fault, blank=True, editable=False)
    fault_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[KeyFigure]] = models.Manager.from_queryset(KeyFigureQuerySet)()

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="figure_has_a_title"),
            models.CheckConstraint(
                condition=Q(comment="") | Q(comment_on__isnull=False), name="figure_comment_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A comment has a day: today, when nobody has said another."""
        super().clean()
        if self.comment and self.comment_on is None:
            self.comment_on = timezone.localdate()
        if self.comment_on and self.comment_on > timezone.localdate():
            raise ValidationError({"comment_on": _("That day has not come yet.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_address()
        super().save(*args, **kwargs)

    def _free_address(self) -> str:
        """An address after the title; it stays when the title is changed."""
        start = slugify(self.title)[:70] or "siffra"
        found, number = start, 1
        while KeyFigure.objects.filter(slug=found).exists():
            number += 1
            found = f"{start}-{number}"
        return found

    def get_absolute_url(self) -> str:
        return reverse("figure", args=[self.slug])

    @property
    def is_made_up(self) -> bool:
        return self.source == self.Source.MADE_UP

    @property
    def is_gone(self) -> bool:
        """Kolada has it no longer; what we have of it stays."""
        return self.fault == self.Fault.GONE


class Peer(models.Model):
    """A municipality that stands beside ours, our own, or the country."""

    code = models.CharField(
        _("Kolada's id"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{4}$", _("Four digits."))],
        help_text=_("The municipality's four digits. The country is 0000."),
    )
    name = models.CharField(_("name"), max_length=80)
    is_own = models.BooleanField(_("our own municipality"), default=False)

    class Meta:
        verbose_name = _("municipality to be beside")
        verbose_name_plural = _("municipalities to be beside")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_own"],
                condition=Q(is_own=True),
                name="peer_one_is_ours",
                violation_error_message=_("Another one is ours already."),
            ),
            models.CheckConstraint(
                condition=~Q(code=COUNTRY, is_own=True),
                name="peer_the_country_is_not_ours",
                violation_error_message=_("The country is not our municipality."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_country(self) -> bool:
        return self.code == COUNTRY

    @property
    def order(self) -> tuple[int, Any]:
        """Our own first, then by name, the country last; never by what the figure says."""
        place = 0 if self.is_own else 2 if self.is_country else 1
        return place, sort_key(self.name)


class Value(models.Model):
    """What a figure was for all people in one place in a year."""

    figure = models.ForeignKey(KeyFigure, models.CASCADE, related_name="values")
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField()
    value = models.FloatField()
    status = models.CharField(max_length=40, blank=True)
    fetched_at = models.DateTimeField()
    #: Since when the source has it no longer; the value that we fetched stays.
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "peer", "year"], name="figure_value_once"),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200), name="figure_value_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.peer_id} {self.year}"


class BesideFigure(models.Model):
    """That an editor shows a figure beside a thing of ``following.subjects``."""

    figure = models.ForeignKey(KeyFigure, models.CASCADE, related_name="beside")
    kind = models.CharField(max_length=20)
    thing = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "kind", "thing"], name="figure_beside_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.kind} {self.thing}"
