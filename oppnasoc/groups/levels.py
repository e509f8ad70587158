"""Who decides when somebody cannot: the way upward that a matter is escalated (R12)."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Group, Party, Post, Unit


def last_level() -> Post | None:
    """The role above which nobody stands, chosen by the municipality; None until it is chosen."""
    return Post.objects.filter(decides_last=True).first()


def above(party: Party, parent: Party | None, top: Post | None) -> Party | None:
    """The party that decides when ``party`` cannot, when what stands above it is known already.

    What is said on the party itself goes first, then the group or unit that it is a part of, then
    ``top``, the role that decides last. No query when ``decides_via`` is read.
    """
    if top is not None and party.pk == top.pk:
        return None
    return party.decides_via or parent or top


def next_level(party: Party) -> Party | None:
    """The party that decides when ``party`` cannot; None when nobody stands above it.

    Two or three queries.
    """
    return above(party, None if party.decides_via_id else _parent(party), last_level())


def _parent(party: Party) -> Party | None:
    if party.kind == Party.Kind.GROUP:
        return Group.objects.filter(children=party.pk).first()
    if party.kind == Party.Kind.UNIT:
        return Unit.objects.filter(children=party.pk).first()
    return None


@dataclass(frozen=True)
class Ladder:
    """The ways upward of every party, read at once: from any of them to a manager."""

    up: dict[int, int | None]
    #: The posts of each unit that somebody holds, and every post.
    held: dict[int, list[int]]
    posts: dict[int, bool]
    top: int | None

    def manager(self, party: int) -> int | None:
        """The post that has to see to it when the party does not: the head of the unit, else the
        first post above that somebody holds, in the end the one that decides last. None when the
        municipality has chosen nobody, or when it lies there already."""
        if found := self._head(party):
            return found
        passed, step = {party}, self.up.get(party) or self.top
        while step is not None and step not in passed:
            if self.posts.get(step):
                return step
            if found := self._head(step):
                return found
            passed.add(step)
            step = self.up.get(step) or self.top
        return self.top if self.top != party else None

    def all_above(self, party: int) -> list[int]:
        """Everybody that decides when a party cannot, however far up, the nearest first."""
        found: list[int] = []
        step = self.up.get(party) or self.top
        while step is not None and step not in found and step != party:
            found.append(step)
            step = self.up.get(step) or self.top
        return found

    def _head(self, unit: int) -> int | None:
        """The role at the head of a unit: the one that decides for it, else the first one."""
        heads = self.held.get(unit, [])
        above = self.up.get(unit)
        return above if above in heads else next(iter(heads), None)


def ladder() -> Ladder:
    """Every way upward; four queries."""
    up: dict[int, int | None] = dict(Party.objects.order_by().values_list("pk", "decides_via"))
    for model in (Group, Unit):
        for pk, parent in model._default_manager.order_by().values_list("pk", "parent"):
            up[pk] = up.get(pk) or parent
    held: dict[int, list[int]] = {}
    posts: dict[int, bool] = {}
    top = None
    rows = Post.objects.order_by("pk").values_list(
        "pk", "unit", "held_by__is_active", "decides_last"
    )
    for pk, unit, somebody, last in rows:
        posts[pk] = bool(somebody)
        if somebody:
            held.setdefault(unit, []).append(pk)
        if last:
            top = pk
    return Ladder(up, held, posts, top)
