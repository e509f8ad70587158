"""An action plan is revised: proposed, read by anybody on a phone, adopted, compared."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.paper import read_paper

from .browser import DESK, Site, Visitor, breaches
from .conftest import Visiting
from .test_the_door import RULES

NAME = "Plan för delaktighet"
NEW = "Alla i väntrummet får veta hur länge de väntar."
WORDS = "Vi ringer tillbaka samma dag som vi har lovat."


def address(visitor: Visitor) -> str:
    """The plan's page, found as anybody finds it."""
    page = visitor.go("/handlingsplaner/")
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("h1")).to_have_text(NAME)
    return page.url


def propose(mona: Visitor, url: str) -> None:
    """Change a measure, add another, on a desk without JavaScript."""
    page = mona.page
    page.goto(url)
    page.get_by_role("link", name="Skriv vidare").click()
    row = page.locator("li", has=page.get_by_role("heading", name="Vi ringer tillbaka"))
    row.get_by_role("link", name="Ändra").click()
    expect(page.locator("h1")).to_have_text("Ändra åtgärden")
    page.get_by_label("Vad ska göras?").fill("  ")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_label("Vad ska göras?").fill(WORDS)
    page.get_by_role("button", name="Spara").click()
    goal = page.locator("section.goal").nth(1)
    goal.get_by_role("link", name="Lägg till en åtgärd").click()
    page.get_by_label("Vad ska göras?").fill(NEW)
    page.get_by_label("Vem ansvarar?").select_option(label="Mottagningen")
    page.get_by_label("Klart senast").fill("2040-05-06")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text(NEW)
    second = re.sub(r"^Mål 2\s+", "", goal.locator("h2").inner_text(), flags=re.I)
    goal.get_by_role("button", name=re.compile("^Flytta upp")).first.press("Enter")
    expect(page.locator("section.goal h2").first).to_contain_text(second)


def test_a_plan_is_revised(site: Site, visitor: Visiting) -> None:
    """The visitor has a phone of 360 px, no JavaScript and no account."""
    reader = visitor(site, javascript=False)
    url = address(reader)
    mona = visitor(site, javascript=False, size=DESK)
    mona.sign_in("manager")
    propose(mona, url)

    page = reader.page
    page.goto(url)
    expect(page.locator("#revideras")).to_contain_text("ändringar föreslås")
    expect(page.locator("main")).not_to_contain_text(NEW)  # It does not hold.
    page.get_by_role("link", name="Läs vad som föreslås").click()
    changes = page.locator(".changes")
    expect(changes).to_contain_text("Klart senast 6 maj 2040.")
    expect(changes).to_contain_text(NEW)
    expect(changes).to_contain_text("Målet flyttas. Förut var det mål 1.")
    expect(changes.locator("ins", has_text="samma dag som")).to_be_visible()
    expect(page.locator(".beside")).to_contain_text("Föreslås")

    desk = mona.page
    desk.goto(url)
    desk.get_by_role("link", name="Läs vad som föreslås").click()
    desk.get_by_role("link", name="Anta planen").click()
    desk.get_by_label("Vem antog planen?").fill("Socialnämnden, § 77")
    desk.get_by_role("button", name="Anta planen").click()
    expect(desk.locator("main")).to_contain_text(NEW)

    page.goto(url)
    expect(page.locator("#revideras")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(WORDS)
    page.get_by_role("link", name="Alla upplagor").click()
    expect(page.locator("#nytt h2")).to_have_text("Från upplaga 2 till upplaga 3")
    expect(page.locator("main")).to_contain_text("Antagen av Socialnämnden, § 77.")
    expect(page.locator("#nytt ins", has_text="samma dag som")).to_be_visible()
    page.goto(f"{page.url}?fran=1&till=2")
    expect(page.locator("main")).not_to_contain_text(NEW)  # What was adopted before stands.

    sheet = reader.context.request.get(re.sub(r"-[^/]*/$", "/pdf/", url))
    paper = read_paper(sheet.body())
    assert "Upplaga 3" in paper.text
    assert paper.language.startswith("sv")
    assert not reader.trouble + mona.trouble


def test_the_pages_of_plans_are_for_everybody(still_site: Site, visitor: Visiting) -> None:
    """No page sticks out or hinders anybody, on a phone, light and dark."""
    for dark in (False, True):
        reader = visitor(still_site, dark=dark)
        page = reader.page
        url = address(reader)
        number = re.search(r"/(\d+)-", url)
        assert number is not None
        for path in (url, *(f"{still_site.url}/handlingsplaner/{number[1]}/{more}/"
                            for more in ("forslag", "upplagor"))):  # fmt: skip
            page.goto(path)
            assert reader.fits(), path
            found = breaches(page, RULES)
            assert [each["id"] for each in found] == [], path
        page.goto(url)
        page.get_by_text("Samma siffror i en tabell").click()
        expect(page.locator("#bild table")).to_be_visible()
        assert reader.fits()
        assert not reader.trouble
