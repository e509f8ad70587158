"""One plan: from the right to a plan to paper in the hand, on a phone without JavaScript; a
caseworker who answers, a no that needs its reason, and a stop before going home."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from oppnasoc.ui.days import today

from .browser import Site, Visitor
from .conftest import Visiting
from .test_the_door import wrong_with

#: What on a printed plan is smaller than 16 pt, and headings that are not larger than the text.
LETTERS = """
main => [...main.querySelectorAll('.paper-sheet :is(h1, h2, h3, h4, dt, dd, li, p, td, th)')]
  .map(e => [e, parseFloat(getComputedStyle(e).fontSize) * .75])
  .filter(([e, size]) => size < (e.matches('h1, h2, h3, h4') ? 16.2 : 15.9))
  .map(([e, size]) => `${e.tagName} ${size} ${e.textContent.slice(0, 40)}`)
"""


def unlock(visitor: Visitor) -> Page:
    """Open the tower with the digits that the demo shows."""
    page = visitor.go("/min-plan/")
    page.get_by_role("button", name="Skicka sex siffror till min mobil").click()
    page.get_by_label("De sex siffrorna").fill(page.locator("p.now strong").inner_text().strip())
    page.get_by_role("button", name="Lås upp").click()
    return page


def begin(visitor: Visitor, role: str, name: str) -> tuple[Page, str]:
    """Sign in, unlock and begin a plan; the page and the plan's address."""
    visitor.sign_in(role)
    page = unlock(visitor)
    page.get_by_label("Vad vill du bli kallad?").fill(name)
    page.get_by_role("button", name="Börja min plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min plan")
    return page, page.url.removeprefix(visitor.site.url)


def elsewhere(route: Route) -> None:
    """The site locks the plan; the page that it leads to is not on this machine."""
    answer = route.fetch(max_redirects=0)
    assert answer.headers["location"].startswith("https://")
    kept = {n: v for n, v in answer.headers.items() if n in ("set-cookie", "clear-site-data")}
    route.fulfill(body="<h1>Molnigt</h1>", content_type="text/html", headers=kept)


def add_somebody(visitor: Visitor, plan: str, name: str, side: str) -> None:
    """Give somebody at an authority a place at the plan."""
    page = visitor.go(f"{plan}personer/ny/")
    page.get_by_text("arbetar på en myndighet").click()
    page.get_by_label("Vad heter personen?").fill(name)
    page.get_by_text(side, exact=True).click()
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("main")).to_contain_text("Ser inget.")


def test_from_the_right_to_a_plan_to_paper(site: Site, visitor: Visiting) -> None:
    person = visitor(site, javascript=False)
    page = person.go("/")
    page.get_by_role("link", name="En gemensam plan (SIP)").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page, plan = begin(person, "secretary", "Sara")

    person.go(f"{plan}del/important/")
    page.get_by_role("link", name="Skriv vad som är viktigt för dig").click()
    page.get_by_label("Vad är viktigt för dig?").fill("Att jag får sova och att barnen har ro.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("barnen har ro")
    person.go(f"{plan}del/goals/")
    page.get_by_role("link", name="Lägg till ett mål").click()
    page.get_by_label("Målet, med egna ord").fill("Jag sover hela natten")
    page.get_by_role("button", name="Spara").click()

    person.go(f"{plan}be-om/")
    page.get_by_text("Kommunens socialtjänst").first.click()
    page.get_by_label("Vad behöver du hjälp med?").fill("Jag orkar inte ringa till alla.")
    page.get_by_role("button", name="Be om det").click()
    expect(page.locator("main")).to_contain_text("ingen har fått det än")

    person.go(f"{plan}skriv-ut/")
    main = page.locator("main")
    for words in ("Jag sover hela natten", "barnen har ro", "Utskrivet", "Det här saknas än"):
        expect(main).to_contain_text(words)
    page.emulate_media(media="print")
    assert main.evaluate(LETTERS) == []
    page.emulate_media(media="screen")
    person.go(f"{plan}vem-har-last/")
    expect(page.locator("main")).to_contain_text("Ingen annan har läst än")


def test_what_is_begun_is_there_again_and_two_tabs_lose_nothing(
    site: Site, visitor: Visiting
) -> None:
    person = visitor(site)
    page, plan = begin(person, "secretary", "Sara")
    person.go(f"{plan}skriv/goal/?avsnitt=goals")
    page.get_by_label("Målet, med egna ord").fill("Halvskrivet")
    expect(page.locator("[data-draft-said]")).to_have_text("Sparas medan du skriver")
    person.go(f"{plan}skriv/goal/?avsnitt=goals")
    expect(page.get_by_label("Målet, med egna ord")).to_have_value("Halvskrivet")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Ändra", exact=False).first.click()
    address = page.url.removeprefix(site.url)
    other = person.context.new_page()
    other.goto(site.url + address)
    other.get_by_label("Målet, med egna ord").fill("Från den andra fliken")
    other.get_by_role("button", name="Spara").click()
    expect(other.locator("article.piece")).to_contain_text("Från den andra fliken")
    page.get_by_label("Målet, med egna ord").fill("Från den första")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#theirs")).to_contain_text("Från den andra fliken")
    expect(page.get_by_label("Målet, med egna ord")).to_have_value("Från den första")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("article.piece")).to_contain_text("Från den första")


