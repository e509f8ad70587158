"""What others have solved, shown beside a matter of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.matters.models import Matter
from oppnasoc.ui.registry import panel

from .alike import with_any
from .models import Nearness


@panel("matters.matter", order=60, queries=1)
def solved_elsewhere(request: HttpRequest, matter: Matter) -> str:
    """'Har någon annan kommun löst det här?' No query where nobody has."""
    if matter.pk not in with_any() or matter.merged_into_id is not None:
        return ""
    rows = Nearness.objects.filter(matter=matter, borrowed__installation__subscribed=True)
    near = [
        (each.borrowed, Matter.Status(each.borrowed.stage).label)
        for each in rows.select_related("borrowed__installation").order_by("-score", "pk")
    ]
    if not near:
        return ""
    return render_to_string("comparison/_solved.html", {"near": near}, request)
