"""What can be found of news: posts by their words, newsletters by their introductions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.editorial.kinds import codes
from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import Newsletter, Post


def every_post() -> Iterable[int]:
    return Post.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)


def documents_of_posts(ids: Sequence[int]) -> Iterator[Found]:
    """One query."""
    for post in Post.objects.filter(live=True, pk__in=ids).order_by("pk"):
        at = post.first_published_at
        texts = (post.summary, post.easy_read, post.plain_body, post.picture_alt)
        yield Found(
            thing=post.pk,
            title=post.title,
            text="\n\n".join(text for text in texts if text),
            url=post.get_absolute_url(),
            on=timezone.localdate(at) if at else None,
            party=post.group_id,
        )


source(
    "news",
    "news.Post",
    label=_("News"),
    order=50,
    documents=documents_of_posts,
    every=every_post,
    touched=Touched(dict.fromkeys(codes(Post), about)),
)


def every_newsletter() -> Iterable[int]:
    return Newsletter.objects.published().order_by("pk").values_list("pk", flat=True)


def documents_of_newsletters(ids: Sequence[int]) -> Iterator[Found]:
    """One query; what a letter holds besides is found by itself."""
    for letter in Newsletter.objects.published().filter(pk__in=ids).order_by("pk"):
        yield Found(
            thing=letter.pk,
            title=letter.title,
            text=letter.introduction,
            url=letter.get_absolute_url(),
            on=letter.ends,
        )


source(
    "newsletter",
    "news.Newsletter",
    label=_("Newsletters"),
    order=55,
    documents=documents_of_newsletters,
    every=every_newsletter,
    touched=Touched({"news.newsletter_sent": about}),
)
nothing_findable("news.newsletter_begun", "news.newsletter_written", "news.newsletter_tested")
