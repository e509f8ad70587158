"""Told what came of it: with the code on a phone, at a meeting, by letter; and taken back."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.paper import read_paper

from .browser import DESK, PHONE, Site, Visitor, breaches
from .conftest import Visiting
from .test_the_door import RULES, code_of, to_the_check

SAID = "Kassan i luckan är stängd när jag får lön."
WHY = "Jag fick gå hem utan pengar även den här månaden."
NAME = "Solveig Kvarnbäck"


def raise_it(speaker: Visitor, said: str = SAID) -> str:
    """Say something, and keep the code."""
    page = speaker.go("/sag-nagot/?grupp=brukargruppen-pa-fyren")
    to_the_check(page, said)
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. Vi har tagit emot det du sade.")
    return code_of(page)


def open_matter(sara: Visitor, title: str) -> str:
    """Make a matter of what was said last. Returns its address."""
    page = sara.go("/fragor/nytt-som-sagts/?visa=alla")
    page.get_by_role("link", name=re.compile("Kassan i luckan")).click()
    form = page.locator("form[action$='/ny-fraga/']")
    form.locator("[name=title]").fill(title)
    form.locator("[name=steward]").select_option(label="Brukargruppen på Fyren")
    form.locator("[name=holder]").select_option(label="Mottagningen")
    form.get_by_role("button", name="Öppna frågan").click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def answer_no(mona: Visitor, address: str) -> None:
    page = mona.page
    page.goto(f"{address}?gor=answer")
    form = page.locator("form[action$='/svara/']")
    form.get_by_label("Nej", exact=True).check()
    form.locator("[name=answer-text]").fill("Kassan kan inte ha öppet längre.")
    form.locator("[name=answer-reason]").fill("Vi får inte ha pengar kvar efter klockan tolv.")
    form.get_by_role("button", name="Publicera svaret").click()
    expect(page.locator("p.now").first).to_contain_text("Besvarad")


def with_code(speaker: Visitor, code: str) -> Page:
    page = speaker.go("/min-kod/")
    page.locator("#code input[name=code]").fill(code)
    page.locator("#code button").click()
    expect(page.locator("h1")).to_have_text("Det här sa du")
    return page


def test_a_no_is_read_with_the_code_and_taken_up_again(site: Site, visitor: Visiting) -> None:
    """On a phone of 360 px, without JavaScript and without an account."""
    speaker = visitor(site, javascript=False)
    code = raise_it(speaker)
    page = with_code(speaker, code)
    expect(page.locator("main")).to_contain_text("väntar på att en människa tittar på det")
    page.get_by_role("button", name="Stäng").first.click()

    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    address = open_matter(sara, "Kan kassan ha öppet på lönedagen?")
    mona = visitor(site, javascript=False, size=DESK)
    mona.sign_in("manager")
    answer_no(mona, address)

    page = with_code(speaker, code)
    came = page.locator(".came")
    expect(came).to_contain_text("Vi får inte ha pengar kvar efter klockan tolv.")
    came.get_by_text("Nej, det blev inte bättre").click()
    came.get_by_text("Ta upp frågan igen").click()
    came.get_by_role("button", name="Svara").click()
    expect(page.locator(".errors")).to_contain_text("skriv varför")
    page.get_by_label("Med dina egna ord").fill(WHY)
    page.locator(".came").get_by_role("button", name="Svara").click()
    expect(page.locator(".notice")).to_contain_text("Frågan tas upp igen")
    assert code.replace("-", "") not in page.url
    page.get_by_role("button", name="Stäng").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    page.go_back()
    expect(page.locator("main")).not_to_contain_text(SAID)

    reader = visitor(site, javascript=False).page
    reader.goto(address)
    expect(reader.locator("#hant")).to_contain_text("tog upp frågan igen")
    expect(reader.locator("main")).not_to_contain_text(WHY)
    page = sara.go("/att-gora/")
    page.get_by_role("link", name="Någon säger om det blev bättre").first.click()
    page.get_by_role("button", name="Visa orden på frågan").click()
    reader.goto(address)
    expect(reader.locator("#hant")).to_contain_text(WHY)
    assert speaker.trouble == []


def test_raisers_are_told_at_the_next_meeting(site: Site, visitor: Visiting) -> None:
    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    page = sara.go("/att-gora/")
    page.get_by_role("link", name=re.compile("ska få besked på")).first.click()
    boxes = page.locator("input[name=told]")
    expect(boxes.first).to_be_attached()
    waiting = boxes.count()
    assert waiting > 1
    first = page.locator(".owed a").first.get_attribute("href") or ""
    boxes.first.check()
    page.get_by_role("button", name="De har fått besked").click()
    expect(page.locator(".notices")).to_contain_text("1 person har fått besked")
    expect(page.locator("input[name=told]")).to_have_count(waiting - 1)
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator(".notices")).to_contain_text("1 person väntar på besked igen")
    expect(page.locator("input[name=told]")).to_have_count(waiting)
    boxes.first.check()
    page.get_by_role("button", name="De har fått besked").click()
    page = sara.go(first.partition("#")[0])
    expect(page.locator("main")).to_contain_text("på mötet")
    page.get_by_role("button", name="Personen fick inte besked än").click()
    expect(page.locator("main")).to_contain_text("Ska få besked")


def test_letters_are_printed_and_marked_as_sent(site: Site, visitor: Visiting) -> None:
    karin = visitor(site, javascript=False, size=DESK)
    karin.sign_in("editor")
    page = karin.go("/fragor/brev/")
    letters = page.locator("article.letter").count()
    assert letters >= 1
    expect(page.locator("article.letter .address").first).to_contain_text("Sundhamn")
    page.emulate_media(media="print")
    expect(page.locator("p.paper")).to_be_hidden()  # It would stand above the first letter.
    expect(page.locator("h1")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Markera som skickade").click()
    expect(page.locator(".notices")).to_contain_text("har fått besked")
    expect(page.locator("article.letter")).to_have_count(0)


def test_a_slips_answer_is_read_on_the_noticeboard(site: Site, visitor: Visiting) -> None:
    """Under its public number, by anybody; its code is neither on the page nor on the paper."""
    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    page = sara.go("/lappar/")
    page.get_by_role("button", name="Gör ett ark").click()
    number = re.search(r"\d+", page.locator(".slip .tear").first.inner_text())
    assert number
    code = page.locator(".slip .secret b").first.inner_text().strip()
    page = sara.go("/lappar/skriv-in/")
    page.locator("[name=slip]").fill(number[0])
    page.locator("[name=text]").fill(SAID)
    page.locator("label", has_text="Visa det för alla direkt").click()
    page.get_by_role("button", name="Spara och skriv nästa").click()
    address = open_matter(sara, "Kan kassan ha öppet på lönedagen?")

    reader = visitor(site)
    board = "/anslag/brukargruppen-pa-fyren/"
    slip = reader.go(board).locator("li", has_text=f"Lapp {number[0]}")
    expect(slip).to_contain_text("Kan kassan ha öppet på lönedagen?")
    mona = visitor(site, javascript=False, size=DESK)
    mona.sign_in("manager")
    answer_no(mona, address)
    page = reader.go(board)
    expect(slip).to_contain_text("Vi får inte ha pengar kvar efter klockan tolv.")
    assert reader.fits()
    assert breaches(page, RULES) == []
    href = page.get_by_role("link", name="Skriv ut på A4").get_attribute("href") or ""
    paper = page.request.get(site.url + href)
    assert paper.headers["content-type"] == "application/pdf"
    read = read_paper(paper.body())
    assert "Vi får inte ha pengar kvar efter klockan tolv." in " ".join(read.text.split())
    assert number[0] in read.text
    for shown in (page.content(), read.text):
        assert code not in shown
        assert code.replace("-", "") not in shown


def test_a_name_is_taken_away_everywhere(site: Site, visitor: Visiting) -> None:
    """From the pages, the search and its feed."""
    speaker = visitor(site, javascript=False)
    code = raise_it(speaker, f"{SAID} {NAME} lovade att fråga.")
    sara = visitor(site, javascript=False, size=DESK)
    sara.sign_in("secretary")
    address = open_matter(sara, "Kan kassan ha öppet på lönedagen?")
    reader = visitor(site, javascript=False)

    def where() -> list[str]:
        found = []
        for path in (address.removeprefix(site.url), "/fragor/", f"/sok/?q={NAME}", "/moten/"):
            body = reader.page.request.get(site.url + path).text()
            if NAME in re.sub(r"<input[^>]*>|<title>.*?</title>|<h1.*?</h1>", "", body):
                found.append(path)
        return found

    assert address.removeprefix(site.url) in where()
    page = sara.go("/moten/ta-bort-namn/")
    page.locator("main input[name=name]").fill(NAME)
    page.get_by_role("button", name="Se var det står").click()
    expect(page.locator("main mark").first).to_have_text(NAME)
    page.get_by_role("button", name="Ta bort namnet överallt").click()
    expect(page.locator(".notice")).to_contain_text("Namnet är borta")
    assert address.removeprefix(site.url) not in where()
    assert "En deltagare lovade att fråga." in reader.page.request.get(address).text()

    page = with_code(speaker, code)
    page.get_by_role("link", name="Ta tillbaka det du sagt").click()
    page.get_by_role("button", name="Ja, ta tillbaka det").click()
    expect(page.locator(".notice")).to_contain_text("Dina ord är borta")
    after = reader.page.request.get(address).text()
    assert "Kassan i luckan" not in after
    assert "har tagit tillbaka sina ord" in after


def test_the_pages_that_no_link_leads_to(site: Site, visitor: Visiting) -> None:
    """Axe on the page with the code, in light and dark, on a phone and on a desk."""
    speaker = visitor(site)
    page = with_code(speaker, raise_it(speaker))
    wrong = []
    looks: list[tuple[Any, Any]] = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")]
    for path in ("/min-kod/synpunkt/", "/min-kod/synpunkt/ta-tillbaka/"):
        speaker.go(path)
        for size, scheme in looks:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            assert speaker.fits(), path
            found = breaches(page, RULES)
            wrong += [f"{path} {scheme} {v['id']} {v['nodes'][0]['target']}" for v in found]
    assert wrong == []
    assert speaker.trouble == []
