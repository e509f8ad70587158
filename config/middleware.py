"""What the installation gives every answer: a content policy, addresses and a language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone, translation

Answer = Callable[[HttpRequest], HttpResponseBase]

#: Under these is what programs read; the last has a page about it too.
OPEN_DATA = ("/oparl/", "/datasets/", "/oppna-data/")


class ContentPolicy(CSPMiddleware):
    """The strict policy of the settings, and the relaxed one under the editorial path only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and getattr(request, "is_dummy", False):
            # An editor's preview: the page as everybody will get it, in a frame beside her form.
            parts.config = settings.PREVIEW_SECURITY_POLICY
        elif not report_only and request.path_info.startswith(settings.EDITORIAL_PATH):
            parts.config = settings.EDITORIAL_SECURITY_POLICY
        return parts


class Compressed(GZipMiddleware):
    """Pages for everybody travel compressed; those of a signed-in person do not.

    What is secret on a page could be guessed from its compressed length (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        in_pieces = "Accept-Ranges" in response.headers  # Film and sound: places in it are counted.
        if in_pieces or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return response
        return super().process_response(request, response)


def addresses(get_response: Answer) -> Answer:
    """The editorial part has addresses of its own, which are loaded when it is first opened."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "public" in settings.PARTS and request.path_info.startswith(settings.EDITORIAL_PATH):
            request.urlconf = settings.EDITORIAL_URLCONF
        return get_response(request)

    return answer


def same_for_everybody(get_response: Answer) -> Answer:
    """Open data knows nobody: its cookies are taken away before anybody looks at them.

    So no session is opened or set, nobody is signed in, and everybody gets the same bytes. The page
    that tells of the data is a page like all others.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(OPEN_DATA) and path not in OPEN_DATA:
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return get_response(request)

    return answer


def head_as_get(get_response: Answer) -> Answer:
    """Whoever asks for the head of a page (HEAD) gets that of the page itself, also where there is
    a form; scanners of mail and of links do. The server leaves the body out (RFC 9110, 9.3.2)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        try:
            return get_response(request)
        finally:
            request.method = "HEAD"

    return answer


class NotTooLarge:
    """Refuse a body that is larger than its view takes before anything of it is kept.

    It stands before the check for forged requests, which would read the body. What a browser is
    still sending is thrown away piece by piece, up to a limit: a browser that is cut off while it
    sends shows its own error and not our page.
    """

    PIECE = 64 * 1024  # bytes
    LISTENED = 256 * 1024 * 1024  # bytes that are heard and thrown away

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        size = int(length) if length.isdecimal() else 0
        most = settings.MOST_BYTES
        if size > most and request.user.is_authenticated:
            most = getattr(view, "most_bytes", most) + self.PIECE
        if size <= most:
            return None
        left = min(size, self.LISTENED)
        while left > 0 and (piece := request.read(min(self.PIECE, left))):
            left -= len(piece)
        return render(request, "413.html", status=413)


def chosen_language(get_response: Answer) -> Answer:
    """Swedish unless the visitor has chosen otherwise on the site.

    The browser's own list is not asked: many who read Swedish have an English phone, and a page
    that is the same for everybody can be cached.
    """
    languages = dict(settings.LANGUAGES)
    here = timezone.get_default_timezone()  # Said once; else each date of a page looks in vain.

    def answer(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in languages else settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(here):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
