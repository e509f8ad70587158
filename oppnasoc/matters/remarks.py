"""What pages were changed because somebody said what was missing there (R9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.ui.kept import kept
from oppnasoc.ui.registry import panel
from oppnasoc.voices.models import Voice

from .models import Answer, Matter

MOST, ON_A_PAGE = 2000, 3


@dataclass(frozen=True)
class Remark:
    """Something that somebody noticed and that was put right."""

    title: str
    url: str
    on: date


@kept
def remarks() -> dict[str, list[Remark]]:
    """What was put right, by the path of the page, the latest first; read once a minute, so that
    no page costs a query of its own."""
    public = Matter.objects.published().filter(quick=True)
    answers = Answer.objects.filter(changed_page=True, corrected_by=None, matter__in=public)
    voices = {"matter__grounds__voice__visibility": Voice.Visibility.PUBLIC}
    rows = answers.filter(**voices).exclude(matter__grounds__voice__about="")
    rows = rows.order_by("-answered_on", "-pk").select_related("matter")
    rows = rows.annotate(path=F("matter__grounds__voice__about"))[:MOST]
    found: dict[str, list[Remark]] = defaultdict(list)
    for answer in rows:
        matter = answer.matter
        remark = Remark(matter.title, matter.get_absolute_url(), answer.answered_on)
        if remark not in found[path := vars(answer)["path"]]:
            found[path].append(remark)
    return dict(found)


@panel("ui.foot", order=10, queries=1)
def changed_here(request: HttpRequest, path: str) -> str:
    """What was put right on this page because somebody said so."""
    if not (found := remarks().get(path)):
        return ""
    context = {"remarks": found[:ON_A_PAGE]}
    return render_to_string("matters/_remarks.html", context, request)
