"""How groups hang together: made and undone by those who lead one of them (R3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Stale, record
from oppnasoc.trail.kinds import link

from .models import Group, Tie

Kind = Tie.Kind

#: What a form offers, seen from the group that one stands at: kind, and whether it is the other
#: group that reports or gets assignments.
CHOICES = {
    "reports": (Kind.REPORTS, False),
    "hears": (Kind.REPORTS, True),
    "assigned": (Kind.ASSIGNED, False),
    "assigns": (Kind.ASSIGNED, True),
    "overlaps": (Kind.OVERLAPS, False),
}


def _require(source: Group, target: Group, by: User | None) -> None:
    if not any(may(by, "groups.edit_group", group) for group in (source, target)):
        raise PermissionDenied("groups.edit_group")


@transaction.atomic
def tie(source: Group, kind: str, target: Group, *, why: str = "", by: User | None) -> Tie:
    """Say that ``source`` reports to, gets assignments from or overlaps with ``target``.

    Raises PermissionDenied, and ValidationError for a group with itself, for what is said
    already, and for an overlap without the sentence that says why.
    """
    _require(source, target, by)
    why = why.strip()
    if source.pk == target.pk:
        raise ValidationError({"other": _("Choose another group than this one.")})
    if kind == Kind.OVERLAPS:
        if not why:
            raise ValidationError({"why": _("Say in a sentence what both groups work with.")})
        source, target = sorted((source, target), key=lambda group: group.pk)
    try:
        with transaction.atomic():
            made = Tie.objects.create(source=source, kind=Kind(kind), target=target, why=why)
    except IntegrityError:
        raise ValidationError(_("It is said already.")) from None
    _record("groups.tied", made, by)
    return made


@transaction.atomic
def untie(tied: Tie, *, by: User | None) -> None:
    """Say that it is so no longer. Raises PermissionDenied, and Stale when it is gone already."""
    _require(tied.source, tied.target, by)
    if not Tie.objects.filter(pk=tied.pk).delete()[0]:
        raise Stale("The tie is gone.")
    _record("groups.untied", tied, by)


def _record(code: str, tied: Tie, by: User | None) -> None:
    """Both groups tell it as their history, each from its own side."""
    record(code, tied.source, by=by, other=tied.target, kind=tied.kind, outward=True)
    record(code, tied.target, by=by, other=tied.source, kind=tied.kind, outward=False)


@dataclass(frozen=True)
class Said:
    """A tie from one group's side: the sentence as safe HTML, the other group, why."""

    tie: Tie
    sentence: SafeString
    other: Group
    why: str


def sentence(kind: str | None, other: Group | None, *, outward: bool) -> SafeString:
    """A tie in words, as the page of one of the groups says it."""
    words = {
        (Kind.REPORTS, True): _("We report to {}."),
        (Kind.REPORTS, False): _("{} reports to us."),
        (Kind.ASSIGNED, True): _("We get assignments from {}."),
        (Kind.ASSIGNED, False): _("We give assignments to {}."),
        (Kind.OVERLAPS, True): _("We work with the same things as {}."),
        (Kind.OVERLAPS, False): _("We work with the same things as {}."),
    }
    said = words.get((Kind(kind), outward)) if kind in Kind.values else None
    return format_html(said or "{}", link(other))


def of(group: Group) -> list[Said]:
    """Everything that a group hangs together with beside the tree; one query."""
    ties = Tie.objects.filter(Q(source=group.pk) | Q(target=group.pk))
    found = []
    for each in ties.select_related("source", "target"):
        outward = each.source_id == group.pk
        other = each.target if outward else each.source
        if other.status != Group.Status.CLOSED:
            found.append(Said(each, sentence(each.kind, other, outward=outward), other, each.why))
    order = list(Kind)
    return sorted(found, key=lambda said: order.index(Kind(said.tie.kind)))


def between(groups: Iterable[Group]) -> list[tuple[Group, Group, SafeString]]:
    """The ties between these groups, with each said as a sentence about both; one query."""
    here = {group.pk: group for group in groups}
    words = {
        Kind.REPORTS: _("{} reports to {}."),
        Kind.ASSIGNED: _("{} gets assignments from {}."),
        Kind.OVERLAPS: _("{} and {} work with the same things."),
    }
    found = []
    for each in Tie.objects.all():
        source, target = here.get(each.source_id), here.get(each.target_id)
        if source and target:
            said = format_html(words[Kind(each.kind)], link(source), link(target))
            if each.why:
                said = format_html('{} <span class="meta">{}</span>', said, each.why)
            found.append((source, target, said))
    return found
