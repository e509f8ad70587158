"""What can be found of talks: what is shown, under what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Comment, Thread
from .subjects import abouts


def every() -> Iterable[int]:
    shown = Comment.objects.shown().order_by().values("thread")
    return sorted(abouts(Thread.objects.filter(pk__in=shown), None))


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """The talks about what anybody may read, each with what is shown in it; a few queries,
    however many."""
    said: dict[int, list[Comment]] = defaultdict(list)
    for comment in Comment.objects.shown().filter(thread__in=ids):
        said[comment.thread_id].append(comment)
    whats = abouts(Thread.objects.filter(pk__in=list(said)), None)
    for pk, what in sorted(whats.items()):
        group = what.keeping.group
        yield Found(
            thing=pk,
            title=_("The talk: %(title)s") % {"title": what.title},
            text="\n\n".join(comment.text for comment in said[pk]),
            url=reverse("talk", args=[what.word, what.thing]),
            on=timezone.localdate(max(comment.created_at for comment in said[pk])),
            party=group.pk if group else None,
        )


def of_the_comment(entry: Entry) -> list[int]:
    return list(Comment.objects.filter(pk=entry.about_id).values_list("thread", flat=True))


def of_the_matter(entry: Entry) -> list[int]:
    found = Thread.objects.filter(kind="matter", thing=entry.about_id)
    return list(found.values_list("pk", flat=True))


source(
    "talk",
    "discussion.Thread",
    label=gettext_lazy("Talks"),
    order=17,
    documents=documents,
    every=every,
    touched=Touched(
        {
            **{
                f"discussion.{code}": of_the_comment
                for code in (
                    "written",
                    "edited",
                    "withdrawn",
                    "shown",
                    "hidden",
                    "waits_again",
                    "decided",
                )
            },
            **{f"matters.{code}": of_the_matter for code in ("edited", "shown", "hidden")},
        }
    ),
)
nothing_findable(
    "discussion.flood_lifted",
    "discussion.reported",
    "discussion.settled",
    "discussion.appealed",
    "discussion.offered",
    "discussion.taken_along",
    "discussion.mode_chosen",
    "discussion.set_up",
)
