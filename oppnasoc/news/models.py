"""Short posts on the development work (R1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oppnasoc.editorial.models import Edited, EditedQuerySet
from oppnasoc.groups.models import Group, Theme
from oppnasoc.ui.models import Picture


class Post(Edited):
    """A short post: what happened in the work, with the group and the theme that it belongs to."""

    verbs = "news.post"
    page_template = "news/post.html"
    page_name = "post"

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

    objects: ClassVar[models.Manager[Post]] = models.Manager.from_queryset(EditedQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("news", "post")
        verbose_name_plural = _("news")
        ordering = ["-first_published_at", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("news_post", args=[self.slug])
