"""Asked outside the house: another authority answers by link; what two did not take is lifted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .browser import DESK, PHONE, Site, Visitor
from .conftest import Visiting
from .test_following import link, mails, next_mail
from .test_matters_in_full import act, send
from .test_the_door import to_the_check, wrong_with

NAME = "Regionens psykiatri i Sundhamn"
DESK_OF_THEIRS = "kansliet@psykiatrin-sundhamn.example"
TITLE = "Kan psykiatrin ringa tillbaka samma dag?"
ANSWER = "Ja. Från nästa vecka ringer vi upp före klockan fyra."


def give_them_an_address(karin: Visitor) -> None:
    """The demo's authorities have a telephone and no mail."""
    page = karin.go("/myndigheter/")
    page.locator("main").get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Ändra det som står här").click()
    page.locator("[name=email]").fill(DESK_OF_THEIRS)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("mejlar vi en länk")


def a_question(sara: Visitor, holder: str) -> str:
    """Something that is said becomes a question; returns its address."""
    page = sara.go("/sag-nagot/?grupp=brukargruppen-pa-fyren")
    to_the_check(page, f"{TITLE} Jag väntade i fyra dagar.")
    page.get_by_role("button", name="Skicka").click()
    page = sara.go("/fragor/nytt-som-sagts/?visa=alla")
    page.get_by_role("link", name="Kan psykiatrin ringa").click()
    form = page.locator("form[action$='/ny-fraga/']")
    form.locator("[name=title]").fill(TITLE)
    form.locator("[name=steward]").select_option(label="Brukargruppen på Fyren")
    form.locator("[name=holder]").select_option(label=holder)
    form.get_by_role("button", name="Öppna frågan").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url.removeprefix(sara.site.url)


def ask(sara: Visitor, path: str, whom: str, words: str) -> Page:
    page = act(sara, path, "Be någon ta över")
    page.locator("[name=hand_over-to]").select_option(label=whom)
    page.locator("[name=hand_over-reason]").fill(words)
    send(page, "Fråga dem")
    return page


def test_another_authority_answers_by_link(site: Site, visitor: Visiting) -> None:
    """On a phone without JavaScript and without an account; public after one look."""
    karin, sara = visitor(site, javascript=False, size=DESK), visitor(site, size=PHONE)
    karin.sign_in("editor")
    give_them_an_address(karin)
    sara.sign_in("secretary")
    path = a_question(sara, "Brukargruppen på Fyren")
    ask(sara, path, NAME, "Ni har telefonen. Kan ni svara?")

    asked = next_mail(site, DESK_OF_THEIRS, 1)
    assert TITLE in asked
    assert "Ni har telefonen. Kan ni svara?" in asked
    they = visitor(site, javascript=False)
    page = they.go(question := link(asked, r"/fragan/[^/]+/"))
    expect(page.locator("main")).to_contain_text("Jag väntade i fyra dagar.")
    page.locator("[name=text]").first.fill("Vi tar upp det på måndag.")
    page.locator("[name=next_on]").fill("2020-01-01")
    page.get_by_role("button", name="Ja, vi tar den").click()
    expect(page.locator(".errors").first).to_be_visible()
    expect(page.locator("[name=text]").first).to_have_value("Vi tar upp det på måndag.")
    look = visitor(site)
    look.go(question)
    wrong = wrong_with(look)
    page = they.go(question)
    page.locator("[name=text]").first.fill("Vi tar upp det på måndag.")
    page.get_by_role("button", name="Ja, vi tar den").click()
    expect(page.locator(".notice.success")).to_contain_text("Frågan ligger hos er nu")

    to_answer = next_mail(site, DESK_OF_THEIRS, 2)
    page = they.go(answering := link(to_answer, r"/svara/[^/]+/"))
    look.go(answering)
    wrong += wrong_with(look)
    page.get_by_label("Nej", exact=True).check()
    page.locator("[name=text]").fill(ANSWER)
    page.get_by_role("button", name="Skicka svaret").click()  # A no without a reason.
    expect(page.locator(".errors").first).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(ANSWER)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator("h1")).to_have_text("Tack för svaret")
    look.go(path)
    expect(look.page.locator("main")).not_to_contain_text(ANSWER)

    page = sara.go("/att-gora/")
    page.get_by_role("link", name=f"Ett svar väntar: {TITLE}").click()
    wrong += wrong_with(sara)
    expect(page.locator("[name=text]")).to_have_value(ANSWER)
    page.get_by_role("button", name="Publicera det", exact=True).click()

    page = look.go(path)
    expect(page.locator("#svar")).to_contain_text(ANSWER)
    expect(page.locator("#svar")).to_contain_text(f"Svar från {NAME}")
    wrong += wrong_with(look)
    expect(they.go(answering).locator("main")).to_contain_text("Frågan har fått ett svar")
    gone = they.page.goto(site.url + question)
    assert gone is not None
    assert gone.status == 404
    expect(they.page.locator("h1")).to_have_text("Länken fungerar inte längre")
    assert wrong == []
    assert len(mails(site, DESK_OF_THEIRS)) == 2


