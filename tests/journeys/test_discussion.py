"""Talking beside a question: written on a phone without JavaScript, not shown, told why, appealed,
looked at by another person, shown again, and answered."""

from __future__ import annotations

from playwright.sync_api import expect

from .browser import DESK, PHONE, Site, Visitor
from .conftest import Visiting
from .test_the_door import code_of, wrong_with

WORDS = "Jag fick vänta i sju veckor. Sven i luckan visste inget."
QUESTION = "Måste alla i väntrummet höra varför jag kommer?"
WHY = "Det nämner en person som inte kan svara här."
ANSWER = "Så var det för mig med."


def write(one: Visitor, address: str, words: str, name: str) -> None:
    """Write in a talk; what looks like somebody's name is sent as it is."""
    page = one.go(address)
    page.locator("[name=text]").fill(words)
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Skicka").click()
    if page.locator("mark").count():
        page.get_by_role("button", name="Skicka").click()


def use(one: Visitor, code: str) -> None:
    page = one.go("/min-kod/")
    page.locator("#code input[name=code]").fill(code)
    page.get_by_role("button", name="Visa").click()


def test_whoever_wrote_it_is_told_why_and_appeals(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    page = iris.go("/fragor/")
    page.get_by_role("link", name=QUESTION).first.click()
    page.locator("#samtal a.btn").click()
    address = page.url.removeprefix(site.url)
    expect(page.locator("main")).to_contain_text("En människa tittar innan det visas.")
    write(iris, address, WORDS, "Iris")
    expect(page.locator("h1")).to_have_text("Tack. En människa tittar innan det visas.")
    expect(page.locator("main")).to_contain_text("/min-kod/")
    code = code_of(page)
    assert iris.fits()
    expect(iris.go(address).locator("main")).not_to_contain_text(WORDS)

    sara = visitor(site, size=DESK)
    sara.sign_in("secretary")
    page = sara.go("/samtal/att-titta-pa/")
    row = page.locator("#nya article.said", has_text=WORDS)
    row.get_by_role("link", name="Visa det inte").click()
    page.locator("[name=reason]").fill(WHY)
    page.get_by_role("button", name="Visa det inte").click()
    expect(page.locator("#nya article.said", has_text=WORDS)).to_have_count(0)
    page.locator("#dolda summary").click()
    expect(page.locator("#dolda article.said", has_text=WORDS)).to_contain_text(WHY)

    use(iris, code)
    page = iris.page
    expect(page.locator("main")).to_contain_text(WHY)
    page.locator("[name=appeal-words]").fill("Det är min egen bror, och han vill det.")
    page.get_by_role("button", name="Be om en ny titt").click()
    expect(page.locator("main")).to_contain_text("En annan person ska titta på det")
    assert iris.fits()

    page = sara.go("/samtal/att-titta-pa/")  # Who hid it sees that another person decides.
    expect(page.locator("#ny-titt")).to_have_count(0)
    page.locator("#dolda summary").click()
    hidden = page.locator("#dolda article.said", has_text=WORDS)
    expect(hidden).to_contain_text("En annan person än den som bestämde svarar")
    assert wrong_with(sara) == []

    karin = visitor(site, size=DESK)
    karin.sign_in("editor")
    waiting = karin.go("/att-gora/").get_by_role("link", name="ny titt på ett inlägg")
    expect(waiting.first).to_be_visible()
    page = karin.go("/samtal/att-titta-pa/")
    asked = page.locator("#ny-titt article.said", has_text=WORDS)
    expect(asked).to_contain_text("min egen bror")
    asked.get_by_role("link", name="Titta och bestäm").click()
    expect(page.locator("main")).to_contain_text("min egen bror")
    assert wrong_with(karin) == []
    page.get_by_label("Visa det igen").check()
    page.locator("[name=reason]").fill("Då får det stå.")
    page.get_by_role("button", name="Bestäm").click()

    expect(iris.go("/min-kod/").locator("main")).to_contain_text("Då får det stå.")
    expect(iris.go(address).locator("main")).to_contain_text(WORDS)
    assert iris.fits()

    talk = karin.go(address)
    talk.locator("article.said", has_text=WORDS).get_by_role("link", name="Svara").first.click()
    talk.locator("[name=text]").fill(ANSWER)
    talk.get_by_role("button", name="Skicka").click()
    expect(karin.go(address).locator("article.under", has_text=ANSWER)).to_be_visible()
    own = iris.go("/min-kod/").locator("#svar")
    expect(own).to_contain_text(ANSWER)

    looking = visitor(site, size=PHONE)
    use(looking, code)
    expect(looking.page.locator("#svar")).to_contain_text(ANSWER)
    assert wrong_with(looking) == []
    looking.page.get_by_role("button", name="Stäng").click()
    for path in ("/min-kod/", address):
        looking.go(path)
        assert wrong_with(looking) == [], path
