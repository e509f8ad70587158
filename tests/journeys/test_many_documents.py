"""A folder of old minutes: uploaded at once, read by itself, worked through to publication."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .browser import Site, Visitor

Visiting = Callable[..., Visitor]


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Spara och gå vidare", exact=True).click()


def publish(page: Page) -> None:
    """From the first step to publication: only minutes, first names, nothing to follow."""
    expect(page.locator("h1")).to_have_text("Vilket möte var det?")
    save(page)
    everybody = page.get_by_role("button", name="Bara förnamn", exact=True)
    if everybody.count():
        everybody.click()
    else:
        for finding in page.locator("fieldset.finding.open").all():
            finding.get_by_role("radio").first.check()
        save(page)
    expect(page.locator("h1")).to_have_text("Vad blir varje punkt?")
    for choice in page.get_by_label("Blir").all():
        choice.select_option("minutes")
    save(page)
    save(page)
    page.get_by_role("button", name=re.compile("^Publicera")).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_six_documents_one_of_them_broken(site: Site, visitor: Visiting, javascript: bool) -> None:
    sara = visitor(site, javascript=javascript)
    sara.sign_in("secretary")
    page = sara.go("/moten/ta-in/")
    page.select_option("select[name=group]", label="Brukargruppen på Fyren")
    page.set_input_files("[name=file]", sorted((site.var / "att-prova").iterdir()))
    page.get_by_role("button", name="Läs in anteckningarna").click()
    expect(page.locator("h1")).to_have_text("6 dokument")

    # It goes on by itself; without JavaScript by a button. Closing the page loses nothing.
    if javascript:
        page.goto("about:blank")
        page.go_back()
    else:
        for _number in range(6):
            page.get_by_role("button", name="Läs in nästa").click()
    expect(page.locator(".how-far")).to_contain_text("gick inte att läsa", timeout=60_000)
    expect(page.locator(".document.open")).to_have_count(5)
    broken = page.locator(".document.failed")
    expect(broken).to_contain_text("6-trasig.docx")
    expect(broken).to_contain_text("Dokumentet är skadat")
    if javascript:
        assert sara.fits()
    broken.get_by_role("button", name="Försök igen").click()
    if not javascript:
        page.get_by_role("button", name="Läs in nästa").click()
    expect(page.locator(".document.failed")).to_have_count(1, timeout=30_000)
    page.locator(".document.failed").get_by_role("button", name="Släng det").click()
    expect(page.locator(".notice.success")).to_contain_text("slängt")

    # One after the other: each is published, and the next one is one click away.
    pile = page.url
    for number in range(1, 6):
        page.get_by_role("link", name=re.compile(f"Nästa: {number} av 6")).click()
        expect(page.locator("nav.crumb")).to_contain_text(f"dokument {number} av 6")
        publish(page)
        expect(page.locator(".notice.success")).to_contain_text("Publicerat")
        assert page.url == pile
    expect(page.locator(".document.published")).to_have_count(5)
    expect(page.locator(".how-far")).to_contain_text("Allt är klart")

    # The document behind the minutes is private until she says otherwise.
    reader = visitor(site, javascript=javascript)
    page.locator(".document.published a").first.click()
    address = page.url.removeprefix(site.url)
    expect(reader.go(address).get_by_role("link", name="som de skrevs")).to_have_count(0)
    page.get_by_role("link", name="Publicera dokumentet också").click()
    page.get_by_role("button", name="Publicera kopian").click()
    expect(page.locator("#read-error")).to_be_visible()
    page.get_by_label("Jag har läst kopian").check()
    page.get_by_role("button", name="Publicera kopian").click()
    link = reader.go(address).get_by_role("link", name="som de skrevs")
    with reader.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="Dra tillbaka dokumentet").click()
    expect(reader.go(address).get_by_role("link", name="som de skrevs")).to_have_count(0)
