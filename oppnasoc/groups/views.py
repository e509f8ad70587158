"""The tree of groups and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oppnasoc.language.compare import changed, words
from oppnasoc.people.rights import may
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.parts import Node
from oppnasoc.ui.registry import told

from . import history, places, tree, tying
from .answers import PRACTICAL, TOLD, answers
from .levels import above, last_level
from .models import Group, Membership, Organisation, Theme

LED_TO = 3  # of what a group has led to, on its own page

Status = Group.Status


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """``/grupper/?tema=vagen-in``: the tree as picture and list, with what each has going."""
    every = list(Group.objects.with_surroundings())
    themes = list(Theme.objects.filter(groups__isnull=False).distinct())
    theme = next((t for t in themes if t.slug == request.GET.get("tema")), None)
    shown = [g for g in every if theme is None or g.theme_id == theme.pk]
    ids = [g.pk for g in shown]
    matters, meetings = told("groups.matters_count", ids), told("groups.next_meeting", ids)
    parents = {g.pk: g.parent_id for g in every}

    def grow(*, closed: bool) -> list[Node]:
        chosen = [g for g in shown if (g.status == Status.CLOSED) is closed]
        return tree.grow(chosen, parents=parents, matters=matters, meetings=meetings)

    active = [g for g in shown if g.status == Status.ACTIVE]
    ties = tying.between(g for g in shown if g.status != Status.CLOSED)
    context = {
        "nodes": grow(closed=False),
        "ties": [(a.get_absolute_url(), b.get_absolute_url()) for a, b, _said in ties],
        "said": [said for _a, _b, said in ties],
        "closed": grow(closed=True),
        "active": len(active),
        "open_to_all": sum(1 for g in active if g.is_open),
        "themes": themes,
        "theme": theme,
        "may_add": may(visitor(request), "groups.edit_tree"),
    }
    return render(request, "groups/groups.html", context)


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group's page: why, who, how, where, when, what becomes of it, and whom to ask."""
    near = Group.objects.select_related("parent", "theme", "place", "decides_via")
    found = get_object_or_404(near, slug=slug)
    by = visitor(request)
    may_edit = may(by, "groups.edit_group", found)
    members = list(
        Membership.objects.current()
        .filter(party=found.pk, user__is_active=True)
        .select_related("user", "represents")
    )
    organisations = sorted(Organisation.objects.filter(groups=found), key=tree.by_name)
    missions = list(found.missions.select_related("approved_as"))
    approved = [m for m in missions if m.approved_on is not None]
    newest = approved[0] if approved else None
    proposals = [m for m in missions if newest is None or m.version > newest.version]
    works = found.status == Status.ACTIVE
    context = {
        "group": found,
        "rests": not works,
        "tone": tree.tone(found),
        "status": tree.status_words(found),
        "month": tree.since_month(found),
        "practical": answers(found, PRACTICAL, invite=may_edit),
        "answers": answers(found, TOLD, invite=may_edit, seated=bool(members or organisations)),
        "children": sorted(found.children.exclude(status=Status.CLOSED), key=tree.by_name),
        "organisations": organisations,
        "seated": places.of(found, members),
        "ties": tying.of(found),
        "above": above(found, found.parent, last_level()),
        "led_to": history.led_to(found)[:LED_TO],
        "mission": newest,
        "proposals": proposals,
        "older": approved[1:],
        "may_edit": may_edit,
        "may_move": may(by, "groups.edit_tree"),
    }
    return render(request, "groups/group.html", context)


@require_safe
def group_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What a group has been through and what it has led to."""
    found = get_object_or_404(Group.objects.with_surroundings(), slug=slug)
    context = {
        "group": found,
        "led_to": history.led_to(found),
        "met": history.met(found),
        "log": history.of(found),
    }
    return render(request, "groups/history.html", context)


@require_safe
def mission(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version of a mission description, and what it changes from the one before."""
    found = get_object_or_404(Group, slug=slug)
    versions = list(found.missions.select_related("approved_as"))
    shown = next((m for m in versions if m.version == version), None)
    if shown is None:
        raise Http404
    earlier = [m for m in versions if m.version < version]
    # A proposal is held against what holds now, not against the proposal before it.
    before = next((m for m in earlier if m.approved_on), earlier[0] if earlier else None)
    pieces = words(before.text, shown.text) if before else []
    by = visitor(request)
    context = {
        "group": found,
        "mission": shown,
        "before": before,
        "pieces": pieces if changed(pieces) else [],
        "versions": versions,
        "holds": next((m for m in versions if m.approved_on), None),
        "may_approve": shown.approved_on is None and may(by, "groups.approve_mission", found),
    }
    return render(request, "groups/mission.html", context)