def test_a_stop_before_going_home(site: Site, visitor: Visiting) -> None:
    person = visitor(site, javascript=False)
    page, plan = begin(person, "secretary", "Sara")
    person.go(f"{plan}hem-fran-sjukhuset/")
    page.locator("input[type=date]").fill((today() + timedelta(days=2)).isoformat())
    page.locator("main form button.btn").first.click()
    person.go(plan)
    stop = page.locator("section.stop")
    expect(stop).to_contain_text("Var sover jag i natt?")
    person.go(f"{plan}om-jag-blir-sjuk/sleep-tonight/")
    page.get_by_label("Var sover jag i natt?").fill("Hos min syster")
    page.get_by_text("Ja", exact=True).first.click()
    page.get_by_role("button", name=re.compile("^Spara")).first.click()
    person.go(plan)
    expect(page.locator("section.stop")).not_to_contain_text("Var sover jag i natt?")


def test_staff_says_why_and_sees_only_what_is_shown(site: Site, visitor: Visiting) -> None:
    staff = visitor(site, javascript=False)
    staff.sign_in("staff")
    page = unlock(staff)
    page.get_by_role("link", name="Asta").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Varför läser du?")
    page.get_by_text("för att göra det som är bestämt").click()
    page.get_by_role("button", name="Öppna planen").click()
    expect(page.locator("main")).to_contain_text("Planen för Asta")
    expect(page.locator("ul.stones")).not_to_contain_text("Bara för mig")
    expect(page.locator("ul.stones")).not_to_contain_text("Hälsa")
    plan = page.url.removeprefix(site.url)
    answer = page.goto(f"{site.url}{plan}del/health/")
    assert answer is not None
    assert answer.status == 404


def test_a_no_needs_its_reason(site: Site, visitor: Visiting) -> None:
    person = visitor(site, javascript=False)
    page, plan = begin(person, "secretary", "Sara")
    person.go(f"{plan}be-om/")
    page.get_by_text("Regionens vård").first.click()
    page.get_by_role("button", name="Be om det").click()
    page.get_by_text("Jag har fått ett nej").click()
    page.get_by_label("Vem har bestämt det? Ett namn").fill("Enhetschef Mats Berg")
    page.get_by_role("button", name="Skriv upp svaret nej").click()
    expect(page.locator("main")).to_contain_text("ingen har fått det än")
    page.get_by_label("Vilket skäl gav de?").fill("Ni har redan en plan, säger de.")
    page.get_by_label("Vart säger de att du kan vända dig i stället?").fill("Patientnämnden")
    page.get_by_role("button", name="Skriv upp svaret nej").click()
    main = page.locator("main")
    for words in ("Ni har redan en plan", "Mats Berg", "Patientnämnden", "IVO"):
        expect(main).to_contain_text(words)
    person.go(plan)
    expect(page.locator("main")).to_contain_text("Du har fått ett nej")


