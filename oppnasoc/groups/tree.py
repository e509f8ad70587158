"""The tree (trädet): which group stands under which, and what each has going, in words.

Pure functions over groups that are already fetched; nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.sorting import sort_key
from oppnasoc.ui.parts import Node
from oppnasoc.ui.templatetags.ui import shortday

from .models import Group, Party

Status = Group.Status


def by_name(party: Party) -> str:
    """The key that puts parties in Swedish order."""
    return sort_key(party.name)


def tone(group: Group) -> str:
    """The colour of a group's chip, as ``{% chip %}`` knows it."""
    if group.status == Status.DORMANT:
        return "wait"
    if group.status == Status.CLOSED:
        return "rest"
    return "go" if group.is_open else "kept"


def since_month(group: Group) -> str:
    """The month since when a group has its status: 'maj', or 'maj 2024' of another year."""
    this_year = group.status_since.year == timezone.localdate().year
    return date_format(group.status_since, "F" if this_year else "F Y")


def status_words(group: Group) -> str:
    """A group's status in a few words: 'öppen', 'vilande sedan maj', 'avslutad i maj 2024'."""
    month = since_month(group)
    if group.status == Status.DORMANT:
        return _("resting since %(month)s") % {"month": month}
    if group.status == Status.CLOSED:
        return _("closed in %(month)s") % {"month": month}
    return _("open to all") if group.is_open else _("fixed seats")


def going_on(matters: int, meeting: Any) -> str:
    """What a group has going, in one line: '9 frågor · nästa möte 30 november'."""
    parts = []
    if matters:
        parts.append(ngettext("%(n)d matter", "%(n)d matters", matters) % {"n": matters})
    if meeting is not None:
        parts.append(_("next meeting %(day)s") % {"day": shortday(meeting.held_on)})
    return " · ".join(parts)


def ancestors(parent_id: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The ids from a parent up to the root, each once; ``parents`` maps ids to parents' ids."""
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        yield parent_id
        seen.add(parent_id)
        parent_id = parents.get(parent_id)


def grow(
    groups: Iterable[Group],
    *,
    parents: Mapping[int, int | None],
    matters: Mapping[int, int],
    meetings: Mapping[int, Any],
) -> list[Node]:
    """The groups as a tree of nodes, in Swedish order on each level.

    ``matters`` gives the number of open matters and ``meetings`` the next meeting, by group id.
    ``parents`` maps every group's id to its parent's: a group whose parent is not among
    ``groups`` hangs on the nearest ancestor that is, so that a filtered tree keeps its shape.
    """
    here = {group.pk: group for group in sorted(groups, key=by_name)}
    under: dict[int | None, list[Group]] = {}
    for group in here.values():
        above = (pk for pk in ancestors(group.parent_id, parents) if pk in here)
        under.setdefault(next(above, None), []).append(group)

    def node(group: Group) -> Node:
        rests = group.status != Status.ACTIVE
        return Node(
            name=group.name,
            url=group.get_absolute_url(),
            summary=_("Why: %(reason)s") % {"reason": group.status_reason}
            if rests
            else group.summary,
            tone=tone(group),
            status=status_words(group),
            meta=going_on(matters.get(group.pk, 0), meetings.get(group.pk)),
            children=[node(child) for child in under.get(group.pk, [])],
        )

    return [node(group) for group in under.get(None, [])]


def would_circle(group_id: int, parent_id: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether hanging a group under ``parent_id`` would make it its own ancestor."""
    return group_id in ancestors(parent_id, parents)
