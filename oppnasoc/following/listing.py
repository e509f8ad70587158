"""What the pages of one follower show: what she follows, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from . import links
from .models import Delivery, Follow, Follower
from .news import Story, name, stories, target
from .subjects import EVERYTHING, SEARCH, Shown, Target, known, shown, subjects

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MONTH = timedelta(days=30)
STORIES = 200  # entries


@dataclass(frozen=True)
class Row:
    """One thing that she follows, as she may see it now."""

    follow: Follow
    name: str
    url: str

    @property
    def waits(self) -> bool:
        """Whether it waits for her yes."""
        return self.follow.confirmed_at is None and self.follow.ended_at is None

    @property
    def comes_whole(self) -> bool:
        """Whether there is nothing to choose of how often."""
        subject = known(self.follow.kind)
        return subject is not None and subject.comes_whole


@dataclass(frozen=True)
class Kind:
    """What she follows of one kind, under its heading."""

    label: StrOrPromise
    rows: list[Row]


@dataclass(frozen=True)
class Told:
    """What is new: stories with the latest first, those that she has not seen before the others."""

    fresh: list[Story]
    seen: list[Story]


def rows(follower: Follower) -> list[Row]:
    """Everything that she follows, also what waits and what she has stopped lately. What she may
    not see any longer has no name, and can only be stopped."""
    if not follower.pk:
        return []
    follows = list(follower.follows.all())
    may_see = shown(map(target, follows), follower.user)
    found = []
    for follow in follows:
        called = name(follow, may_see) or _("Something that is not shown any longer")
        found.append(Row(follow, called, url_of(follow, may_see)))
    return found


def url_of(follow: Follow, may_see: dict[Target, Shown]) -> str:
    """Where it can be read; '' for everything, which has no page, and what she may not see."""
    if follow.kind == SEARCH:
        return links.search(follow.query)
    each = may_see.get(target(follow))
    return each.url if each else ""


def by_kind(rows: list[Row]) -> list[Kind]:
    """What she follows now, everything first, then matters, groups, themes and searches."""
    labels: dict[str, StrOrPromise] = {
        EVERYTHING: _("Everything"),
        **{each.kind: each.label for each in subjects()},
        SEARCH: _("Searches"),
    }
    now = [row for row in rows if row.follow.confirmed_at and not row.follow.ended_at]
    kinds = [
        Kind(label, [row for row in now if row.follow.kind == kind])
        for kind, label in labels.items()
    ]
    return [kind for kind in kinds if kind.rows]


def told(follower: Follower) -> Told:
    """The news of the last month, as she may see them now."""
    if not follower.pk:
        return Told([], [])
    lately = Delivery.objects.filter(follower=follower, due_at__gt=timezone.now() - MONTH)
    lately = lately.exclude(follow__ended_at__isnull=False, done_at=None)
    lately = lately.select_related("entry", "follow").order_by("-entry")
    listed = list(lately[:STORIES])
    fresh = [each for each in listed if each.done_at is None] if follower.reads_here else []
    seen = [each for each in listed if each not in fresh]
    return Told(*(list(reversed(stories(some, follower))) for some in (fresh, seen)))
