"""What one can talk about: a thing that can be followed, and who keeps the talk about it kind.

A room above declares its own with ``talked_of``; matters are declared here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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


Keeps = Callable[[int], Keeping | None]

_keeps: dict[str, Keeps] = {}


def talked_of(kind: str) -> Callable[[Keeps], Keeps]:
    """Declare who looks after talk about things of a kind of ``following.subjects``; the function
    gets a key and gives None when there is no such thing. Raises ValueError when it is declared
    twice."""

    def declare(find: Keeps) -> Keeps:
        if kind in _keeps:
            raise ValueError(f"Talk about {kind} is declared twice.")
        _keeps[kind] = find
        return find

    return declare


def keeping(kind: str, thing: int) -> Keeping | None:
    """Who looks after the talk about a thing, whoever may see it."""
    return _keeps[kind](thing) if kind in _keeps else None


def about(kind: str, thing: int, user: Somebody) -> About | None:
    """What a talk is about, for this reader (None is anybody); None when she may not see it."""
    subject = known(kind)
    if subject is None or kind not in _keeps:
        return None
    seen = subject.shown([thing], user).get(thing)
    kept = keeping(kind, thing) if seen else None
    if seen is None or kept is None:
        return None
    return About(kind, thing, subject.word, seen.title, seen.url, kept)


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
def of_matters(thing: int) -> Keeping | None:
    matter = Matter.objects.filter(pk=thing).with_parties().first()
    if matter is None:
        return None
    parties = [matter.holder, matter.asked, matter.lifted_to]
    found = {each.pk: each for each in parties if each is not None}
    return Keeping(matter.steward, list(found.values()), matter.merged_into_id is not None)
