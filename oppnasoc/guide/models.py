"""How things are done here, and what help there is: processes, help, first times, tips (R2).

All of it is edited under /redaktion/ and looked at again by a day. What a step is asked about and
answered hangs on the step's own address, so a step keeps its key and its address from version to
version (docs/adr/0036-the-guide.md). Wagtail's bases are untyped, so the managers are too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable

from oppnasoc.editorial.models import Edited, Reviewed, ReviewedQuerySet
from oppnasoc.groups.models import Party, Place, Theme
from oppnasoc.groups.rules import acting_parties

from .blocks import law_blocks, paper_blocks
from .names import called, joined, place_called
from .times import in_words

WORKS_HERE = (Party.Kind.UNIT, Party.Kind.POST)
#: Who can do a step or give help: everybody but the groups, where people talk.
ACTS = (*WORKS_HERE, Party.Kind.ORGANISATION, Party.Kind.OUTSIDE)
OWNERS = Q(kind__in=WORKS_HERE)
ACTORS = Q(kind__in=ACTS)


class Situation(models.Model):
    """Where somebody stands, in her own words: *Jag behöver pengar till mat*."""

    title = models.CharField(_("as somebody would say it herself"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    urgent = models.BooleanField(
        _("may be urgent"),
        default=False,
        help_text=_("Then the page begins with the numbers to call at once."),
    )

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("situation")
        verbose_name_plural = _("situations")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.title)[:80] or "annat"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("situation", args=[self.slug])


class Process(Reviewed):
    """How something is handled, step by step: what happens, who does it, where, how long."""

    verbs = "guide.process"
    page_template = "guide/process.html"
    page_name = "process"

    for_whom = models.CharField(_("who it is for"), max_length=300)
    owner = models.ForeignKey(
        Party, models.PROTECT, limit_choices_to=OWNERS, related_name="+",
        verbose_name=_("who answers for it"),
        help_text=_("Gets the questions about the page, and is asked whether it is still right."),
    )  # fmt: skip
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    situations = ParentalManyToManyField(
        Situation, blank=True, related_name="processes", verbose_name=_("situations")
    )
    papers = StreamField(paper_blocks(), verbose_name=_("papers and letters"), blank=True)
    laws = StreamField(law_blocks(), verbose_name=_("what the law says"), blank=True)
    related = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="related_from",
        verbose_name=_("processes near this one"),
    )  # fmt: skip

    objects: ClassVar[Any] = models.Manager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("process", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_steps()
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self.name_steps()
        return super().save_revision(*args, **kwargs)

    def name_steps(self) -> None:
        """Give every new step an address of its own, after its title; it stays afterwards."""
        if self.pk is None and "steps" not in vars(self).get("_cluster_related_objects", {}):
            return
        taken: set[str] = set()
        for step in self.steps.all():
            start = step.slug or slugify(step.title)[:50].strip("-") or "steg"
            found, number = start, 1
            while found in taken:
                number += 1
                found = f"{start}-{number}"
            step.slug = found
            taken.add(found)

    def with_content_json(self, content: dict[str, Any]) -> Edited:
        found = super().with_content_json(content)
        assert isinstance(found, Process)
        new = [step for step in found.steps.all() if step.pk is None and step.slug]
        if new:  # Written in a draft before another version made it a row.
            known = dict(Step.objects.filter(process=self.pk).values_list("slug", "pk"))
            for step in new:
                step.pk = known.get(step.slug)
        return found

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        yield str(_("Who it is for")), self.for_whom
        yield str(_("Who answers for it")), called(self.owner_id)
        for step in self.steps.all():
            yield str(_("Step: %(title)s") % {"title": step.title}), step.told()
        papers = (each.value.called for each in self.papers)
        yield str(_("Papers and letters")), "\n".join(papers)
        laws = (each.value.called for each in self.laws)
        yield str(_("What the law says")), "\n".join(laws)

    def page_context(self, user: Any) -> dict[str, Any]:
        from .shown import of_process

        return of_process(self)

    @classmethod
    def to_review(cls, user: Any) -> models.QuerySet[Any]:
        """Those of an editor, and of who holds the role or works at the unit that answers."""
        hers: models.QuerySet[Any] = cls._default_manager.filter(
            live=True, owner__in=acting_parties(user)
        )
        return super().to_review(user) | hers


class Step(Orderable):  # type: ignore[misc]
    """One thing that happens. ``slug`` is its address under the process and never changes."""

    process = ParentalKey(Process, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("the step in a few words"), max_length=80)
    slug = models.SlugField(max_length=60, editable=False)
    by_you = models.BooleanField(_("this is done by the person herself"), default=False)
    what = models.TextField(_("what happens"))
    who = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, limit_choices_to=ACTORS, related_name="+",
        verbose_name=pgettext_lazy("step", "who does it"),
    )  # fmt: skip
    who_words = models.CharField(
        _("who does it, in words"), max_length=120, blank=True,
        help_text=_("When it is no unit or role here: “you and your doctor”."),
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where")
    )
    place_words = models.CharField(
        _("where, in words"), max_length=120, blank=True, help_text=_("For instance: by phone.")
    )
    days_least = models.PositiveSmallIntegerField(
        _("working days, at least"), null=True, blank=True
    )
    days_most = models.PositiveSmallIntegerField(_("working days, at most"), null=True, blank=True)
    you_can = models.TextField(_("what you can do yourself"), blank=True)
    rights = models.TextField(_("your rights"), blank=True)

    class Meta(Orderable.Meta):  # type: ignore[misc]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(days_least__isnull=True)
                | Q(days_most__isnull=False, days_least__lte=F("days_most")),
                name="step_least_before_most",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process_step", args=[self.process.slug, self.slug])

    def clean(self) -> None:
        least, most = self.days_least, self.days_most
        if least is not None and (most is None or least > most):
            raise ValidationError({"days_most": _("Write at least as many days as in the other.")})

    @property
    def who_said(self) -> str:
        """Who does it, the party first."""
        return joined(called(self.who_id), self.who_words)

    @property
    def where_said(self) -> str:
        return joined(place_called(self.place_id), self.place_words)

    @property
    def takes(self) -> str:
        """How long it usually takes, in words; '' when nobody has promised anything."""
        return in_words(self.days_least, self.days_most)

    def told(self) -> str:
        """The whole step as text, a line for each thing."""
        parts = (
            self.what,
            self.who_said,
            self.where_said,
            self.takes,
            self.you_can,
            self.rights,
        )
        return "\n\n".join(part for part in parts if part)


class Help(Reviewed):
    """Help that exists, from whomever: what, for whom, how one gets it, what it costs."""

    verbs = "guide.help"
    reserved = frozenset({"nar"})  # /hjalp/nar/jag-ar-radd-hemma/
    page_template = "guide/help.html"
    page_name = "help"

    class Giver(models.TextChoices):
        MUNICIPALITY = "kommunen", _("The municipality")
        REGION = "regionen", _("The region")
        ORGANISATION = "foreningar", _("Organisations")
        STATE = "staten", _("The state and others")

    situations = ParentalManyToManyField(
        Situation, related_name="helps", verbose_name=_("situations")
    )
    giver = models.CharField(_("what kind of giver"), max_length=12, choices=Giver)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, limit_choices_to=ACTORS, related_name="+",
        verbose_name=_("who gives it"),
    )  # fmt: skip
    giver_words = models.CharField(_("who gives it, in words"), max_length=120, blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    for_whom = models.CharField(_("who it is for"), max_length=300)
    how = models.TextField(_("how one gets it"))
    cost = models.CharField(_("what it costs"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    open_when = models.CharField(_("open when"), max_length=160, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where")
    )
    accessible = models.CharField(
        _("how one gets in and is understood"), max_length=300, blank=True
    )
    link = models.URLField(_("more to read"), blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = _("help")
        verbose_name_plural = _("help that exists")
        ordering = ["title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("help", args=[self.slug])

    @property
    def who_said(self) -> str:
        return joined(called(self.party_id), self.giver_words) or str(self.get_giver_display())

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        yield str(_("Who it is for")), self.for_whom
        yield str(_("Who gives it")), self.who_said
        yield str(_("How you get it")), self.how
        yield str(_("What it costs")), self.cost
        yield str(_("Phone")), self.phone
        yield str(_("Open")), self.open_when
        yield str(_("Where")), place_called(self.place_id)
        yield str(_("How you get in and are understood")), self.accessible

    def page_context(self, user: Any) -> dict[str, Any]:
        from .shown import of_help

        return of_help(self)

    @classmethod
    def to_review(cls, user: Any) -> models.QuerySet[Any]:
        """Those of an editor, and of who acts for the giver: its members know whether it is so."""
        hers: models.QuerySet[Any] = cls._default_manager.filter(
            live=True, party__in=acting_parties(user)
        )
        return super().to_review(user) | hers


class FirstTime(Reviewed):
    """The first time somewhere: whom one meets, what happens, one's rights, who may come along."""

    verbs = "guide.first_time"
    page_template = "guide/first_time.html"
    page_name = "first"

    situation = models.ForeignKey(
        Situation, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("situation"),
    )  # fmt: skip
    whom_you_meet = models.TextField(_("whom you meet"))
    what_happens = models.TextField(_("what happens"))
    how_long = models.TextField(_("how long it takes"))
    rights = models.TextField(_("your rights"))
    who_along = models.TextField(_("who can come along"))
    written_by = ParentalManyToManyField(
        Party, blank=True, limit_choices_to=ACTORS, related_name="+", verbose_name=_("written by")
    )
    to_say = models.TextField(
        _("“This is what I want to say”"),
        help_text=_("Questions on the paper that one takes along, one on each line."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = _("first time")
        verbose_name_plural = _("first times")
        ordering = ["title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("first_time", args=[self.slug])

    @property
    def lines(self) -> list[str]:
        """The questions on the paper."""
        return [line.strip() for line in self.to_say.splitlines() if line.strip()]

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """What it tells, part by part: its anchor, what it is called, its text."""
        return [
            ("vem", str(_("Whom you meet")), self.whom_you_meet),
            ("vad", str(_("What happens")), self.what_happens),
            ("tid", str(_("How long it takes")), self.how_long),
            ("ratt", str(_("Your rights")), self.rights),
            ("med", str(_("Who can come along")), self.who_along),
        ]

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        for _anchor, name, text in self.parts:
            yield name, text
        yield str(_("“This is what I want to say”")), self.to_say

    def page_context(self, user: Any) -> dict[str, Any]:
        from .shown import of_first_time

        return of_first_time(self)


class Tip(Reviewed):
    """Something worth knowing, with the source that says so: *Visste du att …*"""

    verbs = "guide.tip"
    page_template = "guide/tip.html"
    page_name = "tip"

    source = models.CharField(_("where it is written"), max_length=120)
    source_url = models.URLField(_("link to where it is written"))
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme"),
        help_text=_("Shown beside processes and help of the same theme."),
    )  # fmt: skip

    objects: ClassVar[Any] = models.Manager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ["title", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("tip", args=[self.slug])

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        yield str(_("Source")), f"{self.source} {self.source_url}".strip()
