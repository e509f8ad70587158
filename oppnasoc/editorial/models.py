"""What an editor writes under /redaktion/ and everybody reads on the site, at its own address.

A room makes its noun from ``Edited`` and gets drafts, history, preview and a day to be published
from Wagtail. What becomes public is told to the trail (publishing.py), so that search, followers
and what is kept hear of it as of every action. Nothing of this lies in Wagtail's tree of pages
(docs/adr/0034-edited-under-redaktion.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from .blocks import body_blocks
from .plain import plain

E = TypeVar("E", bound="Edited")


class EditedQuerySet(models.QuerySet[E]):
    def published(self) -> EditedQuerySet[E]:
        """What everybody may read now."""
        return self.filter(live=True)


class Edited(
    DraftStateMixin,  # type: ignore[misc]
    LockableMixin,  # type: ignore[misc]
    RevisionMixin,  # type: ignore[misc]
    PreviewableMixin,  # type: ignore[misc]
    ClusterableModel,  # type: ignore[misc]
):
    """A text with a title, drafts and a history. ``live`` means that everybody may read it.

    A room says in ``verbs`` which of its trail kinds tell of it: ``published``, ``corrected``,
    ``changed`` and ``withdrawn`` under that name (``kinds.py`` declares them).
    """

    #: The first part of the codes of its trail kinds, such as ``news.post``.
    verbs: ClassVar[str] = ""
    #: The template of its page and the name by which the template knows it.
    page_template: ClassVar[str] = ""
    page_name: ClassVar[str] = ""
    #: Addresses that belong to other pages beside the texts.
    reserved: ClassVar[frozenset[str]] = frozenset()

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("At most three sentences. Stands in lists and when somebody shares the page."),
    )
    easy_read = models.TextField(
        _("easy to read"),
        blank=True,
        help_text=_("The most important in very short sentences, for those who read with effort."),
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    correction = models.CharField(
        _("what you have corrected"),
        max_length=240,
        blank=True,
        help_text=_("Stands on the page with today's date. Leave it when nothing was wrong."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or str(_("A text without a title"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_address()
        super().save(*args, **kwargs)

    def _free_address(self) -> str:
        """An address after the title; once it is public it stays when the title is changed."""
        start = slugify(self.title)[:70] or "sida"
        found, number = start, 1
        others = type(self)._default_manager.exclude(pk=self.pk)
        while found in self.reserved or others.filter(slug=found).exists():
            number += 1
            found = f"{start}-{number}"
        return found

    def with_content_json(self, content: dict[str, Any]) -> Edited:
        found: Edited = super().with_content_json(content)
        # The editor saves by itself while somebody types, so a first title may be half a word.
        found.slug = self.slug if self.first_published_at else found._free_address()
        return found

    @property
    def plain_body(self) -> str:
        """The text without its form, for search, comparison and feeds."""
        return plain(self.body)

    def told(self) -> Iterator[tuple[str, str]]:
        """What it tells, part by part: (what it is called, its text); versions are compared so."""
        yield str(_("Title")), self.title
        yield str(_("Summary")), self.summary
        yield str(_("Easy to read")), self.easy_read
        yield str(_("Text")), self.plain_body

    @property
    def is_changed(self) -> bool:
        """Whether it has become another since it was first published."""
        first, last = self.first_published_at, self.last_published_at
        return bool(first and last and first != last)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return self.page_template

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        self.slug = self.slug or self._free_address()  # One that was never saved has none yet.
        return {**super().get_preview_context(request, mode_name), **self.page_context(None)}

    def page_context(self, user: Any) -> dict[str, Any]:
        """What its template needs, the same on the page and in the editor's preview."""
        return {self.page_name: self}

    @classmethod
    def text_panels(cls) -> list[Panel]:
        """The fields that every edited text begins with."""
        return [FieldPanel("title"), FieldPanel("summary")]

    @classmethod
    def last_panels(cls) -> list[Panel]:
        """The fields that every edited text ends with."""
        return [
            MultiFieldPanel(
                [FieldPanel("easy_read"), FieldPanel("correction")], _("Easy to read, corrections")
            ),
            PublishingPanel(),
        ]


class ReviewedQuerySet(EditedQuerySet[E]):
    def old(self, on: date) -> ReviewedQuerySet[E]:
        """What is public and should have been looked at again before this day."""
        return self.filter(live=True, review_by__lt=on)


class Reviewed(Edited):
    """An edited text that must stay true: looked at by somebody again before a day.

    Publishing it, or saying that it is still right (``reviewing.py``), begins a new period.
    """

    #: How long it is believed, in days.
    good_for: ClassVar[int] = 365

    reviewed_on = models.DateField(_("last looked at"), default=timezone.localdate, editable=False)
    review_by = models.DateField(
        _("look at it again by"), default=timezone.localdate, editable=False
    )

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Edited:
        found = super().with_content_json(content)
        assert isinstance(found, Reviewed)
        found.reviewed_on, found.review_by = self.reviewed_on, self.review_by
        return found

    @property
    def is_old(self) -> bool:
        """Whether nobody has looked at it when somebody should; the page says so."""
        return bool(self.live) and self.review_by < timezone.localdate()

    @classmethod
    def to_review(cls, user: Any) -> models.QuerySet[Any]:
        """The texts that this person answers for; a room adds those of a role that she holds."""
        every: models.QuerySet[Any] = cls._default_manager.filter(live=True)
        return every if getattr(user, "is_editor", False) else every.none()
