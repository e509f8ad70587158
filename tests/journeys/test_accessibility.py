"""axe finds nothing on any type of page, light and dark, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from .browser import DESK, PHONE, Site, Visitor, breaches
from .conftest import Visiting

#: Together they reach every type of page that answers a GET. The first two look at each type,
#: the others at those that nobody before them could open, and at their own to-dos and matters.
WHO = ("anonymous", "secretary", "manager", "editor", "administrator")
THOROUGH = WHO[:2]
DIFFERS = {"matter", "todo"}

EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST: dict[str, Any] = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
LOOKS = (
    (PHONE, "light", EVERYTHING),
    (PHONE, "dark", CONTRAST),
    (DESK, "dark", EVERYTHING),
    (DESK, "light", CONTRAST),
)
MAX_PAGES = 140
#: Wagtail's part, files, and the quick way out of the plan, which leads to another site.
ELSEWHERE = ("/redaktion", "/media", "/static", "/min-plan/lamna/")

looked_at: set[str] = set()


def page_type(path: str) -> str:
    """The name of an address; a page with one of its forms open is a type of its own."""
    parts = urlsplit(path)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return ""
    opened = parse_qs(parts.query).get("gor", [""])[0]
    return f"{name} {opened}".strip()


def walk(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """One page of every type that links lead to: its type and address, open in the browser."""
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < MAX_PAGES:
        path = waiting.pop(0)
        kind = page_type(path)
        if not kind or kind in seen or path.startswith(ELSEWHERE):
            continue
        seen.add(kind)
        try:
            answer = visitor.page.goto(visitor.site.url + path)
        except Error as refusal:
            if "Download is starting" in refusal.message:
                continue  # A document, not a page.
            raise
        if answer is None or not answer.ok or "html" not in answer.headers.get("content-type", ""):
            continue
        yield kind, path
        for href in re.findall(r'<a\b[^>]*href="([^"]+)"', visitor.page.content()):
            target = urldefrag(urljoin(path, href.replace("&amp;", "&"))).url
            if target.startswith("/"):
                waiting.append(target)


def look(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with the open page, in each size and scheme."""
    for size, scheme, options in LOOKS:
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if size is PHONE and scheme == "light" and not visitor.fits():
            yield f"{path} sticks out sideways at 360 px"
        for found in breaches(visitor.page, options):
            nodes = "; ".join(str(node["target"][0]) for node in found["nodes"][:3])
            yield f"{path} {size['width']} {scheme}: {found['id']} – {nodes}"


@pytest.mark.parametrize("who", WHO)
def test_every_type_of_page(who: str, still_site: Site, visitor: Visiting) -> None:
    looking = visitor(still_site)
    if who != "anonymous":
        looking.sign_in(who)
    wrong: list[str] = []
    opened = 0
    for kind, path in walk(looking):
        opened += 1
        is_form = " " in kind
        if kind not in looked_at or (not is_form and (who in THOROUGH or kind in DIFFERS)):
            looked_at.add(kind)
            wrong += look(looking, path)
    assert opened > 8
    assert "\n".join(wrong) == ""
