"""What stands on the page of a matter or a process: how others do it, and the way to tell."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from oppnasoc.following.subjects import known
from oppnasoc.matters.models import Matter
from oppnasoc.ui.html import fill, fill_each
from oppnasoc.ui.kept import kept
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel

from .models import Elsewhere

ON_A_PANEL = 3
PANEL = '<section id="sa-gor-andra"><h2>{}</h2>{}<p><a class="link" href="{}">{}</a></p></section>'
ROWS = '<ul class="list" role="list">{}</ul>'
ROW = '<li><h3><a href="{}">{}</a></h3><p>{}</p><p class="meta">{}</p></li>'


@kept
def beside() -> frozenset[tuple[str, int]]:
    """What has notes, as kind and key; one query once a minute."""
    found = Elsewhere.objects.published().order_by().values_list("kind", "thing")
    return frozenset(found.distinct())


@prepared
def notes_beside(kind: str, thing: int) -> QuerySet[Elsewhere]:
    return Elsewhere.objects.published().filter(kind=kind, thing=thing)[: ON_A_PANEL + 1]


def section(kind: str, thing: int) -> str:
    """The latest notes; asks the database only where there are some."""
    found = notes_beside(kind=kind, thing=thing) if (kind, thing) in beside() else []
    subject = known(kind)
    if subject is None:
        return ""
    tell = reverse("elsewhere_new", args=[subject.word, thing])
    if not found:
        text = _("Do you know how others do it? Tell us")
        return fill('<p id="sa-gor-andra"><a class="link" href="{}">{}</a></p>', tell, text)
    rows = fill_each("", ROW, (row(note) for note in found[:ON_A_PANEL]))
    drawn = fill(ROWS, rows)
    if len(found) > ON_A_PANEL:
        every = f"{reverse('elsewheres')}?om={subject.word}-{thing}"
        drawn += fill('<p><a class="link" href="{}">{}</a></p>', every, _("Read all of them"))
    return fill(PANEL, _("How others do it"), drawn, tell, _("Tell how others do it"))


def row(note: Elsewhere) -> tuple[str, str, str, str]:
    when = _("How it was in %(year)d.") % {"year": note.true_on.year}
    if note.is_old:
        when = f"{when} {_('It is more than two years ago.')}"
    return note.get_absolute_url(), note.who, Truncator(note.does).chars(200), when


@panel("matters.matter", order=27, queries=1)
def beside_a_matter(request: HttpRequest, matter: Matter) -> str:
    return section("matter", matter.pk)


@panel("guide.process", order=40, queries=2)
def beside_a_process(request: HttpRequest, process: Any) -> str:
    return section("process", process.pk)
