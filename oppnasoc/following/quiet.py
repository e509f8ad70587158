"""Pages behind a key: nobody else keeps, finds or logs their addresses."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

KEY = re.compile(r"(/(?:mitt|lank|lank/fragan|lank/svara)/)(?!fragan/|svara/)[^/\s'\"]+")
#: Which line of a list or which part of a plan somebody opens tells what she has; as it stands, or
#: inside another address.
OF_A_PLAN = re.compile(r"((?:/|%2F)min-plan(?:/|%2F))[^\s'\"&]+", re.I)


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
    """Takes keys out of what is logged, for instance of an address that was not found, and of
    what happens in a plan everything but that it was there."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        told = OF_A_PLAN.sub(r"\1…", KEY.sub(r"\1…", said))
        if told != said:
            record.msg, record.args = told, ()
        if record.exc_info and record.exc_info[1] and OF_A_PLAN.search(said):
            record.exc_text = "".join(_where(record.exc_info[1]))
        return True


def _where(error: BaseException) -> Iterator[str]:
    """What went wrong and on which lines, the first thing first, and never what the error says:
    it may repeat what somebody wrote."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _where(before)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
