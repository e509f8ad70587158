"""Who decides when somebody cannot: the way upward that a matter is escalated (R12)."""

from __future__ import annotations

from .models import Group, Party, Post, Unit


def last_level() -> Post | None:
    """The role above which nobody stands, chosen by the municipality; None until it is chosen."""
    return Post.objects.filter(decides_last=True).first()


def next_level(party: Party) -> Party | None:
    """The party that decides when ``party`` cannot; None when nobody stands above it.

    What is said on the party itself goes first, then a group's parent group and a unit's parent
    unit, then the role that decides last. One or two queries.
    """
    top = last_level()
    if top is not None and party.pk == top.pk:
        return None
    return party.decides_via or _above(party) or top


def _above(party: Party) -> Party | None:
    if party.kind == Party.Kind.GROUP:
        return Group.objects.filter(children=party.pk).first()
    if party.kind == Party.Kind.UNIT:
        return Unit.objects.filter(children=party.pk).first()
    return None
