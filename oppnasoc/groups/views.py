"""The tree of groups and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oppnasoc.people.rights import may
from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.parts import Node
from oppnasoc.ui.registry import told

from . import notices, tree
from .answers import PRACTICAL, TOLD, answers, joined
from .models import Group, Membership, Organisation, Theme
from .seats import LEADS

SHOWN_ENTRIES = 20  # the latest of a group's history

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
    context = {
        "nodes": grow(closed=False),
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
    found = get_object_or_404(Group.objects.with_surroundings(), slug=slug)
    by = visitor(request)
    may_edit = may(by, "groups.edit_group", found)
    seats = Membership.objects.current().filter(party=found.pk, user__is_active=True)
    members = list(seats.values_list("role", "user__name"))
    organisations = sorted(Organisation.objects.filter(groups=found), key=tree.by_name)
    missions = list(found.missions.all())
    approved = [m for m in missions if m.approved_on is not None]
    newest = approved[0] if approved else None
    entries = Entry.objects.about(found).filter(kind__in=notices.HISTORY)
    context = {
        "group": found,
        "rests": found.status != Status.ACTIVE,
        "tone": tree.tone(found),
        "status": tree.status_words(found),
        "month": tree.since_month(found),
        "practical": answers(found, PRACTICAL, invite=may_edit),
        "answers": answers(found, TOLD, invite=may_edit, seated=bool(members or organisations)),
        "children": sorted(found.children.exclude(status=Status.CLOSED), key=tree.by_name),
        "organisations": organisations,
        "people": len(members),
        "leaders": joined([name for role, name in members if role in LEADS and name]),
        "mission": newest,
        "proposals": [m for m in missions if newest is None or m.version > newest.version],
        "older": approved[1:],
        "log": lines(
            entries[:SHOWN_ENTRIES], known={"groups.Group": [found.parent] if found.parent else []}
        ),
        "may_edit": may_edit,
        "may_move": may(by, "groups.edit_tree"),
    }
    return render(request, "groups/group.html", context)
