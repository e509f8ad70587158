"""Every kind of public page is well-formed: strictly parsed, and what it points at is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import html5lib
import pytest
from django.test import Client
from html5lib.constants import E as MEANING

from oppnasoc.search import index
from tests.doors.table import address, doors
from tests.town import Town, make_town

MORE = ("/finns-inte/", "/sok/?q=besked", "/sok/?q=xyzzyq", "/fragor/?sida=1",
        "/sag-nagot/?om=/grupper/", "/tillganglighet/anmal/?vad=dokument")  # fmt: skip

PARTS = {"suggestions", "look_sample"}  # of a page, fetched by a script
#: What an attribute points at on the same page.
POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


def mistakes(html: str) -> list[str]:
    """What a strict parser objects to, with its line; and ids that are double or lead nowhere."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    lines = html.splitlines() or [""]
    found = [
        f"{MEANING[code] % more} – {lines[min(at[0], len(lines)) - 1].strip()[:160]}"
        for at, code, more in parser.errors
    ]
    ids = Counter(str(each.get("id")) for each in tree.iter() if each.get("id") is not None)
    found += [f"the id {name!r} is used {n} times" for name, n in ids.items() if n > 1]
    for each in tree.iter():
        for name in POINTING:
            missing = [part for part in (each.get(name) or "").split() if part not in ids]
            found += [f"{name}={part!r} leads nowhere" for part in missing]
    return found


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<!doctype html><title>x</title><p>a</div>", "div"),
        ("<!doctype html><title>x</title><p id=a><p id=a>", "'a' is used 2 times"),
        ("<!doctype html><title>x</title><label for=b>c</label>", "for='b' leads nowhere"),
        ("<title>x</title>", "DOCTYPE"),
    ],
)
def test_mistakes_are_seen(html: str, said: str) -> None:
    assert any(said in each for each in mistakes(html))


def test_a_good_page_has_none() -> None:
    assert mistakes("<!doctype html><html lang=sv><title>x</title><p id=a>Hej <b>du</b></p>") == []


def public_pages(client: Client, town: Town) -> Iterator[tuple[str, str]]:
    """Address and HTML of every page that the table of doors opens to everybody, and of some that
    are not there."""
    opened = [d for d in doors() if d.method == "GET" and d.expected[0] in {"200", "404"}]
    listed = [address(door, town) for door in opened if door.name not in PARTS]
    for url in dict.fromkeys([*MORE, *listed]):
        answer = client.get(url)
        if answer.streaming:
            answer.getvalue()  # A file is closed when all of it is sent.
        elif answer["Content-Type"].startswith("text/html"):
            yield url, answer.content.decode()


@pytest.mark.django_db
def test_every_kind_of_public_page_is_well_formed() -> None:
    town = make_town()
    index.rebuild()
    pages = dict(public_pages(Client(raise_request_exception=False), town))
    wrong = {url: found for url, html in pages.items() if (found := mistakes(html))}
    assert wrong == {}
    assert len(pages) > 70
    assert {"/", "/personuppgifter/", "/tillganglighet/", "/kakor/", "/finns-inte/"} <= pages.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sag-nagot/", "/tillganglighet/anmal/"])
def test_a_form_with_mistakes_is_well_formed_too(client: Client, path: str) -> None:
    make_town()
    assert mistakes(client.post(path, {}).content.decode()) == []
