"""For programs that find their way here: sitemap, robots.txt and security.txt.

The map is what the search index holds, which is what everybody may read and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from oppnasoc.search.models import Document
from oppnasoc.ui.addresses import NOT_OPEN
from oppnasoc.ui.context import municipality

PER_PART = 5000  # addresses; the protocol allows 50,000 (sitemaps.org)
RENEWED = timedelta(days=180)  # security.txt holds so long from each time it is read
#: Pages that are always there, by the names of their addresses; those that lead to all others.
ALWAYS = ("start", "matters", "groups", "meetings", "reports", "referrals", "action_plans",
          "open_figures", "about", "say", "accessibility", "personal_data", "cookies", "contact",
          "press", "easy_read", "help_now", "news", "recordings", "open_data")  # fmt: skip


def documents() -> QuerySet[Document]:
    """What has a page of its own; a point of a page has not."""
    return Document.objects.exclude(url__contains="#").order_by("id")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: where the parts are. One query."""
    parts = max(1, ceil(documents().count() / PER_PART))
    urls = [absolute(reverse("sitemap_part", args=[n])) for n in range(1, parts + 1)]
    return render(
        request, "authority/sitemap_index.xml", {"urls": urls}, content_type="application/xml"
    )


@require_safe
def part(request: HttpRequest, part: int) -> HttpResponse:
    """``/sitemap-1.xml``: at most 5,000 addresses, the pages that are always there first. One
    query."""
    start = (part - 1) * PER_PART
    if part < 1 or part > 1000:
        raise Http404
    rows = documents().values_list("url", "on")[start : start + PER_PART]
    today = timezone.localdate()
    found: dict[str, date | None] = dict.fromkeys(always()) if part == 1 else {}
    for url, on in rows:
        found[url] = on if on and on <= today else None
    if not found:
        raise Http404
    lines = [(absolute(url), on) for url, on in found.items()]
    return render(
        request, "authority/sitemap.xml", {"lines": lines}, content_type="application/xml"
    )


def always() -> Iterator[str]:
    """The addresses of the pages that this process serves."""
    for name in ALWAYS:
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: what is nobody's page is left alone."""
    closed = [f"Disallow: {path}" for path in (*NOT_OPEN, "/sok/?", "/sok/forslag/")
              if not path.startswith(("/static/", "/media/"))]  # fmt: skip
    lines = ["User-agent: *", *closed, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """``/.well-known/security.txt`` (RFC 9116): whom to tell of a hole in the security."""
    mail, page = municipality().security_email, absolute(reverse("contact"))
    lines = [
        *([f"Contact: mailto:{mail}"] if mail else []),
        f"Contact: {page}#sakerhet",
        f"Expires: {expires(timezone.now()).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: sv, en",
        f"Canonical: {absolute(reverse('security_txt'))}",
        f"Policy: {page}#sakerhet",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def expires(now: datetime) -> datetime:
    """Half a year on, at the beginning of a day, so that it is the same all day."""
    return (now + RENEWED).astimezone(tz=UTC).replace(hour=0, minute=0, second=0, microsecond=0)
