"""Pages behind a key: nobody else keeps, finds or logs their addresses."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

KEY = re.compile(
    r"(/(?:mitt|lank|lank/fragan|lank/svara|min-plan/delad|min-plan/inbjudan)/)(?!fragan/|svara/)[^/\s'\"]+"
)


def quiet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is kept nowhere, not found by search engines, and its address is told to nobody.

    A browser that is told ``no-referrer`` alone says that a form comes from nowhere
    (``Origin: null``), which is what a forged one looks like. The last policy that it knows is
    the one that counts: ``strict-origin`` tells the name of the site, never the rest.
    """

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "no-referrer, strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(answer)


class WithoutKeys(logging.Filter):
    """Takes keys out of what is logged, for instance of an address that was not found."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if KEY.search(said):
            record.msg, record.args = KEY.sub(r"\1…", said), ()
        return True
