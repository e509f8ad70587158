"""When the vault is full, or does not answer: no line in the log, no reading.

Whoever came gets a page that asks no database, with what she wrote on it, what can be read without
the vault, and whom to call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from oppnasoc.ui.errors import AGAIN, bare
from oppnasoc.vault.masters import WrongKey

from .drafts import is_text

#: What a database says that is full, locked or not there, and a key service that is away.
AWAY = (OperationalError, InterfaceError, WrongKey)
logger = logging.getLogger(__name__)


def or_away(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that needs the vault; without it 503 and what to do meanwhile."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AWAY as why:
            logger.error("The vault does not answer: %s", str(why).partition("\n")[0])
            return _away(request)

    return answer


def _away(request: HttpRequest) -> HttpResponse:
    """What was sent stands in a form of its own, ready to be sent once more."""
    sent = request.method == "POST"
    given = [
        (name, value, is_text({name: value}))
        for name, values in (request.POST.lists() if sent else ())
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    known = settings.CSRF_COOKIE_NAME in request.COOKIES  # Else nobody is, and no cookie is set.
    response = bare(
        "careplan/away.html",
        503,
        here=request.get_full_path(),
        sent=sent,
        texts=[(name, value) for name, value, is_words in given if is_words],
        rest=[(name, value) for name, value, is_words in given if not is_words],
        token=get_token(request) if sent and known else "",
    )
    response["Retry-After"] = str(AGAIN)
    return response
