"""What matters show on other pages: a group's matters, what lies with a party, what became."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.groups.rules import acts_for
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Line
from oppnasoc.ui.days import today
from oppnasoc.ui.registry import panel, tells
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Inquiry, Voice

from . import better, feedback, judging, sentences
from . import noticeboard as noticeboard  # What it tells is declared there.
from . import remarks as remarks
from .models import Answer, Ground, Matter, Step
from .overdue import overdue

ON_A_PANEL = 6


def _list(
    request: HttpRequest,
    heading: str,
    found: QuerySet[Matter],
    more: str,
    on_page_of: int | None = None,
) -> str:
    listed = [sentences.row(m, on_page_of=on_page_of) for m in found[: ON_A_PANEL + 1]]
    if not listed:
        return ""
    context = {
        "heading": heading,
        "rows": listed[:ON_A_PANEL],
        "more": more if len(listed) > ON_A_PANEL else "",
    }
    return render_to_string("matters/_panel.html", context, request)


@panel("groups.group", order=20, queries=1)
def of_the_group(request: HttpRequest, group: Group) -> str:
    """What the group sees through, the latest changed first."""
    found = Matter.objects.visible_to(request.user).with_parties()
    found = found.filter(steward=group, quick=False)
    more = f"{reverse('matters')}?lotsas={group.pk}"
    return _list(request, _("What we see through"), found, more, group.pk)


@panel("voices.inquiry", order=10, queries=1)
def grew_from_answers(request: HttpRequest, inquiry: Inquiry) -> str:
    """The matters that stand on what people answered."""
    found = Matter.objects.visible_to(request.user).with_parties()
    found = found.filter(grounds__voice__inquiry=inquiry, merged_into=None).distinct()
    more = reverse("matters")
    return _list(request, _("What we took on from the answers"), found.order_by("pk"), more)


FEW = 3  # fewer judgements say more about persons than about what got better


@panel("groups.group", order=22, queries=4)
def word_for_those_who_asked(request: HttpRequest, group: Group) -> str:
    """How many wait for word from the group, and whether it got better what it saw through."""
    mine = {"matter__steward": group, "matter__visibility": Matter.Visibility.PUBLIC}
    waiting = feedback.owed().filter(**mine).exclude(voice__tell_by=Voice.TellBy.CODE)
    counted = waiting.order_by().aggregate(
        count=Count("pk"), late=Count("pk", filter=overdue().grounds)
    )
    thoughts = judging.of_today().filter(
        ground__matter__steward=group, ground__matter__visibility=Matter.Visibility.PUBLIC
    )
    of = judging.figure(thoughts.order_by().values_list("better", flat=True))
    context = {
        "waiting": counted["count"],
        "late": counted["late"],
        "better": better.drawn(of) if of.total >= FEW else "",
        "may_tell": may(request.user, "groups.edit_group", group),
    }
    if not context["waiting"] and not context["better"]:
        return ""
    return render_to_string("matters/_word_panel.html", context, request)


@panel("groups.party", order=20, queries=1)
def lies_with(request: HttpRequest, party: Party) -> str:
    """What lies with a unit, a post or an organisation now."""
    found = Matter.objects.visible_to(request.user).with_parties().open().filter(holder_id=party.pk)
    more = f"{reverse('matters')}?hos={party.pk}"
    return _list(request, _("Lies here now"), found.order_by("next_on", "id"), more)


@panel("groups.party", order=5, queries=1)
def told_through_them(request: HttpRequest, party: Party) -> str:
    """For those who speak for an organisation: how many of its own people wait for word."""
    if party.kind != Party.Kind.ORGANISATION or not acts_for(request.user, party):
        return ""
    through = {"voice__tell_by": Voice.TellBy.ORGANISATION, "voice__organisation": party.pk}
    if not (count := feedback.owed().filter(**through).order_by().count()):
        return ""
    context = {"count": count, "organisation": party}
    return render_to_string("matters/_through_panel.html", context, request)


@tells("groups.matters_count")
def matters_count(ids: list[int]) -> dict[int, int]:
    """How many open matters each group sees through."""
    counted = (
        Matter.objects.published()
        .open()
        .filter(steward__in=ids)
        .order_by()
        .values_list("steward")
        .annotate(Count("pk"))
    )
    return dict(counted)


@tells("groups.led_to")
def led_to(ids: list[int]) -> dict[int, list[Line]]:
    """What each group has led to: the changes in daily use that it saw through, with the day."""
    steps = Step.objects.filter(
        status=Matter.Status.IN_USE,
        matter__steward__in=ids,
        matter__status__in=Matter.CHANGED,
        matter__visibility=Matter.Visibility.PUBLIC,
    ).select_related("matter")
    found: dict[int, dict[int, Line]] = defaultdict(dict)
    for step in steps.order_by("taken_on", "id"):
        story = reverse("story", args=[step.matter_id])
        text = format_html('<a href="{}">{}</a> {}', story, step.matter, step.text)
        at = moment(step.taken_on)
        found[step.matter.steward_id or 0][step.matter_id] = Line(at, text, "matters.advanced")
    return {pk: list(lines.values()) for pk, lines in found.items()}


@tells("voices.carries")
def carries(ids: list[int]) -> dict[int, int]:
    """How many matters stand on each voice, shown or not."""
    grounds = Ground.objects.filter(voice__in=ids).order_by().values_list("voice")
    return dict(grounds.annotate(Count("pk")))


@dataclass(frozen=True)
class Answered:
    """A quick question with its kept answer, as the door offers it."""

    question: str
    text: str
    url: str


@tells("matters.answered")
def answered(matters: list[int]) -> dict[int, Answered]:
    """The answers that are kept to those of these that are quick questions; one query."""
    if not matters:
        return {}
    kept = Answer.objects.filter(matter__in=matters, matter__quick=True, corrected_by=None)
    kept = kept.filter(verdict=Answer.QUICK, matter__status=Matter.Status.CLOSED)
    kept = kept.exclude(review_on__lte=today()).select_related("matter").order_by("pk")
    return {
        each.matter_id: Answered(each.matter.title, each.text, each.matter.get_absolute_url())
        for each in kept
    }
