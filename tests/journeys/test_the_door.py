"""The one door in a real browser: said on a phone without JavaScript, joined, written down for
five members, on a slip; and axe on the pages that no link leads to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .browser import DESK, PHONE, Site, Visitor, breaches
from .conftest import Visiting

SAID = "Elvira Snöborg på Storgatan 5 hör allt i väntrummet. Kan Mottagningen ha öppet någon kväll?"
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def to_the_check(page: Page, text: str) -> None:
    page.get_by_label("Skriv med dina egna ord").fill(text)
    page.get_by_role("button", name="Vidare").click()
    expect(page.locator("h1")).to_have_text("Ser det rätt ut?")


def code_of(page: Page) -> str:
    return page.locator(".code b").inner_text().strip()


def test_said_on_a_phone_without_javascript(site: Site, visitor: Visiting) -> None:
    speaker = visitor(site, javascript=False)
    page = speaker.go("/sag-nagot/?grupp=brukargruppen-pa-fyren")
    page.locator("label", has_text="Jag undrar").click()
    to_the_check(page, SAID)
    expect(page.locator(".seen mark").first).to_have_text("Elvira Snöborg")
    page.get_by_role("button", name="Tillbaka").click()
    expect(page.locator("textarea[name=text]")).to_have_value(SAID)
    page.get_by_role("button", name="Vidare").click()
    page.locator("textarea[name=text]").fill("Alla hör allt i väntrummet.")
    page.locator("label", has_text="Med sms").click()
    page.locator("[name=phone]").fill("12")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".errors")).to_contain_text("070-123 45 67")
    expect(page.locator("textarea[name=text]")).to_have_value("Alla hör allt i väntrummet.")
    page.locator("[name=phone]").fill("070-123 45 67")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. Vi har tagit emot det du sade.")
    code = code_of(page)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    page.get_by_role("link", name="Använd min kod").click()
    page.locator("main input[name=code]").fill(code.lower())
    page.locator("main form:has(input[name=code]) button").first.click()
    expect(page.locator("main")).to_contain_text("Alla hör allt i väntrummet.")
    assert speaker.trouble == []


def test_an_address_is_asked_for_when_it_is_needed(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site).go("/sag-nagot/")
    to_the_check(page, "Hissen står still.")
    expect(page.locator("[name=email]")).to_be_hidden()
    page.locator("label", has_text="Med mejl").click()
    expect(page.locator("[name=email]")).to_be_visible()
    expect(page.locator("[name=postal]")).to_be_hidden()


def test_going_back_in_the_browser_keeps_the_text(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site).go("/sag-nagot/")
    to_the_check(page, "Hissen står still.")
    page.go_back()
    expect(page.locator("textarea[name=text]")).to_have_value("Hissen står still.")


def test_urgent_help_and_out_again(still_site: Site, visitor: Visiting) -> None:
    leaving = visitor(still_site)
    page = leaving.go("/sag-nagot/")
    to_the_check(page, "Min man slår mig.")
    expect(page.locator(".aid")).to_contain_text("020-50 50 50")
    page.get_by_role("link", name="Fler som kan hjälpa").click()
    expect(page.locator("h1")).to_have_text("Hjälp just nu")
    expect(page.locator("main")).to_contain_text("Socialjouren")
    elsewhere = {"body": "Sol och lätta moln.", "content_type": "text/html; charset=utf-8"}
    page.route(re.compile("^https://"), lambda route: route.fulfill(**elsewhere))
    page.get_by_role("link", name="Lämna sidan snabbt").click()
    expect(page.locator("body")).to_have_text("Sol och lätta moln.")
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Hjälp just nu")
    # The address of elsewhere, and nothing before it.
    assert all(each.startswith("asked another host") for each in leaving.trouble)
    leaving.trouble.clear()


def test_it_concerns_me_too(site: Site, visitor: Visiting) -> None:
    joining = visitor(site, javascript=False)
    page = joining.go("/fragor/")
    page.get_by_role("link", name="Kan det finnas tolk redan på första mötet?").click()
    before = page.locator("#sagt").inner_text()
    address = page.url
    page.get_by_role("button", name="Det gäller mig också").click()
    expect(page.locator("h1")).to_have_text("Tack. Du är räknad.")
    assert code_of(page)
    page.locator("textarea[name=text]").fill("Min mamma fick vänta på tolk i tre veckor.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".notice.success").first).to_be_visible()
    page.goto(address)
    after = page.locator("#sagt").inner_text()
    assert after != before
    assert "till säger: det gäller mig också" in after
    assert "Min mamma" not in after
    page.get_by_role("button", name="Det gäller mig också").click()  # Once more changes nothing.
    page.goto(address)
    assert page.locator("#sagt").inner_text() == after


def test_an_organisation_for_five_by_keyboard(site: Site, visitor: Visiting) -> None:
    birger = visitor(site, size=DESK)
    birger.sign_in("member")
    page = birger.go("/sag-nagot/at-nagon/")
    page.keyboard.type("Fem av oss har väntat mer än en månad.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[name=yes]")).to_be_checked()
    page.locator("[name=organisation]").select_option(label="Kamratföreningen Ankaret")
    page.locator("[name=people_count]").fill("5")
    page.get_by_role("button", name="Spara och skriv nästa").click()
    assert code_of(page)
    expect(page.locator("textarea[name=text]")).to_be_focused()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert birger.trouble == []


def test_a_slip_is_printed_and_typed_in(site: Site, visitor: Visiting) -> None:
    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    page = sara.go("/lappar/")
    page.get_by_role("button", name="Gör ett ark").click()
    expect(page.locator(".slip")).to_have_count(8)
    number = re.search(r"\d+", page.locator(".slip .tear").first.inner_text())
    assert number
    code = page.locator(".slip .secret b").first.inner_text()
    page = sara.go("/lappar/skriv-in/")
    page.locator("[name=slip]").fill(number[0])
    page.locator("[name=text]").fill("Stolarna är för låga.")
    page.locator("label", has_text="Visa det för alla direkt").click()
    page.get_by_role("button", name="Spara och skriv nästa").click()
    expect(page.locator(".notice.success")).to_contain_text(number[0])
    page = sara.go("/min-kod/")
    page.locator("main input[name=code]").fill(code)
    page.locator("main form:has(input[name=code]) button").first.click()
    expect(page.locator("main")).to_contain_text("Stolarna är för låga.")


def wrong_with(visitor: Visitor) -> list[str]:
    """What axe finds on the open page, on a phone and at a desk, light and dark."""
    assert visitor.javascript, "Axe waits for ever in a page without JavaScript."
    found = []
    for size, scheme in ((PHONE, "light"), (PHONE, "dark"), (DESK, "dark")):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if size is PHONE and not visitor.fits():
            found.append(f"{visitor.page.url} sticks out sideways at 360 px")
        for each in breaches(visitor.page, RULES):
            nodes = "; ".join(str(node["target"][0]) for node in each["nodes"][:3])
            found.append(f"{visitor.page.title()} {scheme}: {each['id']} – {nodes}")
    return found


@pytest.mark.parametrize("who", ["anonymous", "staff"])
def test_axe_on_pages_that_no_link_leads_to(site: Site, visitor: Visiting, who: str) -> None:
    looking = visitor(site)
    if who != "anonymous":
        looking.sign_in(who)
    page = looking.go("/sag-nagot/")
    to_the_check(page, f"{SAID} Han slår mig.")
    wrong = wrong_with(looking)
    page.locator("label", has_text="Med mejl").click()
    page.get_by_role("button", name="Skicka").click()
    wrong += wrong_with(looking)
    page.locator("[name=email]").fill("kim@example.org")
    page.get_by_role("button", name="Skicka").click()
    wrong += wrong_with(looking)
    page = looking.go("/fragor/")
    page.get_by_role("link", name="Kan det finnas tolk redan på första mötet?").click()
    page.get_by_role("button", name="Det gäller mig också").click()
    wrong += wrong_with(looking)
    assert wrong == []


def test_axe_on_a_sheet_and_the_flood(site: Site, visitor: Visiting) -> None:
    sara = visitor(site)
    sara.sign_in("secretary")
    sara.go("/lappar/").get_by_role("button", name="Gör ett ark").click()
    wrong = wrong_with(sara)
    for path in ("/fragor/nytt-som-sagts/manga-pa-en-gang/", "/lappar/skriv-in/", "/hjalp-nu/"):
        sara.go(path)
        wrong += wrong_with(sara)
    assert wrong == []
