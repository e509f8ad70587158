"""A key figure beside a matter, where an editor has put it there."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest
from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.ui.html import fill, fill_each
from oppnasoc.ui.kept import kept
from oppnasoc.ui.registry import panel

from .models import BesideFigure

PANEL = '<section id="siffror"><h2>{}</h2><ul class="list" role="list">{}</ul></section>'


@kept
def figures_beside() -> dict[tuple[str, int], list[tuple[str, str]]]:
    """(address, title) by kind and key; one query once a minute."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    rows = BesideFigure.objects.filter(figure__shown=True).select_related("figure")
    for row in rows.order_by("figure__position", "figure__title"):
        url = row.figure.get_absolute_url()
        found[row.kind, row.thing].append((url, row.figure.title))
    return dict(found)


@panel("matters.matter", order=28, queries=0)
def beside_a_matter(request: HttpRequest, matter: Matter) -> str:
    found = figures_beside().get(("matter", matter.pk))
    if not found:
        return ""
    rows = fill_each("", '<li><h3><a href="{}">{}</a></h3></li>', found)
    return fill(PANEL, _("Figures that belong here"), rows)
