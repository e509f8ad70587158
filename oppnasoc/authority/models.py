"""What the law asks an authority to tell: how accessible the site is, and easy words about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from oppnasoc.editorial.models import Edited, EditedQuerySet, Reviewed, ReviewedQuerySet


class Statement(Reviewed):
    """The accessibility statement (tillgänglighetsredogörelse) that lag (2018:1937) asks for.

    The latest public one stands at /tillganglighet/. Its parts are those of Digg's regulation; who
    answers for the site, how one tells of a fault and how one reaches Digg stand on the page by
    themselves.
    """

    verbs = "authority.statement"
    page_template = "authority/accessibility.html"
    page_name = "statement"

    class Compliance(models.TextChoices):
        FULLY = "fully", _("fully")
        PARTLY = "partly", _("partly")
        NOT = "not", _("not")

    class Method(models.TextChoices):
        OURSELVES = "ourselves", _("We have tested it ourselves.")
        OTHERS = "others", _("Somebody from outside has tested it.")
        BOTH = "both", _("We and somebody from outside have tested it.")

    compliance = models.CharField(
        _("how well the site follows the law"),
        max_length=6,
        choices=Compliance,
        default=Compliance.PARTLY,
    )
    assessed_on = models.DateField(_("tested on"), default=timezone.localdate)
    method = models.CharField(
        _("who has tested"), max_length=9, choices=Method, default=Method.OURSELVES
    )
    how = models.TextField(
        _("how it was tested"),
        help_text=_("Which pages, with which aids, against which rules."),
    )
    burden = models.TextField(
        _("too great a burden (section 12)"),
        blank=True,
        help_text=_("What we leave because it would cost far too much, and why. Usually empty."),
    )
    exceptions = models.TextField(
        _("what the law does not ask for"),
        blank=True,
        help_text=_("Such as recordings made before 23 September 2020."),
    )

    objects: ClassVar[models.Manager[Statement]] = models.Manager.from_queryset(
        ReviewedQuerySet["Statement"]
    )()

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
        ordering = ["-last_published_at", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("accessibility")

    def clean(self) -> None:
        super().clean()
        if self.assessed_on is not None and self.assessed_on > timezone.localdate():
            raise ValidationError({"assessed_on": _("That day has not come yet.")})

    def page_context(self, user: Any) -> dict[str, Any]:
        return {**super().page_context(user), "barriers": list(self.barriers.all())}

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        yield str(_("Follows the law")), str(self.get_compliance_display())
        yield str(_("Tested")), f"{self.assessed_on} {self.get_method_display()} {self.how}"
        yield str(_("Too great a burden")), self.burden
        yield str(_("What the law does not ask for")), self.exceptions
        for barrier in self.barriers.all():
            yield barrier.what, f"{barrier.criterion} {barrier.why} {barrier.around}"


class Barrier(Orderable):  # type: ignore[misc]
    """A fault of the site that keeps somebody out, as the statement tells of it."""

    statement = ParentalKey(Statement, related_name="barriers")
    what = models.CharField(_("what does not work"), max_length=200)
    criterion = models.CharField(
        _("which rule"), max_length=80, help_text=_("As in WCAG: '1.4.3 Contrast (minimum)'.")
    )
    why = models.CharField(_("why it is so"), max_length=240)
    around = models.CharField(
        _("what one can do instead"), max_length=240, help_text=_("Such as: call us.")
    )
    mended_by = models.DateField(_("mended by"), null=True, blank=True)

    class Meta(Orderable.Meta):  # type: ignore[misc]
        verbose_name = _("fault")
        verbose_name_plural = _("faults")

    def __str__(self) -> str:
        return self.what

    @property
    def is_late(self) -> bool:
        """Whether the day has passed that it should be mended by."""
        mended_by: date | None = self.mended_by
        return mended_by is not None and mended_by < timezone.localdate()


class EasyPage(Edited):
    """About the site in easy words (lättläst), at /lattlast/. Without one a shipped text stands
    there."""

    verbs = "authority.easy"
    page_template = "authority/easy_read.html"
    page_name = "easy"

    objects: ClassVar[models.Manager[EasyPage]] = models.Manager.from_queryset(
        EditedQuerySet["EasyPage"]
    )()

    class Meta:
        verbose_name = _("about the site in easy words")
        verbose_name_plural = _("about the site in easy words")
        ordering = ["-last_published_at", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("easy_read")


def shown(model: type[Edited]) -> Any:
    """The latest public one of a text of which there is one at a time, or None."""
    return model._default_manager.filter(live=True).order_by("-last_published_at", "-pk").first()
