"""What a newsletter holds: posts and changes of a period, as everybody may read them now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from oppnasoc.following.feeds import Item, told
from oppnasoc.following.news import dated
from oppnasoc.outbox.kinds import Section
from oppnasoc.outbox.sharing import shared
from oppnasoc.trail.kinds import Audience, registry
from oppnasoc.trail.models import Entry
from oppnasoc.ui.html import fill

from .models import Newsletter, Post, PostQuerySet, midnight

MOST = 60  # of each sort that can be chosen
PROPOSED = 8  # changes that are ticked at first

#: ``["post", 7]`` or ``["entry", 12]``, as a newsletter keeps it.
Choice = tuple[str, int]


@dataclass(frozen=True)
class Content:
    """What stands in a letter: the paragraphs of its introduction, and a section for each thing."""

    lines: list[SafeString] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def posts_of(begins: date, ends: date) -> list[Post]:
    """The posts of a period, the latest first. One query."""
    found = (
        PostQuerySet(Post).filter(live=True).within(begins, ends).only("title", "slug", "summary")
    )
    return list(found.order_by("-first_published_at", "-pk")[:MOST])


def changes_of(begins: date, ends: date) -> list[Item]:
    """What came of something in a period, the latest first: the outcomes that the trail tells
    everybody, without the posts. A handful of queries."""
    big = [
        kind.code
        for kind in registry.values()
        if kind.big and kind.audience is Audience.PUBLIC and not kind.code.startswith("news.")
    ]
    days = (midnight(begins), midnight(date.fromordinal(ends.toordinal() + 1)))
    found = Entry.objects.filter(kind__in=big, at__gte=days[0], at__lt=days[1])
    return told(list(found.order_by("-at", "-id")[:MOST]))


def proposed(begins: date, ends: date) -> list[Choice]:
    """What is ticked at first: every post, and the last that came of each of some things."""
    changes: dict[str, int] = {}
    for item in changes_of(begins, ends):
        changes.setdefault(item.of.url, item.line.entry)
    return [
        *(("post", post.pk) for post in posts_of(begins, ends)),
        *(("entry", pk) for pk in list(changes.values())[:PROPOSED]),
    ]


def choices_of(newsletter: Newsletter) -> list[Choice]:
    """What is chosen, in its order."""
    return [(str(kind), int(key)) for kind, key in newsletter.chosen]


def sections(chosen: Sequence[Choice]) -> dict[Choice, Section]:
    """What is chosen as a letter shows it, without what nobody may read any longer."""
    posts = Post.objects.filter(live=True, pk__in=_keys("post", chosen))
    found: dict[Choice, Section] = {
        ("post", post.pk): Section(post.title, [fill("{}", post.summary)], post.get_absolute_url())
        for post in posts.only("title", "slug", "summary")
    }
    if entries := _keys("entry", chosen):
        for item in told(list(Entry.objects.filter(pk__in=entries))):
            line = dated(item.line)
            found["entry", item.line.entry] = Section(item.of.title, [line], item.of.url)
    return found


def _keys(kind: str, chosen: Iterable[Choice]) -> list[int]:
    return [key for each, key in chosen if each == kind]


def content(newsletter: Newsletter) -> Content:
    """What stands in a letter, the same in the mail and on the site; some queries, read once for
    the letters that leave together."""

    def read() -> Content:
        chosen = choices_of(newsletter)
        found = sections(chosen)
        parts = newsletter.introduction.replace("\r\n", "\n").split("\n\n")
        lines = [fill("{}", part.strip()) for part in parts if part.strip()]
        return Content(lines, [found[each] for each in chosen if each in found])

    return shared(("newsletter", newsletter.pk, newsletter.revision, get_language()), read)
