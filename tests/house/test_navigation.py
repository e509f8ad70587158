"""Whoever begins at the start page comes to every page that is always there."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from tests.doors.table import doors
from tests.planned import TOWER
from tests.town import make_town

#: Reached from what one has just done, from a message, or read by programs.
NOT_FROM_HERE = {"health", "theme_css", "suggestions", "search_feed", "news_feed", "dcat",
                 "openapi", "open_calendar", "oparl_system", "oparl_bodies", "oparl_body",
                 "sitemap", "robots", "security_txt"}  # fmt: skip
#: Rooms that one enters with an account or a key.
WITH_A_KEY = ("account_", "following", "mfa_")
CLICKS = 3
LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')


def always_there() -> set[str]:
    """The names of pages that everybody is shown and whose address has no part of its own."""
    found = set()
    for door in doors():
        if door.method == "GET" and set(door.expected) == {"200"}:
            try:
                reverse(door.name)
            except NoReverseMatch:
                continue
            found.add(door.name)
    return {name for name in found - NOT_FROM_HERE if not name.startswith(WITH_A_KEY)}


@pytest.mark.django_db(databases=TOWER)
def test_every_public_page_is_reached_and_every_link_of_the_frame_leads_somewhere() -> None:
    make_town()
    client, reached, seen = Client(), set[str](), {"/"}
    here = ["/"]
    for click in range(CLICKS):
        further = []
        for path in here:
            answer = client.get(path)
            if click < 2:
                assert answer.status_code in (200, 302), path
            if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                continue
            reached.add(resolve(path).url_name or "")
            for href in LINK.findall(answer.content.decode()):
                target = urlsplit(urljoin(path, href.replace("&amp;", "&")))
                if target.scheme or target.path in seen:
                    continue
                seen.add(target.path)
                further.append(target.path)
        here = further
    reached |= {resolve(path).url_name or "" for path in here}
    pages = always_there()
    assert {"open_figures", "about", "matters", "groups", "meetings"} <= pages
    missing = sorted(pages - reached)
    assert not missing, ", ".join(missing)
