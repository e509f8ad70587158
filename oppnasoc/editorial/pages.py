"""An edited text on the site: found at its address, gone when it was taken back, its versions."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Edited
from .versions import changes, versions

E = TypeVar("E", bound=Edited)


class TakenBack(Exception):
    """It was public and is not any more; the page says so (410) and shows nothing of it."""


def found(rows: Any, **where: Any) -> Any:
    """The public text at an address. Raises Http404 for what never was public, and TakenBack."""
    thing = rows.filter(**where).first()
    if thing is None or (not thing.live and thing.first_published_at is None):
        raise Http404
    if not thing.live:
        raise TakenBack
    return thing


def gone(request: HttpRequest) -> HttpResponse:
    """The page of what was taken back."""
    return render(request, "410.html", status=410)


def show(request: HttpRequest, rows: Any, **where: Any) -> HttpResponse:
    """The page of one text: 404 for what never was public, 410 for what was taken back."""
    try:
        thing = found(rows, **where)
    except TakenBack:
        return gone(request)
    return render(request, thing.page_template, thing.page_context(request.user))


def show_versions(request: HttpRequest, rows: Any, **where: Any) -> HttpResponse:
    """Every public version of a text, each beside the one before it."""
    try:
        thing = found(rows, **where)
    except TakenBack:
        return gone(request)
    context = {"thing": thing, "changes": changes(versions(thing))}
    return render(request, "editorial/versions.html", context)
