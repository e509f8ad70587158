"""A tired person reads how it is done, asks why at a step, and the answer stands there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .browser import DESK, PHONE, Site
from .conftest import Visiting
from .test_the_door import wrong_with

PROCESS = "/sa-gor-vi/ansoka-om-boendestod/"
ASKED = "Varför måste jag berätta om mina dagar två gånger?"
ANSWER = "Det ska du inte behöva. Handläggaren lämnar över sina anteckningar om du säger ja."


def test_why_do_we_do_so(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    page = iris.go("/")
    page.locator(".menu.phone summary").click()
    page.locator(".top nav.drop").get_by_role("link", name="Så funkar det").click()
    page.locator("main").get_by_role("link", name=re.compile("^Så gör vi")).click()
    page.get_by_role("link", name="Ansöka om boendestöd").click()
    assert iris.fits()
    expect(page.locator(".trodden svg.slim")).to_be_visible()
    expect(page.locator(".trodden svg.wide")).to_be_hidden()
    page.locator(".trodden svg.slim a").nth(2).click()
    assert page.url.endswith("#handlaggaren-utreder")
    step = page.locator("#handlaggaren-utreder")
    step.get_by_role("link", name=re.compile("Varför")).click()
    expect(page.locator("main")).to_contain_text("Ansöka om boendestöd: Handläggaren utreder")
    page.locator("[name=text]").fill(ASKED)
    page.get_by_label("Jag undrar").check()
    page.get_by_role("button", name="Vidare").click()
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. Vi har tagit emot det du sade.")

    sara = visitor(site, size=DESK)
    sara.sign_in("secretary")
    sara.go("/fragor/nytt-som-sagts/?visa=alla")
    sara.page.get_by_role("link", name=re.compile("Varför måste jag berätta")).click()
    form = sara.page.locator("form[action$='/snabb-fraga/']")
    asked = form.locator("select[name=take-who]")
    assert "Boendeenheten" in asked.locator("option:checked").inner_text()
    asked.select_option(label=next_of(asked.inner_text(), "Mottagningen"))
    form.get_by_role("button", name="Be dem svara").click()

    nadia = visitor(site, size=PHONE)
    nadia.sign_in("staff")
    nadia.go("/att-gora/").get_by_role("link", name=re.compile("Varför måste jag")).first.click()
    form = nadia.page.locator("form[action$='/svara-snabbt/']")
    form.get_by_role("button", name="Publicera svaret").click()
    form.locator("[name=reply-text]").fill(ANSWER)
    form.locator("[name=reply-changed_page]").check()
    form.get_by_role("button", name="Publicera svaret").click()
    expect(nadia.page.locator("section.answer")).to_contain_text(ANSWER)

    main = iris.page.locator("main")
    iris.go_until(f"{PROCESS}steg/handlaggaren-utreder/", lambda: ANSWER in main.inner_text())
    expect(iris.page.locator("main")).to_contain_text("Det här ändrades för att någon frågade.")


def next_of(options: str, name: str) -> str:
    """The option that is exactly this unit's."""
    return next(line.strip() for line in options.splitlines() if line.strip().startswith(name))


def test_by_keyboard_and_on_paper(still_site: Site, visitor: Visiting) -> None:
    wide = visitor(still_site, size=DESK, javascript=False)
    page = wide.go(PROCESS)
    stones = page.locator(".trodden svg.wide a")
    stones.first.focus()
    for number in range(1, stones.count() + 1):
        label = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert label.startswith(f"{number}: ")
        page.keyboard.press("Tab")
    stones.nth(1).focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#ni-traffas")

    page.emulate_media(media="print")
    expect(page.locator(".trodden svg.slim")).to_be_visible()
    expect(page.locator(".trodden svg.wide")).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("Varför"))).to_have_count(0)
    expect(page.locator("#ni-traffas")).to_contain_text("5–10 arbetsdagar")
    page.emulate_media(media="screen")

    for path in (PROCESS, "/hjalp/", "/vem-gor-vad/", "/forsta-gangen/", "/visste-du/"):
        looking = visitor(still_site, size=PHONE, dark=True)
        looking.go(path)
        assert looking.fits()
        assert wrong_with(looking) == []


def test_a_paper_that_is_sent_nowhere(still_site: Site, visitor: Visiting) -> None:
    iris = visitor(still_site, size=PHONE)
    page = iris.go("/forsta-gangen/forsta-gangen-pa-mottagningen/")
    with page.expect_navigation():  # Until the page has come with all that belongs to it.
        page.get_by_role("link", name="Det här vill jag säga").first.click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Det här är svårast just nu:").fill("Att våga ringa.")
    page.emulate_media(media="print")
    expect(page.get_by_label("Det här är svårast just nu:")).to_be_visible()
    assert page.get_by_label("Det här är svårast just nu:").input_value() == "Att våga ringa."
    assert sent == []
