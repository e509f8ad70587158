"""Short posts on the development work, and the newsletter that is put together of them (R1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from oppnasoc.editorial.models import Edited, EditedQuerySet
from oppnasoc.following.models import Follower
from oppnasoc.groups.models import Group, Theme
from oppnasoc.ui.addresses import slug_of
from oppnasoc.ui.models import Picture

from .linking import Target, at_address


class PostQuerySet(EditedQuerySet["Post"]):
    def listed(self) -> PostQuerySet:
        """Everybody's posts, the latest first, with what a list shows of each."""
        found = self.filter(live=True).select_related("group__party", "theme", "picture")
        return found.defer("body", "easy_read").order_by("-first_published_at", "-pk")

    def within(self, begins: date, ends: date) -> PostQuerySet:
        """Posts that were published on these days, both included."""
        return self.filter(first_published_at__gte=midnight(begins)).filter(
            first_published_at__lt=midnight(date.fromordinal(ends.toordinal() + 1))
        )


def midnight(day: date) -> datetime:
    """When a day begins in Sweden."""
    return timezone.make_aware(datetime.combine(day, time.min))


class Post(Edited):
    """A short post: what happened in the work, with the group and the theme that it belongs to."""

    verbs = "news.post"
    page_template = "news/post.html"
    page_name = "post"
    reserved = frozenset({"brev", "atom"})

    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("Read aloud to those who do not see the picture."),
    )
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )

    objects: ClassVar[models.Manager[Post]] = models.Manager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = _("news post")
        verbose_name_plural = _("news")
        ordering = ["-first_published_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-first_published_at", "-id"], condition=Q(live=True), name="post_public"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("news_post", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            text = _("Write what the picture shows, for those who do not see it.")
            raise ValidationError({"picture_alt": text})

    def told(self) -> Iterator[tuple[str, str]]:
        yield from super().told()
        yield str(_("Picture")), self.picture_alt

    def page_context(self, user: Any) -> dict[str, Any]:
        from .reading import around, links_of, talk_about

        earlier, later = around(self)
        return {
            **super().page_context(user),
            "links": links_of(self),
            "earlier": earlier,
            "later": later,
            "talk": talk_about(self),
            "base": settings.SITE_URL,
            "address": settings.SITE_URL + self.get_absolute_url(),
        }


class Linked(models.Model):
    """A public thing that a post is about, named by the address of its page."""

    post = ParentalKey(Post, on_delete=models.CASCADE, related_name="links")
    address = models.CharField(
        _("address"),
        max_length=300,
        help_text=_("Open the page of a question, a meeting or a report. Copy its address here."),
    )
    #: A source of ``search`` and its key; the title is looked up when it is shown.
    kind = models.CharField(max_length=40, editable=False)
    thing = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("link")
        ordering = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "thing"], name="linked_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"

    @property
    def target(self) -> Target:
        return self.kind, self.thing

    def clean(self) -> None:
        """Raises ValidationError for an address where nobody can read anything."""
        super().clean()
        if not self.address:
            return
        found = at_address(self.address)
        if found is None:
            text = _("Nothing is found there that everybody may read. Copy the whole address.")
            raise ValidationError({"address": text})
        self.kind, self.thing = found


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def published(self) -> NewsletterQuerySet:
        """What has been sent, and can be read by everybody."""
        return self.exclude(status=Newsletter.Status.DRAFT)


class Newsletter(models.Model):
    """A letter of some news and some changes of a period, in an order that an editor chose.

    ``chosen`` holds the things in their order: ``["post", 7]`` or ``["entry", 12]`` (an entry of
    the trail); what nobody may read any longer is left out when it is shown.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        LEAVING = "leaving", _("is being sent")
        SENT = "sent", _("sent")

    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    chosen = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    #: The last follower who has hers, so that sending goes on where it was.
    after = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Newsletter]] = models.Manager.from_queryset(
        NewsletterQuerySet
    )()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="newsletter_has_a_title"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(sent_at__isnull=False),
                name="newsletter_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("begins")), name="newsletter_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "nyhetsbrev")

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("newsletter", args=[self.pk, self.slug])


class Copy(models.Model):
    """A newsletter for one subscriber, never twice; or a test for whoever writes it."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="copies")
    follower = models.ForeignKey(
        Follower, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    tester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: The address did not work.
    refused = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["follower", "newsletter"], name="copy_once"),
            models.CheckConstraint(
                condition=Q(follower__isnull=False) ^ Q(tester__isnull=False),
                name="copy_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"copy of newsletter {self.newsletter_id}"
