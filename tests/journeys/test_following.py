"""Followed by mail without an account or JavaScript: asked, told, stopped with one press."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from playwright.sync_api import expect

from .browser import DESK, PHONE, Site, breaches
from .conftest import Visiting
from .test_the_door import RULES

ADDRESS = "iris.ljung@example.org"
NEWS = "Vi har frågat alla enheter hur de gör i dag."
PATIENCE = 60  # seconds until the worker has sent a mail


def mails(site: Site, to: str) -> list[EmailMessage]:
    """The mails that one address got, the first one first."""
    found = []
    for file in sorted((site.var / "mail").glob("*.log")):
        for raw in file.read_bytes().split(b"-" * 79 + b"\n"):
            mail = message_from_bytes(raw.strip(), policy=policy.default)
            if mail["To"] == to:
                found.append(mail)
    return sorted(found, key=lambda mail: str(mail["Date"].datetime))


def next_mail(site: Site, to: str, number: int) -> str:
    """The text of the so-manyth mail to an address, once it is there."""
    end = time.monotonic() + PATIENCE
    while len(found := mails(site, to)) < number:
        assert time.monotonic() < end, f"mail {number} to {to} has not come"
        time.sleep(0.2)
    body = found[number - 1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link(text: str, ends: str) -> str:
    """The path of the first address in a text that ends so."""
    found = re.search(rf"https?://[^/\s]+(/\S+{ends})(?=\s|$)", text)
    assert found is not None, text
    return found[1]


def test_somebody_follows_by_mail_and_stops(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    page = iris.go("/fragor/")
    page.locator("main h3 a").first.click()
    title, address = page.locator("h1").inner_text(), page.url
    page.get_by_role("link", name="Följ", exact=True).click()
    page.locator("input[name=email]").fill("iris@exempel")
    page.get_by_label("Genast").check()
    page.get_by_role("button", name="Följ").click()
    expect(page.locator(".errors")).to_be_visible()
    page.locator("input[name=email]").fill(ADDRESS)
    page.get_by_role("button", name="Följ").click()
    expect(page.locator("h1")).to_have_text("En sak är kvar")

    question = next_mail(site, ADDRESS, 1)
    assert title in question
    iris.go(link(question, "/ja/"))
    page.get_by_role("button", name="Ja, jag vill följa").click()

    sara = visitor(site, size=DESK)
    sara.sign_in("editor")
    sara.page.goto(f"{address}?gor=note")
    sara.page.locator("form[action$='/anteckna/'] textarea").first.fill(NEWS)
    sara.page.locator("form[action$='/anteckna/'] button").first.click()
    expect(sara.page.locator("main")).to_contain_text(NEWS)

    news = next_mail(site, ADDRESS, 2)
    assert NEWS in news
    assert title in news
    iris.go(link(news, "/sluta/"))
    page.get_by_role("button", name="Stoppa alla meddelanden").click()
    expect(page.locator("h1")).to_have_text("Inga fler meddelanden")
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("main")).to_contain_text(title)
    assert iris.trouble == []

    watching = visitor(site, size=PHONE)
    for path in (f"{address.removeprefix(site.url)}", link(news, "/mitt/[^/]+/")):
        watching.go(path)
        assert watching.fits()
        found = breaches(watching.page, RULES)
        assert found == [], found
