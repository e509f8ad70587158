"""What a follower is told, in the shape of a short letter: by subject, what changed and what is
next. Whoever may not see a thing now is told nothing of it, whatever she could see before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oppnasoc.outbox.sharing import shared
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Line, lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import shortday

from .models import Delivery, Follow, Follower
from .subjects import EVERYTHING, SEARCH, Shown, Target, shown, targets


@dataclass
class Story:
    """One subject: what changed, the earliest first, and why the follower hears of it."""

    of: Target
    shown: Shown
    lines: list[SafeString] = field(default_factory=list)
    because: list[str] = field(default_factory=list)


def first_of(entries: Iterable[Entry]) -> dict[int, Target]:
    """The subject that each entry is told under, by the entry's key."""
    return {pk: its[0] for pk, its in targets(entries).items() if its}


@dataclass(frozen=True)
class Read:
    """Entries as one sees them who may see this: the subject that each is told under, how the
    subjects are named, and the sentences."""

    first: dict[int, Target]
    may_see: dict[Target, Shown]
    told: dict[int, SafeString]


def read(entries: Mapping[int, Entry], followed: Iterable[Target], user: User | None) -> Read:
    """What this person (None is anybody) may see of entries, and of what is followed."""
    first = first_of(entries.values())
    may_see = shown([*first.values(), *followed], user)
    seen = (entries[pk] for pk, one in first.items() if one in may_see)
    return Read(first, may_see, {line.entry: dated(line) for line in lines(seen)})


def dated(line: Line) -> SafeString:
    """The sentence, with its day unless it was today: who reads of a week sees when it was."""
    if timezone.localdate(line.at) == timezone.localdate():
        return SafeString(line.html)
    return fill("{}: {}", shortday(line.at), SafeString(line.html))


def stories(deliveries: Iterable[Delivery], follower: Follower) -> list[Story]:
    """The news of deliveries with ``entry`` and ``follow``; a few queries, however many."""
    listed = sorted(deliveries, key=lambda one: one.entry_id)
    entries = {each.entry_id: each.entry for each in listed}
    followed = frozenset(target(each.follow) for each in listed if each.follow)
    who = follower.user.pk if follower.user else None
    news = shared(
        ("news", tuple(entries), followed, who, get_language()),
        lambda: read(entries, followed, follower.user),
    )
    may_see = news.may_see
    found: dict[Target, Story] = {}
    for each in listed:
        if (sentence := news.told.get(each.entry_id)) is None:
            continue
        one = news.first[each.entry_id]
        story = found.setdefault(one, Story(one, may_see[one]))
        if sentence not in story.lines:
            story.lines.append(sentence)
        why = because(each.follow, one, may_see)
        if why and why not in story.because:
            story.because.append(why)
    return list(found.values())


def target(follow: Follow) -> Target:
    return follow.kind, follow.thing


def because(follow: Follow | None, of: Target, may_see: dict[Target, Shown]) -> str:
    """Why she hears of it; '' when it is plain, since she follows the very thing."""
    if follow is None or target(follow) == of:
        return ""
    if follow.kind == EVERYTHING:
        return _("You follow everything that happens.")
    if follow.kind == SEARCH:
        return _("You follow the search “%(query)s”.") % {"query": follow.query}
    followed = may_see.get(target(follow))
    return _("You follow %(what)s.") % {"what": followed.title} if followed else ""


def name(follow: Follow, may_see: dict[Target, Shown]) -> str:
    """What is followed, as a list of one's own names it; '' when she may not see it any more."""
    if follow.kind == EVERYTHING:
        return _("Everything that happens")
    if follow.kind == SEARCH:
        return _("The search “%(query)s”") % {"query": follow.query}
    each = may_see.get(target(follow))
    return each.title if each else ""
