"""Posts as they are read: in lists, by month, one beside the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from wagtail.images.models import SourceImageIOError

from oppnasoc.discussion.panels import talk_of
from oppnasoc.groups.models import Group
from oppnasoc.ui.kept import kept
from oppnasoc.ui.prepared import prepared

from .linking import Link, links
from .models import Post, PostQuerySet

ON_A_PANEL = 3
ON_THE_START = 3


def links_of(post: Post) -> list[Link]:
    """What a post names, in its order and each once. Two queries."""
    targets = [each.target for each in post.links.all()]
    found = links(targets)
    return [found[target] for target in dict.fromkeys(targets) if target in found]


@dataclass(frozen=True)
class Beside:
    """The post before or after one."""

    title: str
    slug: str

    def get_absolute_url(self) -> str:
        return reverse("news_post", args=[self.slug])


def _published(post: int) -> Subquery:
    return Subquery(Post.objects.filter(pk=post).values("first_published_at")[:1])


@prepared
def before(post: int) -> QuerySet[Post, tuple[str, str]]:
    """Title and address part of the post before one."""
    at = _published(post)
    earlier = Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=post)
    found = Post.objects.filter(earlier, live=True).order_by("-first_published_at", "-pk")
    return found.values_list("title", "slug")[:1]


@prepared
def after(post: int) -> QuerySet[Post, tuple[str, str]]:
    """Title and address part of the post after one."""
    at = _published(post)
    later = Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=post)
    found = Post.objects.filter(later, live=True).order_by("first_published_at", "pk")
    return found.values_list("title", "slug")[:1]


def around(post: Post) -> tuple[Beside | None, Beside | None]:
    """The post before and the post after one; two queries, none for a draft."""
    if post.first_published_at is None or not post.live:
        return None, None
    old, new = before(post=post.pk), after(post=post.pk)
    return (Beside(*old[0]) if old else None, Beside(*new[0]) if new else None)


def talk_about(post: Post) -> str:
    """The latest that people wrote about a post, as safe HTML; one query, none for a draft."""
    return talk_of("news", post.pk, post.group_id) if post.live and post.pk else ""


def with_pictures(found: PostQuerySet) -> PostQuerySet:
    """The same with the small pictures of each, one query for all of them."""
    return found.prefetch_related("picture__renditions")


@dataclass(frozen=True)
class Month:
    """A month with posts: its first day, and how many there are."""

    on: date
    count: int

    @property
    def label(self) -> str:
        return date_format(self.on, "F Y")

    @property
    def url(self) -> str:
        return reverse("news_month", args=[self.on.year, f"{self.on.month:02}"])


@kept
def months() -> list[Month]:
    """Every month with posts, the latest first; one query once a minute."""
    public = Post.objects.filter(live=True, first_published_at__isnull=False)
    rows = public.annotate(month=TruncMonth("first_published_at")).order_by().values("month")
    counted = rows.annotate(count=Count("pk")).order_by("-month")
    return [Month(row["month"].date(), row["count"]) for row in counted]


@prepared
def latest_of(group: int) -> QuerySet[Post]:
    """The latest posts of a group, without their texts."""
    found = Post.objects.filter(live=True, group=group).only("title", "slug", "first_published_at")
    return found.order_by("-first_published_at", "-pk")[:ON_A_PANEL]


@dataclass(frozen=True)
class Brief:
    """A post in short; ``picture`` is the address, width and height of one, where it is shown."""

    title: str
    url: str
    summary: str
    at: datetime
    alt: str = ""
    picture: tuple[str, int, int] | None = None


@kept
def latest() -> list[Brief]:
    """The latest posts for the start page, one of them with its picture; read once a minute."""
    found: list[Brief] = []
    for post in PostQuerySet(Post).listed()[:ON_THE_START]:
        assert post.first_published_at is not None
        told = (post.title, post.get_absolute_url(), post.summary, post.first_published_at)
        if post.picture is None or any(each.picture for each in found):
            found.append(Brief(*told))
            continue
        try:
            small = post.picture.get_rendition("fill-640x360|format-webp")
        except SourceImageIOError:  # The file is gone; the start page is not to go with it.
            found.append(Brief(*told))
            continue
        picture = (small.url, small.width, small.height)
        found.append(Brief(*told, alt=post.picture_alt, picture=picture))
    return found


@kept
def groups_with_posts() -> list[tuple[str, str]]:
    """Groups that have posts, for the filter: address part and name."""
    used = Post.objects.filter(live=True).order_by().values("group")
    return list(Group.objects.filter(pk__in=used).order_by("name").values_list("slug", "name"))
