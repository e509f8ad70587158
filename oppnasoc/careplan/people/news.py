"""What a plan's page tells about its people: what changed by itself, what waits for a word."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import on_paper
from ..on_paper import papers_of
from ..opening import Opened, holds
from ..pieces import OPEN, Kind
from ..seats import ACTING_FOR, Agreement, Grant, Power, SeatKind
from . import death, growing
from .sight import LATELY, came_in, guardian_called, name_of


@dataclass(frozen=True)
class Told:
    """A sentence or two, with where to do something about it. ``tone`` as of a notice."""

    text: str
    url: str
    verb: str
    tone: str = "info"


def people_news(opened: Opened) -> list[Told]:
    """What is told to whoever has the plan open, the gravest first."""
    told: tuple[Callable[[Opened], list[Told]], ...]
    if opened.is_owner:
        told = (_death, _grown_up, _nobody_answers, _came_in, _said_for_her, _on_paper, _waits)
    elif opened.seat.kind == SeatKind.GUARDIAN:
        told = (_to_guardian, _on_paper)
    else:
        told = (_on_paper,) if opened.seat.kind in ACTING_FOR else ()
    return [each for tells in told for each in tells(opened)]


def _death(opened: Opened) -> list[Told]:
    url = reverse("plan_death", args=[opened.plan.pk])
    if opened.plan.frozen_at is not None:
        text = _("The plan is frozen. We were told that you have died. Is that wrong?")
        return [Told(text, url, _("Open my plan again"), "warning")]
    if death.reports(opened):
        text = _("Somebody has said that you have died. Is that wrong?")
        return [Told(text, url, _("Say that it is wrong"), "warning")]
    return []


def _grown_up(opened: Opened) -> list[Told]:
    plan, today = opened.plan, timezone.localdate(opened.at)
    if plan.grown_up_on is None or not growing.is_near(plan, today):
        return []
    if plan.grown_up_on > today:
        text = _(
            "You turn 18 soon. From that day on your guardians see nothing here, and you decide "
            "by yourself."
        )
    else:
        text = _("You are 18. Your guardians see nothing here any more. You decide by yourself.")
    url = reverse("plan_people", args=[plan.pk])
    return [Told(text, url, _("See who sees what"))]


def _nobody_answers(opened: Opened) -> list[Told]:
    rows = opened.plan.pieces.there().filter(kind=Kind.ACTION, doing__in=OPEN, seat__isnull=False)
    there = [piece.seat for piece in rows.select_related("seat") if piece.seat is not None]
    count = sum(not holds(seat, opened.plan, opened.at) for seat in there)
    if not count or opened.plan.frozen_at is not None:
        return []
    text = ngettext(
        "%(count)d thing has nobody responsible for it: somebody has left.",
        "%(count)d things have nobody responsible for them: somebody has left.",
        count,
    ) % {"count": count}
    url = reverse("plan_people", args=[opened.plan.pk])
    return [Told(text, url, _("See who is there"), "warning")]


def _came_in(opened: Opened) -> list[Told]:
    """Who has taken her place lately: whom she did not mean to let in she knows at once."""
    new = [(seat, said) for seat in opened.seats if (said := came_in(opened, seat))]
    if not new:
        return []
    if len(new) == 1:
        [(seat, text)] = new
        url = reverse("plan_person", args=[opened.plan.pk, seat.pk])
        return [Told(text, url, _("See what may be seen"))]
    text = ngettext(
        "%(count)d person has come in to your plan.",
        "%(count)d people have come in to your plan.",
        len(new),
    ) % {"count": len(new)}
    return [Told(text, reverse("plan_people", args=[opened.plan.pk]), _("See who is there"))]


def _said_for_her(opened: Opened) -> list[Told]:
    """Who has said yes for her lately, and to whom it is."""
    rows = Grant.objects.filter(seat__plan=opened.plan, excludes=False, withdrawn_at=None)
    lately = rows.filter(given_at__gt=opened.at - LATELY, until_at__gt=opened.at)
    found = lately.exclude(given_by=opened.plan.owner).values_list("given_by", "seat")
    whom: dict[uuid.UUID, set[uuid.UUID]] = {}
    for person, seat in found:
        whom.setdefault(person, set()).add(seat)
    by_person = {seat.person: seat for seat in opened.seats if seat.person in whom}
    told = []
    for person, giver in by_person.items():
        text = _("%(name)s has said yes for you. You can take it back.")
        several = whom[person]
        url = reverse("plan_people", args=[opened.plan.pk])
        if len(several) == 1:
            url = reverse("plan_person", args=[opened.plan.pk, *several])
        told.append(Told(text % {"name": name_of(opened, giver)}, url, _("See what may be seen")))
    return told


def _waits(opened: Opened) -> list[Told]:
    waiting = Grant.objects.filter(
        seat__plan=opened.plan, awaits__gt=0, withdrawn_at=None, until_at__gt=opened.at
    )
    found = []
    url = reverse("plan_people", args=[opened.plan.pk])
    if waiting.exists():
        text = _("A yes waits for the other guardian. Until then nothing is shown.")
        found.append(Told(text, url, _("See what waits")))
        found += _waits_for_paper(opened)
    decided = Power.objects.filter(seat__plan=opened.plan).values("seat")
    acting = opened.plan.seats.filter(kind__in=ACTING_FOR, ended_at=None)
    if acting.exclude(kind=SeatKind.GUARDIAN).exclude(pk__in=decided).exists():
        text = _("Somebody acts for you, but no decision is written down. Nothing is seen yet.")
        found.append(Told(text, url, _("Write what the decision says")))
    return found


def _on_paper(opened: Opened) -> list[Told]:
    """That somebody has lately written down what a guardian answered. Nobody invents another's yes
    unseen; whoever wrote it knows, and whose it is is asked whether it is right."""
    if opened.plan.grown_up_on is None:
        return []
    since = opened.at - LATELY
    answered = Agreement.objects.filter(grant__seat__plan=opened.plan, at__gt=since)
    rows = Grant.objects.filter(pk__in=answered.exclude(agrees=None).values("grant"))
    papers = [
        paper
        for grant in rows.filter(withdrawn_at=None)
        for paper in papers_of(grant, opened.key)
        if paper.at > since
        and not paper.over
        and paper.seat != opened.seat.pk
        and (paper.by != opened.seat.person or opened.is_owner)
    ]
    text = _("A guardian's answer on paper has been written down.")
    whose = {paper.seat for paper in papers}
    return [Told(text, _where(opened, pk), _("See it")) for pk in whose]


def _where(opened: Opened, guardian: uuid.UUID) -> str:
    """Where the answers of a guardian who has not come in are read and written."""
    if guardian in {seat.pk for seat in on_paper.absent(opened)}:
        return reverse("plan_on_paper", args=[opened.plan.pk, guardian])
    return reverse("plan_people", args=[opened.plan.pk])


def _to_guardian(opened: Opened) -> list[Told]:
    rows = Agreement.objects.filter(
        seat=opened.seat, grant__withdrawn_at=None, grant__until_at__gt=opened.at
    ).select_related("grant")
    url = reverse("plan_agreements", args=[opened.plan.pk])
    found = []
    if any(each.agrees is None for each in rows):
        found.append(Told(_("A question waits for your yes or no."), url, _("Answer")))
    if any(on_paper.paper_of(each.grant, opened.seat, opened.key) for each in rows):
        text = _("Somebody has written down an answer as yours. Is it right?")
        found.append(Told(text, url, _("See what stands there"), "warning"))
    return found + _waits_for_paper(opened)


def _waits_for_paper(opened: Opened) -> list[Told]:
    """Whose answer on paper would be enough: a guardian's who has not come in."""
    found = []
    for away in on_paper.absent(opened):
        if on_paper.waits_for(opened, away):
            text = _("A yes waits for %(name)s. An answer on paper is enough.")
            text %= {"name": guardian_called(opened, away)}
            found.append(Told(text, _where(opened, away.pk), _("Write down an answer")))
    return found
