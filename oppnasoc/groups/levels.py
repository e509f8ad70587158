"""Who decides when somebody cannot: the way upward that a matter is escalated (R12)."""

from __future__ import annotations

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