def test_an_authority_says_no_with_its_reason(site: Site, visitor: Visiting) -> None:
    """Who may decide for the municipality is asked, and answers for it."""
    person = visitor(site, javascript=False)
    person.sign_in("participant")
    page = unlock(person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Min plan")
    plan = page.url.removeprefix(site.url)
    person.go(f"{plan}be-om/")
    page.get_by_text("Kommunens socialtjänst").first.click()
    page.get_by_label("Vad behöver du hjälp med?").fill("Jag vill ha ett möte till.")
    page.get_by_role("button", name="Be om det").click()
    expect(page.locator("main")).to_contain_text("väntar på svar")
    asked = page.url.removeprefix(site.url)

    staff = visitor(site, javascript=False)
    staff.sign_in("staff")
    desk = unlock(staff)
    desk.get_by_role("link", name="Asta").first.click()
    desk.get_by_text("för att göra det som är bestämt").click()
    desk.get_by_role("button", name="Öppna planen").click()
    staff.go(asked)
    expect(desk.locator("main")).to_contain_text("Jag vill ha ett möte till.")
    desk.get_by_label("Vem har bestämt det? Ett namn").fill("Enhetschef Mona Ek")
    desk.get_by_role("button", name="Säg nej", exact=False).click()
    expect(desk.locator("main")).to_contain_text("Skriv varför ni säger nej")
    desk.get_by_label("Varför säger ni nej?").fill("Ni har ett möte om en vecka.")
    desk.get_by_label("Vart kan personen vända sig i stället?").fill("Till oss igen efter mötet")
    desk.get_by_role("button", name="Säg nej", exact=False).click()

    person.go(asked)
    for words in ("Ni har ett möte om en vecka", "Mona Ek", "Till oss igen", "IVO"):
        expect(page.locator("main")).to_contain_text(words)


def test_a_caseworker_calls_a_plan_together(site: Site, visitor: Visiting) -> None:
    """One page, seven fields, a paper in the hand: nothing of it is kept."""
    staff = visitor(site, javascript=False)
    staff.sign_in("staff")
    page = staff.go("/min-plan/kalla/")
    soon = (today() + timedelta(days=14)).isoformat()
    for label, text in (
        ("Vad heter personen?", "Vera"),
        ("Vilken tid?", "13.00"),
        ("Var, eller på vilken länk?", "Mottagningen, rum 2"),
        ("Vem bjuder in? Ditt namn och din arbetsplats", "Nadia Rahimi, Mottagningen"),
        ("Hur når personen dig?", "040-628 04 11"),
    ):
        page.get_by_label(label).fill(text)
    page.locator("input[type=date]").fill(soon)
    for box in page.locator("main input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Visa inbjudan").click()
    main = page.locator("main")
    for words in ("Vera", "13.00", "Mottagningen, rum 2", "040-628 04 11"):
        expect(main).to_contain_text(words)


PAGES = (
    "", "be-om/", "personer/", "personer/ny/", "forbered/", "kalla/", "borja-galla/", "folj-upp/",
    "har-inte-hant/", "berattelse/", "om-jag-blir-sjuk/", "kort/", "ta-ut/", "lankar/",
    "hem-fran-sjukhuset/", "skydd/", "bredvid/", "vem-har-last/?vilka=alla", "del/goals/",
    "skriv/action/", "avsluta/", "radera/",
)  # fmt: skip


@pytest.mark.parametrize("part", range(2))
def test_axe_in_the_tower(still_site: Site, visitor: Visiting, part: int) -> None:
    looking = visitor(still_site)
    looking.sign_in("participant")
    page = unlock(looking)
    wrong = []
    if page.get_by_role("link", name="Öppna min plan").count():
        page.get_by_role("link", name="Öppna min plan").click()
    plan = page.url.removeprefix(still_site.url)
    for path in PAGES[part::2]:
        looking.go(f"{plan}{path}")
        wrong += wrong_with(looking)
    if part:
        for path in ("/min-plan/ova/", "/min-plan/ratten/", "/min-plan/nycklar/"):
            looking.go(path)
            wrong += wrong_with(looking)
    assert wrong == []


def test_nothing_sticks_out_at_four_times_the_size(still_site: Site, visitor: Visiting) -> None:
    """A screen of 1280 px shows 320 of them at 400 % (WCAG 2.2, 1.4.10)."""
    looking = visitor(still_site, size={"width": 320, "height": 640})
    looking.sign_in("participant")
    page = unlock(looking)
    if page.get_by_role("link", name="Öppna min plan").count():
        page.get_by_role("link", name="Öppna min plan").click()
    plan = page.url.removeprefix(still_site.url)
    paths = [*(f"{plan}{path}" for path in PAGES), "/min-plan/ratten/", "/min-plan/be-om-sip/"]
    wide = []
    for path in paths:
        looking.go(path)
        if not looking.fits():
            wide.append(path)
    assert wide == []
