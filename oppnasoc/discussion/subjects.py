"""What one can talk about: a thing that can be followed, and who keeps the talk about it kind.

A room above declares its own with ``talked_of``; matters are declared here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from oppnasoc.following.subjects import by_word, known
from oppnasoc.groups.models import Group, Party
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import Somebody

from .models import GroupTalk, Mode, Thread


@dataclass(frozen=True)
class Keeping:
    """Who looks after a talk, and for whom somebody may answer in it with her role; ``ended``
    when nobody writes there any more, whatever the group says."""

    group: Group | None
    parties: list[Party] = field(default_factory=list)
    ended: bool = False


@dataclass(frozen=True)
class About:
    """What a talk is about, as a page names it."""

    kind: str
    thing: int
    word: str
    title: str
    url: str
    keeping: Keeping


Keeps = Callable[[Sequence[int]], Mapping[int, Keeping]]
#: The keys of groups → the keys of the things whose talk they keep, as a query.
OfGroups = Callable[[Sequence[int]], QuerySet[Any, Any]]

_keeps: dict[str, Keeps] = {}
_of_groups: dict[str, OfGroups] = {}


def talked_of(kind: str) -> Callable[[Keeps], Keeps]:
    """Declare who looks after talks about things of a kind of ``following.subjects``; the function
    gets keys and leaves out what there is not. Raises ValueError when it is declared twice."""

    def declare(find: Keeps) -> Keeps:
        if kind in _keeps:
            raise ValueError(f"Talk about {kind} is declared twice.")
        _keeps[kind] = find
        return find

    return declare


def kept_by(kind: str) -> Callable[[OfGroups], OfGroups]:
    """Declare the same from the other end: which things of a kind some groups look after."""

    def declare(find: OfGroups) -> OfGroups:
        _of_groups[kind] = find
        return find

    return declare


def talks_of(groups: Sequence[int]) -> Q:
    """The condition of the talks (``thread``) that some groups look after."""
    wanted = Q(pk__in=[])
    for kind, find in _of_groups.items():
        wanted |= Q(thread__kind=kind, thread__thing__in=find(groups))
    return wanted


def keeping(kind: str, thing: int) -> Keeping | None:
    """Who looks after the talk about a thing, whoever may see it."""
    return _keeps[kind]([thing]).get(thing) if kind in _keeps else None


def keepings(threads: Iterable[Thread]) -> dict[int, Keeping]:
    """The same for talks, by their ids; one question for each kind of thing."""
    return {
        thread.pk: kept
        for kind, its in _by_kind(threads).items()
        for kept_by in [_keeps[kind]([thread.thing for thread in its])]
        for thread in its
        if (kept := kept_by.get(thread.thing))
    }


def about(kind: str, thing: int, user: Somebody) -> About | None:
    """What a talk is about, for this reader (None is anybody); None when she may not see it."""
    return abouts([Thread(pk=0, kind=kind, thing=thing)], user).get(0)


def abouts(threads: Iterable[Thread], user: Somebody) -> dict[int, About]:
    """The same for talks, by their ids; what she may not see is left out. Two questions for each
    kind of thing."""
    found = {}
    for kind, its in _by_kind(threads).items():
        subject, things = known(kind), sorted({thread.thing for thread in its})
        if subject is None:
            continue
        seen, kept_by = subject.shown(things, user), _keeps[kind](things)
        for thread in its:
            shown, kept = seen.get(thread.thing), kept_by.get(thread.thing)
            if shown is not None and kept is not None:
                found[thread.pk] = About(
                    kind, thread.thing, subject.word, shown.title, shown.url, kept
                )
    return found


def _by_kind(threads: Iterable[Thread]) -> dict[str, list[Thread]]:
    found: dict[str, list[Thread]] = defaultdict(list)
    for thread in threads:
        if thread.kind in _keeps:
            found[thread.kind].append(thread)
    return found


def named(word: str, thing: int, user: Somebody) -> About | None:
    """The same, by the word that stands in an address."""
    subject = by_word(word)
    return about(subject.kind, thing, user) if subject else None


def mode_of(what: About, thread: Thread | None) -> Mode:
    """When what is written there is shown: the talk's own choice, its group's, or after a look."""
    if what.keeping.ended:
        return Mode.CLOSED
    if thread is not None:
        return Mode(thread.mode)
    return usual_mode(what.keeping.group)


def usual_mode(group: Group | None) -> Mode:
    """How a group has chosen to talk; a person looks first where nothing is chosen."""
    chosen = GroupTalk.objects.filter(group=group).first() if group is not None else None
    return Mode(chosen.mode) if chosen else Mode.BEFORE


@talked_of("matter")
def of_matters(things: Sequence[int]) -> Mapping[int, Keeping]:
    found = {}
    for matter in Matter.objects.filter(pk__in=things).with_parties():
        parties = (matter.holder, matter.asked, matter.lifted_to)
        known = {each.pk: each for each in parties if each is not None}
        ended = matter.merged_into_id is not None
        found[matter.pk] = Keeping(matter.steward, list(known.values()), ended)
    return found


@kept_by("matter")
def matters_of_groups(groups: Sequence[int]) -> QuerySet[Any, Any]:
    return Matter.objects.filter(steward__in=groups).order_by().values("pk")
