"""``/vem-gor-vad/``: every unit, its roles, how one reaches it, what it does, what lies there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Post, Unit
from oppnasoc.groups.tree import by_name
from oppnasoc.matters.models import Matter

from .panels import Does, by_party


@dataclass
class Part:
    """A unit in the tree: its roles, the units under it, what it does and how much lies there."""

    unit: Unit
    posts: list[Post]
    does: Does
    lies_here: int
    parts: list[Part] = field(default_factory=list)


@require_safe
def who_does_what(request: HttpRequest) -> HttpResponse:
    """Three queries and what is kept, however many units there are."""
    units = sorted(Unit.objects.select_related("place"), key=by_name)
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in sorted(Post.objects.select_related("held_by"), key=by_name):
        posts[post.unit_id].append(post)
    open_now = Matter.objects.published().open().filter(merged_into=None).order_by()
    lies = Counter(dict(open_now.values_list("holder").annotate(Count("pk"))))
    under: dict[int | None, list[Unit]] = defaultdict(list)
    keys = {unit.pk for unit in units}
    for unit in units:
        under[unit.parent_id if unit.parent_id in keys else None].append(unit)
    does = by_party()

    def grow(above: int | None, passed: frozenset[int]) -> list[Part]:
        return [
            Part(
                unit,
                posts[unit.pk],
                together(does, unit, posts[unit.pk]),
                lies[unit.pk] + sum(lies[post.pk] for post in posts[unit.pk]),
                grow(unit.pk, passed | {unit.pk}),
            )
            for unit in under[above]
            if unit.pk not in passed
        ]

    return render(request, "guide/who.html", {"parts": grow(None, frozenset())})


def together(does: Mapping[int, Does], unit: Unit, posts: list[Post]) -> Does:
    """What a unit and its roles do, each thing once."""
    found = Does()
    for key in (unit.pk, *(post.pk for post in posts)):
        its = does.get(key, Does())
        for mine, theirs in (
            (found.answers_for, its.answers_for),
            (found.takes_part_in, its.takes_part_in),
            (found.helps, its.helps),
        ):
            mine += [each for each in theirs if each not in mine]
    found.takes_part_in = [e for e in found.takes_part_in if e not in found.answers_for]
    return found
