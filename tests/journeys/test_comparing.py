"""Somebody without an account tells how others do it, an editor looks, and it stands there."""

from __future__ import annotations

from playwright.sync_api import expect

from .browser import DESK, PHONE, Site
from .conftest import Visiting
from .test_the_door import code_of, wrong_with

QUESTION = "Måste alla i väntrummet höra varför jag kommer?"
WHO, DOES = "Vindöns kommun", "De har en liten skärm vid disken, så att ingen hör."


def test_from_what_somebody_knows_to_the_page(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    looks = visitor(site, size=PHONE)  # At the same pages, with what axe needs.
    page = iris.go("/fragor/")
    page.get_by_role("link", name=QUESTION).first.click()
    address = page.url.removeprefix(site.url)
    page.locator("#sa-gor-andra a.link").last.click()
    looks.go(page.url.removeprefix(site.url))
    assert wrong_with(looks) == []
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("main")).to_contain_text("Skriv vad de gör")
    page.locator("[name=who]").fill(WHO)
    page.locator("[name=does]").fill(DOES)
    page.locator("[name=true_on]").fill("2026-01-15")
    page.locator("[name=source]").fill("Ett besök")
    page.get_by_role("button", name="Skicka").click()
    if page.locator("mark").count():
        page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. En redaktör tittar innan det visas.")
    code = code_of(page)
    assert iris.fits()
    expect(iris.go(address).locator("main")).not_to_contain_text(WHO)

    karin = visitor(site, size=DESK)
    karin.sign_in("editor")
    page = karin.go("/att-gora/")
    page.locator("a[href='/jamfor/sa-gor-andra/att-titta-pa/']").first.click()
    page.get_by_role("link", name=WHO).click()
    assert wrong_with(karin) == []
    page.get_by_role("button", name="Visa det", exact=True).click()

    expect(iris.go("/jamfor/sa-gor-andra/").locator("main")).to_contain_text(WHO)
    page = iris.go("/min-kod/")
    page.locator("#code input[name=code]").fill(code)
    page.get_by_role("button", name="Visa").click()
    expect(iris.page.locator("main")).to_contain_text("Det visas.")
    for path in ("/jamfor/", "/jamfor/sa-gor-andra/", "/jamfor/siffror/"):
        looks.go(path)
        assert wrong_with(looks) == [], path
