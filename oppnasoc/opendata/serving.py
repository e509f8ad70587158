"""How open data is answered: the same to everybody, from any site, and only when it is new.

Who asks is never looked at: the cookies of these addresses are taken away before anything else
(``config.middleware.same_for_everybody``), so no session is opened and none is set. A copy may be
kept by anybody and is asked about each time (``no-cache``), so what is withdrawn is gone at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .limiting import too_often
from .models import Exhibit
from .register import settle

View = Callable[..., HttpResponseBase]
FORMAT_VERSION = "1"  # of what we say and how; raised when the same things are said differently
METHODS = "GET, HEAD, OPTIONS"


class BadQuestion(Exception):
    """What was asked for cannot be understood; the text says what."""


def json_answer(content: Any, *, status: int = 200, mime: str = "application/json") -> HttpResponse:
    """JSON as it is read by people too: letters as they are, two spaces in."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return HttpResponse(f"{text}\n", status=status, content_type=f"{mime}; charset=utf-8")


def fault(status: int, message: str) -> HttpResponse:
    """An error as OParl writes it; https://oparl.org/spezifikation/ (Ausnahmebehandlung)."""
    found = {"type": "https://schema.oparl.org/1.1/Error", "message": message}
    return json_answer(found, status=status)


def open_data(view: View) -> View:
    """Answer to everybody alike; 304 when the asker has it already, 429 when she asks too often."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _open(_answer(view, request, args, kwargs))

    # Nothing is changed here whatever is sent, and a stranger's site may ask.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _answer(
    view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in {"GET", "HEAD"}:
        refused = fault(405, "Data can be read here, and nothing else.")
        refused["Allow"] = METHODS
        return refused
    if wait := too_often(request):
        refused = fault(429, "Too many requests from your network. Wait a while, then go on.")
        refused["Retry-After"] = str(wait)
        return refused
    with translation.override("sv"):
        settle()
        try:
            found = view(request, *args, **kwargs)
        except Http404:
            return fault(404, "There is nothing at this address.")
        except BadQuestion as why:
            return fault(400, str(why))
    return _once(request, found)


def _once(request: HttpRequest, found: HttpResponseBase) -> HttpResponseBase:
    """The answer, or nothing more than that it is the same as before."""
    if found.status_code != 200:
        return found
    if isinstance(found, HttpResponse) and not found.has_header("ETag"):
        found["ETag"] = f'"{hashlib.sha256(found.content).hexdigest()[:32]}"'
    answer: Any = found  # A stream too: only its head is looked at.
    return get_conditional_response(request, found.headers.get("ETag"), response=answer) or found


def _open(found: HttpResponseBase) -> HttpResponseBase:
    found["Access-Control-Allow-Origin"] = "*"
    found["Access-Control-Allow-Methods"] = METHODS
    found["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept"
    found["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After, Link"
    found["Cross-Origin-Resource-Policy"] = "cross-origin"
    found["X-Robots-Tag"] = "noindex"
    found["Content-Language"] = "sv"
    found["Cache-Control"] = "public, no-cache" if found.status_code < 400 else "no-store"
    patch_vary_headers(found, ["Accept-Encoding"])
    return found


def last_modified(answer: HttpResponseBase, at: datetime | None) -> HttpResponseBase:
    """Say when the newest of what is shown changed."""
    if at is not None:
        answer["Last-Modified"] = http_date(at.timestamp())
    return answer


def standing(*kinds: str) -> tuple[str, datetime | None]:
    """A mark that changes when anything of these kinds does, and when it did last; one query."""
    of = Exhibit.objects.filter(kind__in=kinds)
    told = of.aggregate(rows=Count("pk"), gone=Count("gone_at"), at=Max("modified_at"))
    mark = f"{FORMAT_VERSION} {kinds} {told['rows']} {told['gone']} {told['at']}"
    return hashlib.sha256(mark.encode()).hexdigest()[:32], told["at"]
