"""What matters show on other pages: a group's matters, what lies with a party, what became."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaks_filter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.trail.actions import Line
from oppnasoc.trail.kinds import link
from oppnasoc.ui.registry import panel, tells
from oppnasoc.voices.actions import moment

from . import sentences
from .models import Ground, Matter, Step

ON_A_PANEL = 6


def _list(request: HttpRequest, heading: str, found: QuerySet[Matter], more: str) -> str:
    listed = [sentences.row(matter) for matter in found[: ON_A_PANEL + 1]]
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
    found = Matter.objects.visible_to(request.user).with_parties().filter(steward=group)
    return _list(request, _("What we see through"), found, reverse("matters"))


@panel("groups.party", order=20, queries=1)
def lies_with(request: HttpRequest, party: Party) -> str:
    """What lies with a unit, a post or an organisation now."""
    found = Matter.objects.visible_to(request.user).with_parties().open().filter(holder_id=party.pk)
    more = f"{reverse('matters')}?hos={party.pk}"
    return _list(request, _("Lies here now"), found.order_by("next_on", "id"), more)


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


@tells("voices.becomes")
def becomes(ids: list[int]) -> dict[int, list[SafeString]]:
    """What each voice became: its matters, each with where it lies and the latest answer with its
    reason, as safe HTML."""
    grounds = (
        Ground.objects.filter(voice__in=ids, matter__visibility=Matter.Visibility.PUBLIC)
        .select_related("matter__holder", "matter__steward")
        .prefetch_related("matter__answers")
    )
    found: dict[int, list[SafeString]] = defaultdict(list)
    for ground in grounds:
        answers = list(ground.matter.answers.all())
        now = sentences.where_it_lies(ground.matter, answers[0] if answers else None)
        html = format_html("<h3>{}</h3><p>{}</p>", link(ground.matter), now)
        if answers:
            said = linebreaks_filter(
                "\n\n".join(t for t in (answers[0].text, answers[0].reason) if t)
            )
            html = format_html("{}<blockquote>{}</blockquote>", html, said)
        found[ground.voice_id].append(html)
    return dict(found)
