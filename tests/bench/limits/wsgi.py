"""The application that granian serves: constant bytes before Django, and its two pages."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.limits.settings"
bare = get_wsgi_application()
CONSTANT = ("<!doctype html>" + "x" * 20_000).encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/constant/":
        length = ("Content-Length", str(len(CONSTANT)))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), length])
        return [CONSTANT]
    answer: Iterable[bytes] = bare(environ, start_response)
    return answer
