"""``/oppna-data/`` and ``/datasets/dcat``: the page, the tables, the calendars, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.groups import published as groups
from oppnasoc.groups.models import Party
from oppnasoc.meetings import published as meetings
from oppnasoc.meetings.models import Meeting
from oppnasoc.ui.context import municipality

from .addresses import LICENCE
from .datasets import FORMATS, datasets
from .describing import described
from .models import Exhibit
from .serving import BadQuestion, json_answer, last_modified, open_data, standing
from .tables import TABLES, stream

MIME = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
SINCE = timedelta(days=370)  # how far back a calendar goes
LONGEST_SLUG = 120


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The page for people: what there is, in which forms, and what one may do with it."""
    context: dict[str, Any] = {
        "datasets": datasets(),
        "licence": LICENCE,
        "example": f"{settings.SITE_URL}{reverse('open_table', args=['fragor', 'json'])}",
    }
    return render(request, "opendata/about.html", context)


@open_data
def table(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """``/oppna-data/fragor.csv``: all rows, streamed."""
    if name not in TABLES:
        raise Http404
    found = TABLES[name]
    mark, changed = standing(*found.kinds)
    answer = StreamingHttpResponse(_whole(stream(found, form)), content_type=MIME[form])
    answer["ETag"] = f'"{mark}-{form}"'
    if form == "csv":
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return last_modified(answer, changed)


def _whole(pieces: Iterable[bytes], size: int = 64 * 1024) -> Iterable[bytes]:
    """The same in pieces that are worth sending."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) >= size:
            yield bytes(kept)
            kept.clear()
    yield bytes(kept)


@open_data
def calendars(request: HttpRequest, group: str = "") -> HttpResponseBase:
    """``/oppna-data/moten.ics`` and ``/oppna-data/moten/fyren.ics``: what to subscribe to."""
    since = timezone.localdate() - SINCE
    found = meetings.meetings().filter(held_on__gte=since).order_by("held_on", "pk")
    title = municipality().site_name
    if group:
        of = groups.parties().filter(kind=Party.Kind.GROUP, slug=group[:LONGEST_SLUG]).first()
        if of is None:
            raise Http404
        found, title = found.filter(group=of.pk), of.name
    return _calendar(list(found), _("Meetings: %(of)s") % {"of": title})


def _calendar(found: list[Meeting], title: str) -> HttpResponse:
    keys = [str(meeting.pk) for meeting in found]
    rows = Exhibit.objects.filter(kind="meeting", key__in=keys)
    changed = dict(rows.values_list("key", "modified_at"))
    from .calendars import calendar  # Loaded when somebody asks: it is seldom, and large.

    mime = "text/calendar; charset=utf-8"
    return HttpResponse(calendar(found, title, changed), content_type=mime)


@open_data
def dcat(request: HttpRequest) -> HttpResponseBase:
    """The catalogue that the national portal harvests; RDF/XML unless Turtle is asked for."""
    from .catalogue import written  # Loaded when somebody asks: it is seldom, and large.

    form = request.GET.get("format")
    if form is None:
        wanted = request.get_preferred_type([mime for _name, mime in FORMATS.values()])
        form = "ttl" if wanted == "text/turtle" else "rdf"
    if form not in FORMATS:
        raise BadQuestion("format must be rdf or ttl.")
    _mark, changed = standing("paper", "meeting", "organization")
    answer = HttpResponse(written(changed, form), content_type=f"{FORMATS[form][1]}; charset=utf-8")
    answer["Vary"] = "Accept"
    return last_modified(answer, changed)


@open_data
def openapi(request: HttpRequest) -> HttpResponseBase:
    """What can be asked and what is answered, for programs."""
    return json_answer(described())
