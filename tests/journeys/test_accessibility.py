"""axe finds nothing on any type of page, light and dark, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

from .browser import DESK, PHONE, Site, Visitor
from .conftest import Visiting

#: Together they reach every type of page that answers a GET.
WHO = ("anonymous", "secretary", "manager", "editor", "administrator")
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
MAX_PAGES = 80


def page_type(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def walk(visitor: Visitor) -> Iterator[str]:
    """One page of every type that links lead to, each opened in the visitor's browser."""
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < MAX_PAGES:
        path = waiting.pop(0)
        kind = page_type(path)
        if not kind or kind in seen or path.startswith(("/redaktion", "/media", "/static")):
            continue
        seen.add(kind)
        answer = visitor.page.goto(visitor.site.url + path)
        if answer is None or not answer.ok or "html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for href in re.findall(r'<a\b[^>]*href="([^"]+)"', visitor.page.content()):
            target = urldefrag(urljoin(path, href.replace("&amp;", "&"))).url
            if target.startswith("/"):
                waiting.append(target)


@pytest.mark.parametrize("who", WHO)
def test_every_type_of_page(who: str, still_site: Site, visitor: Visiting) -> None:
    looking = visitor(still_site)
    if who != "anonymous":
        looking.sign_in(who)
    axe = Axe()
    wrong: list[str] = []
    looked_at = 0
    for path in walk(looking):
        looked_at += 1
        for size, scheme in ((PHONE, "light"), (PHONE, "dark"), (DESK, "dark"), (DESK, "light")):
            looking.page.set_viewport_size(size)  # type: ignore[arg-type]
            looking.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if size is PHONE and not looking.fits():
                wrong.append(f"{path} sticks out sideways at 360 px")
            for found in axe.run(looking.page, options=OPTIONS).response["violations"]:
                nodes = "; ".join(str(node["target"][0]) for node in found["nodes"][:3])
                wrong.append(f"{path} {size['width']} {scheme}: {found['id']} – {nodes}")
    assert looked_at > 8
    assert "\n".join(wrong) == ""
