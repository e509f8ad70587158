"""What is answered when something went wrong before or while a page was made.

These pages ask the database nothing and know nothing of who asks: whatever failed may be just
that. The phone number is the one that this process showed last.
"""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .context import last_known

AGAIN = 120  # seconds until a browser or a robot may try again


def bare(template: str, status: int, **more: Any) -> HttpResponse:
    """A page without head and foot."""
    context = {"site": last_known(), **more}
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was asked cannot be understood, perhaps not even which host was meant."""
    return bare("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        answer = bare("503.html", 503)
        answer["Retry-After"] = str(AGAIN)
        return answer
    return bare("500.html", 500)
