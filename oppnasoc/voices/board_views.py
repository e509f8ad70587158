"""The noticeboard on the web and on paper, for anybody: it holds only what anybody may read."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Group, Place
from oppnasoc.ui import paper

from . import noticeboard
from .noticeboard import Board

EARLIEST = date(2000, 1, 1)


def asked_day(request: HttpRequest) -> date:
    """``?dag=2026-03-12``, otherwise today. Raises Http404 for what is no day that has begun."""
    today = timezone.localdate()
    given = request.GET.get("dag")
    if given is None:
        return today
    try:
        on = date.fromisoformat(given)
    except ValueError as error:
        raise Http404 from error
    if not EARLIEST <= on <= today:
        raise Http404
    return on


def asked_board(request: HttpRequest, slug: str, place: int) -> Board:
    """The board of a group, or of a place where people meet."""
    on = asked_day(request)
    if slug:
        return noticeboard.of_group(get_object_or_404(Group, slug=slug), on)
    return noticeboard.of_place(get_object_or_404(Place, pk=place), on)


@require_safe
def board(request: HttpRequest, slug: str = "", pk: int = 0) -> HttpResponse:
    """``/anslag/brukargruppen/?dag=2026-03-12``: how things stood that day, as a page."""
    found = asked_board(request, slug, pk)
    context = {"board": found, "is_today": found.on == timezone.localdate()}
    return render(request, "voices/noticeboard.html", context)


@require_safe
def board_pdf(request: HttpRequest, slug: str = "", pk: int = 0) -> HttpResponse:
    """The same sheet on one A4, or with ``?papper=a3`` on one A3."""
    found = asked_board(request, slug, pk)
    size = request.GET.get("papper", "a4")
    if size not in noticeboard.PAPERS:
        raise Http404
    name = f"{_('noticeboard')}-{slugify(found.name)}-{found.on.isoformat()}"
    instead = f"{found.url}?dag={found.on.isoformat()}"
    return paper.send(request, lambda: noticeboard.pdf(found, size), name=name, instead=instead)
