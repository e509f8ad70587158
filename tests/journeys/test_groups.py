"""Organisations that write their own page, and a leader who hands over: on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .browser import PEOPLE, Site, Visitor

Visiting = Callable[..., Visitor]
SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
PAGE = "/organisationer/kamratforeningen-ankaret/"
GROUP = "/grupper/vagen-in/"


@SCRIPT
def test_an_organisation_writes_its_page_and_an_editor_looks_afterwards(
    site: Site, visitor: Visiting, javascript: bool
) -> None:
    birger = visitor(site, javascript=javascript)
    birger.sign_in("member")
    page = birger.go(PAGE)
    page.get_by_role("link", name="Ändra det som står här").click()
    page.get_by_label("Vad vi kan hjälpa andra med").fill("Vi följer med till första mötet.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("En redaktör tittar på den i efterhand.")
    if javascript:
        assert birger.fits()

    # It is shown at once, to anybody.
    reader = visitor(site, javascript=javascript)
    text = reader.go(PAGE).locator("main")
    expect(text).to_contain_text("Vi följer med till första mötet.")

    # The editor sees what is new, takes it back and says why.
    karin = visitor(site, javascript=javascript)
    karin.sign_in("editor")
    page = karin.go("/att-gora/")
    page.get_by_role("link", name=re.compile("^Visa alla")).click()
    page.get_by_role("link", name="Titta på vad Kamratföreningen Ankaret har ändrat").click()
    expect(page.locator(".compared ins")).to_contain_text("Vi följer med till första mötet")
    page.get_by_label("Varför tar du tillbaka ändringen?").fill("Skriv också vem man ringer.")
    page.get_by_role("button", name="Ta tillbaka ändringen").click()
    expect(text).to_contain_text("Vi följer med")  # the reader's page is from before
    reader.go(PAGE)
    expect(text).not_to_contain_text("Vi följer med")

    # The organisation reads why and tries again; now it is fine.
    page = birger.go("/att-gora/")
    page.get_by_role("link", name="Läs varför en ändring").click()
    expect(page.locator("main")).to_contain_text("Därför: Skriv också vem man ringer.")
    if javascript:
        assert birger.fits()
    page = birger.go(f"{PAGE}andra/")
    page.get_by_label("Vad vi kan hjälpa andra med").fill("Vi följer med. Ring Birger.")
    page.get_by_role("button", name="Spara").click()
    page = karin.go("/att-gora/")
    page.get_by_role("link", name=re.compile("^Visa alla")).click()
    page.get_by_role("link", name="Titta på vad Kamratföreningen Ankaret har ändrat").click()
    page.get_by_role("button", name="Det är bra").click()
    expect(page.locator(".notice")).to_contain_text("Tack för att du tittade.")
    assert "Ankaret har ändrat" not in karin.go("/att-gora/").inner_text("main")


@SCRIPT
def test_a_leader_leaves_and_hands_over(site: Site, visitor: Visiting, javascript: bool) -> None:
    yonas = visitor(site, javascript=javascript)
    yonas.sign_in("facilitator")
    page = yonas.go("/konto/")
    page.get_by_role("link", name="Ändra, pausa eller lämna Vägen in").click()
    page.get_by_role("link", name="Lämna platsen").click()
    # He leads it alone, so he is asked who comes after him.
    expect(page.locator("h1")).to_have_text("Vem leder Vägen in efter dig?")
    page.get_by_label("E-postadress till den du frågar").fill(PEOPLE["member"])
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("body")).to_contain_text("Du leder gruppen tills svaret kommer.")
    assert "tills någon har svarat" in yonas.go("/att-gora/").inner_text("main")

    birger = visitor(site, javascript=javascript)
    birger.sign_in("member")
    page = birger.go("/att-gora/")
    page.get_by_role("link", name="Vill du leda Vägen in?").click()
    if javascript:
        assert birger.fits()
    page.get_by_role("button", name="Ja, jag leder gruppen").click()
    expect(page).to_have_url(re.compile(re.escape(GROUP)))
    page.get_by_role("link", name="Ändra det som står här").click()
    expect(page.locator("h1")).to_have_text("Ändra det som står här")

    # He wants to be named, and is, at once; Yonas has left.
    page = birger.go("/konto/")
    page.get_by_role("link", name="Ändra, pausa eller lämna Vägen in").click()
    page.get_by_label("Med förnamn").check()
    page.get_by_role("button", name="Spara").click()
    reader = visitor(site, javascript=javascript)
    expect(reader.go(GROUP).locator("main")).to_contain_text("Gruppen leds av Birger.")
    assert "Vägen in" not in yonas.go("/konto/").inner_text("main")
