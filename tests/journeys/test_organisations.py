"""Organisations: a page that shows at once, something prepared together and let go, and a recording
that is heard with the keyboard alone and found by what is said in it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .browser import DESK, Site, Visitor
from .conftest import Visiting
from .test_the_door import wrong_with

ROOM = "Ett väntrum som man orkar sitta i"


def test_an_organisation_edits_its_page_and_it_shows_at_once(site: Site, visitor: Visiting) -> None:
    member = visitor(site, javascript=False)
    member.sign_in("member")
    page = member.go("/organisationer/kamratforeningen-ankaret/")
    page.get_by_role("link", name="Ändra det som står här").click()
    page.get_by_label("Öppet").fill("varje dag 8–22")
    page.get_by_label("Språk vi talar").fill("Svenska, Finska, romani chib")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Vad andra kan be er om").click()
    page.get_by_label("Vad, i en mening").last.fill("Vi lånar ut en hund att promenera med.")
    page.get_by_label("Hur ber man om det?").last.fill("Ring Birger.")
    page.get_by_role("button", name="Spara").click()

    anybody = visitor(site, javascript=False).go("/organisationer/")
    anybody.get_by_label("På vilket språk?").select_option("romani chib")
    anybody.get_by_role("button", name="Visa").click()
    anybody.get_by_role("link", name="Kamratföreningen Ankaret").click()
    main = anybody.locator("main")
    for words in ("varje dag 8–22", "svenska, finska, romani chib", "en hund att promenera med"):
        expect(main).to_contain_text(words)


def test_two_organisations_prepare_and_let_it_go(site: Site, visitor: Visiting) -> None:
    birger = visitor(site, javascript=False)
    birger.sign_in("member")
    page = birger.go("/organisationer/kamratforeningen-ankaret/")
    page.get_by_role("link", name=ROOM).click()
    expect(page.locator("p.now")).to_contain_text("Redaktörer, chefer och administratörer")
    room = page.url
    page.get_by_role("button", name="Bocka av").first.click()
    expect(page.locator("#lista .done")).to_have_count(2)
    editor = visitor(site, javascript=False)
    editor.sign_in("editor")
    answer = editor.page.goto(room)
    assert answer is not None
    assert answer.status == 404

    # Both have the text open; who comes second sees the other's words and loses none of her own.
    page.get_by_role("link", name="Skriv i texten").click()
    other = visitor(site, javascript=False)
    other.sign_in("member")
    theirs = other.go(f"{room.removeprefix(site.url)}text/")
    theirs.get_by_label("Vår text").fill("Tre stolar.")
    theirs.get_by_role("button", name="Spara").click()
    page.get_by_label("Vår text").fill("Två stolar.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("ins")).to_contain_text("Två")
    expect(page.get_by_label("Vår text")).to_have_value("Två stolar.")
    page.get_by_label("Vår text").fill("Två stolar, eller tre.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Låt andra läsa det").click()
    page.get_by_role("button", name="Be alla om ett ja").click()
    expect(page.locator("main")).to_contain_text("Föreningen Kompassen: har inte svarat")
    expect(page.get_by_role("button", name="Visa det för alla nu")).to_have_count(0)


def heard(visitor: Visitor) -> Page:
    page = visitor.go("/inspelningar/")
    page.get_by_role("link", name="Brevet som kom för sent").click()
    return page


def test_a_recording_is_played_with_the_keyboard(still_site: Site, visitor: Visiting) -> None:
    reader = visitor(still_site, size=DESK)
    page = heard(reader)
    media, clock = page.locator("video"), page.locator(".controls output")
    expect(clock).to_have_text(re.compile(r"0\.00 av 0\.3\d"))
    play = page.get_by_role("button", name="Spela")
    play.focus()
    page.keyboard.press("ArrowRight")
    expect(clock).to_contain_text("0.10 av")
    expect(page.locator(".said [aria-current]")).to_contain_text("Det låg i en hög")
    page.keyboard.press("ArrowLeft")
    expect(clock).to_contain_text("0.00 av")
    page.keyboard.press("c")
    captions = page.get_by_role("button", name="Undertexter")
    expect(captions).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pausa")).to_be_focused()
    assert media.evaluate("film => film.paused") is False
    page.keyboard.press("k")
    expect(play).to_be_visible()
    page.locator(".said li").last.locator("a").press("Enter")
    expect(clock).to_contain_text(re.compile(r"^0\.2[5-9]"))
    assert media.evaluate("video => video.controls") is False
    assert wrong_with(reader) == []
    assert reader.trouble == []


def test_what_is_said_is_found_at_its_minute_without_javascript(
    still_site: Site, visitor: Visiting
) -> None:
    page = visitor(still_site, javascript=False).go("/sok/?q=knackar")
    page.get_by_role("link", name="Så provläser vi ett brev").first.click()
    assert "t=5" in page.url
    assert page.locator("video").get_attribute("controls") is not None
    expect(page.locator("li:target")).to_contain_text("knackar")
