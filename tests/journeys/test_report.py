"""'Vad har hänt?': the last half year is read on a phone; a new report is written, published and
kept as it was; on paper it is tagged, and as slides it is turned with keys."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.paper import read_paper

from .browser import DESK, PHONE, Site, Visitor
from .conftest import Visiting
from .test_authority import TITLE as NEW
from .test_authority import a_question
from .test_the_door import RULES, wrong_with

DEMO = "Vad har hänt? Det senaste halvåret"
TITLE = "Så blev det i höst"
WORDS = ("Det här hände när ni sa till.", "Tack till alla som satt i väntrummet och skrev.")


def found(visitor: Visitor, title: str) -> Page:
    """The report, found as anybody finds it."""
    page = visitor.go("/vad-har-hant/")
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)
    return page


def figures(page: Page) -> dict[str, int]:
    """What is counted, by what it is called."""
    rows = page.locator(".figures li").all_inner_texts()
    told = [re.fullmatch(r"(\d+)\s+(.+)", row) for row in rows]
    return {row[2]: int(row[1]) for row in told if row}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_last_half_year_is_read_on_a_phone(
    still_site: Site, visitor: Visiting, javascript: bool
) -> None:
    reader = visitor(still_site, javascript=javascript)
    page = found(reader, DEMO)
    counted = figures(page)
    assert len(counted) == 6
    assert all(counted[words] for words in ("har sagt något", "frågor togs upp", "fick svar"))
    expect(page.locator("#egna-ord blockquote")).to_have_count(3)
    expect(page.locator("#svar")).to_contain_text("Därför:")
    expect(page.locator("#sent li").first).to_contain_text("Ligger hos")

    # The same figures in a table, whose sums are those above.
    chart = page.locator("#manader")
    expect(chart.locator("table")).to_be_hidden()
    chart.get_by_text("Samma siffror i en tabell").click()
    expect(chart.locator("table")).to_be_visible()
    raised = chart.locator("tbody td:nth-child(2)").all_inner_texts()
    assert sum(map(int, raised)) == counted["frågor togs upp"]
    page.locator("#tagits-upp summary").click()
    expect(page.locator("#tagits-upp li:visible")).to_have_count(counted["frågor togs upp"])

    sheet = page.request.get(
        still_site.url + str(page.get_by_role("link", name="Skriv ut (PDF)").get_attribute("href"))
    )
    paper = read_paper(sheet.body())
    assert paper.title == DEMO
    assert paper.language.startswith("sv")
    assert paper.marked
    assert paper.tags.count("H1") == 1
    assert {"H2", "Table", "TH", "L", "P"} <= set(paper.tags)
    assert f"{counted['frågor togs upp']} frågor togs upp" in paper.text
    for part in page.locator("main h2").all_inner_texts():
        assert part in paper.text, part
    if javascript:
        assert wrong_with(reader) == []


def test_slides_are_turned_with_keys(still_site: Site, visitor: Visiting) -> None:
    reader = visitor(still_site, size=DESK)
    page = found(reader, DEMO)
    page.get_by_role("link", name="Visa som bilder").click()
    page.wait_for_url("**/bilder/")  # With its script, which has run when the page is loaded.
    slides = page.locator(".slide")
    assert slides.count() > 8

    def seen(number: int) -> None:
        expect(page.locator(f"#bild-{number}")).to_be_focused()
        told = page.locator(f"#bild-{number} :is(h1, h2, blockquote):not(.hide)").first
        expect(told).to_be_in_viewport()

    page.keyboard.press("ArrowRight")
    seen(2)
    page.keyboard.press("PageDown")
    seen(3)
    page.keyboard.press("ArrowLeft")
    seen(2)
    page.locator("#bild-2").get_by_role("link", name="Nästa").press("Enter")
    expect(page.locator("#bild-3 blockquote")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    seen(4)
    assert page.url.endswith("#bild-4")
    assert wrong_with(reader) == []
    # Printed, each is a sheet of its own.
    page.emulate_media(media="print")
    expect(page.locator(".turn").first).to_be_hidden()
    assert slides.first.evaluate("each => getComputedStyle(each).breakAfter") == "page"
    # Without JavaScript the links turn them.
    plain = visitor(still_site, size=PHONE, javascript=False)
    page = plain.go(page.url.removeprefix(still_site.url).partition("#")[0])
    page.locator("#bild-1").get_by_role("link", name="Nästa").click()
    expect(page.locator("#bild-2 h2")).to_be_in_viewport()


def test_a_report_is_written_and_stays_as_it_was(site: Site, visitor: Visiting) -> None:
    today = timezone.localdate()
    karin = visitor(site, javascript=False)
    karin.sign_in("editor")
    page = karin.go("/vad-har-hant/")
    page.get_by_role("link", name="Skriv en rapport").click()
    page.get_by_label("Vad heter rapporten?").fill(TITLE)
    page.locator("[name=begins]").fill((today - timedelta(days=150)).isoformat())
    page.locator("[name=ends]").fill((today - timedelta(days=151)).isoformat())
    page.get_by_role("button", name="Vidare").click()
    expect(page.locator(".errors")).to_contain_text("Den sista dagen är före den första.")
    expect(page.get_by_label("Vad heter rapporten?")).to_have_value(TITLE)
    page.locator("[name=ends]").fill(today.isoformat())
    page.get_by_role("button", name="Vidare").click()
    page.get_by_label("Inledning").fill("\n\n".join(WORDS))
    quote = page.locator("[name=quotes]").first
    said = page.locator("label[for=id_quotes_0]").inner_text().strip()
    quote.check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("Bara de som skriver den ser det här")
    address = page.url.removeprefix(site.url)
    reader = visitor(site)
    answer = reader.page.goto(site.url + address)
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("button", name="Publicera rapporten").click()

    page = found(reader, TITLE)
    expect(page.locator(".introduction p")).to_have_text(list(WORDS))
    expect(page.locator("#egna-ord")).to_contain_text(said[:60])
    before = figures(page)
    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    a_question(sara, "Mottagningen")

    days = f"fran={today - timedelta(days=150)}&till={today}"
    page = reader.go(f"/vad-har-hant/period/?{days}")
    assert figures(page)["frågor togs upp"] == before["frågor togs upp"] + 1
    assert reader.fits()
    page = found(reader, TITLE)
    assert figures(page) == before
    expect(page.locator("main")).not_to_contain_text(NEW)
    expect(page.locator("main")).to_contain_text("Siffrorna är som de var då.")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert reader.fits()
        assert Axe().run(page, options=RULES).response["violations"] == []

    # Taken back and published again it is the same.
    page = karin.page
    page.goto(site.url + address)
    page.get_by_role("button", name="Ta tillbaka rapporten").click()
    page.get_by_role("button", name="Publicera rapporten").click()
    assert figures(found(reader, TITLE)) == before
