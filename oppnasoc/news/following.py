"""A post is news of its group, its theme and for those who follow everything; a newsletter comes
to those who subscribe to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry

from .models import Post

#: There is one newsletter to follow, so its key is always the same.
NEWSLETTER = "newsletter"
THE_ONE = 1


def posts(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    found = Post.objects.filter(live=True, pk__in=keys).only("title", "slug")
    return {each.pk: Shown(each.title, each.get_absolute_url()) for each in found}


def newsletter(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    """There is one, and everybody may read it."""
    known = {THE_ONE: Shown(str(_("The newsletter")), reverse("newsletters"))}
    return {key: known[key] for key in keys if key in known}


subject("news", word="nyhet", label=_("News"), shown=posts, order=50)
subject(
    NEWSLETTER,
    word="nyhetsbrev",
    label=_("Newsletter"),
    shown=newsletter,
    order=55,
    comes_whole=True,
)


@belongs("news.Post")
def of_posts(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Post.objects.filter(pk__in={entry.about_id for entry in entries})
    known = {pk: its for pk, *its in rows.values_list("pk", "group", "theme")}
    return {
        entry.pk: [
            ("news", entry.about_id),
            *([("party", its[0])] if its[0] else []),
            *([("theme", its[1])] if its[1] else []),
        ]
        for entry in entries
        if (its := known.get(entry.about_id))
    }


@belongs("news.Newsletter")
def of_newsletters(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    return {entry.pk: [(NEWSLETTER, THE_ONE)] for entry in entries}


def _about(wanted: Q) -> Q:
    found = Post.objects.filter(wanted, live=True).order_by().values("pk")
    return Q(about_type="news.post", about_id__in=found)


@tells_of("news")
def about_a_post(key: int) -> Q:
    return Q(about_type="news.post", about_id=key)


@tells_of("party")
def about_posts_of_a_group(key: int) -> Q:
    return _about(Q(group=key))


@tells_of("theme")
def about_posts_of_a_theme(key: int) -> Q:
    return _about(Q(theme=key))