def test_not_taken_by_two_it_goes_to_the_manager(site: Site, visitor: Visiting) -> None:
    """The first says no by link; those who see it through write down the second's no."""
    karin, sara = visitor(site, javascript=False, size=DESK), visitor(site, size=DESK)
    karin.sign_in("editor")
    give_them_an_address(karin)
    sara.sign_in("secretary")
    path = a_question(sara, "Mottagningen")
    nadia = visitor(site, javascript=False)
    nadia.sign_in("staff")
    act(nadia, path, "Ta emot frågan")
    send(nadia.page, "Vi tar frågan")
    ask(sara, path, NAME, "Kan ni ta emot samtalen?")

    they = visitor(site, javascript=False)
    page = they.go(link(next_mail(site, DESK_OF_THEIRS, 1), r"/fragan/[^/]+/"))
    page.locator("summary", has_text="Nej, den är inte vår").click()
    page.locator("[name=no-reason]").fill("   ")
    page.get_by_role("button", name="Lämna tillbaka").click()
    expect(page.locator(".errors").first).to_be_visible()
    page.locator("[name=no-reason]").fill("Telefonen sköts av vårdcentralen.")
    page.get_by_role("button", name="Lämna tillbaka").click()
    expect(page.locator(".notice.success")).to_contain_text("De som frågade kan läsa varför")
    expect(page.locator("p.waits")).to_contain_text("Telefonen sköts av vårdcentralen.")

    ask(sara, path, "Vårdcentralen Norra Hamnen", "Psykiatrin säger att telefonen är er.")
    page = act(sara, path, "Lämna tillbaka")
    page.locator("[name=give_back-reason]").fill("Vi svarar bara för våra egna samtal.")
    send(page, "Lämna tillbaka")
    expect(page.locator("p.waits").last).to_contain_text("chef")

    mona = visitor(site, javascript=False)
    mona.sign_in("manager")
    page = mona.go("/att-gora/")
    page.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    page = act(mona, path, "Bestäm vem som har frågan")
    page.locator("[name=place-to]").select_option(label="Mottagningen")
    page.locator("[name=place-reason]").fill("   ")
    page.locator(".acting").get_by_role("button", name="Lägg frågan där").click()
    expect(page.locator(".errors, .acting [aria-invalid]").first).to_be_visible()
    page.locator("[name=place-to]").select_option(label=NAME)
    page.locator("[name=place-reason]").fill("Jag har talat med deras chef.")
    send(page, "Lägg frågan där")
    expect(page.locator("p.now")).to_contain_text(f"Ligger hos {NAME}")

    assert TITLE in next_mail(site, DESK_OF_THEIRS, 2)  # They are told, with a link to answer.
    reader = visitor(site)
    reader.go(path)
    expect(reader.page.locator("#hant")).to_contain_text("Jag har talat med deras chef.")
    assert wrong_with(reader) == []
