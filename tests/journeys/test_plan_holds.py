"""From asking to a plan that holds and is printed, by two phones of 360 px without JavaScript: she
asks, the municipality answers, they meet, and each thing has somebody who does it by a day."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from oppnasoc.ui.days import today

from .browser import Site, Visitor
from .conftest import Visiting
from .test_plan import add_somebody, begin, elsewhere, unlock

HER_WORDS = "Jag vill sova hemma, och att ni pratar med varandra."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def let_in(owner: Visitor, plan: str, name: str) -> tuple[str, str]:
    """Make the link that lets somebody in, and give back its address on the site and its code."""
    page = owner.go(f"{plan}personer/")
    page.get_by_role("link", name=name).first.click()
    press(page, "Gör en länk")
    address = re.sub(r"^https?://[^/]+", "", page.locator("#share").input_value())
    return address, page.locator(".code-once").inner_text()


def show_all(owner: Visitor, plan: str, name: str, *parts: str) -> None:
    """Say yes to some parts, for doing what is decided."""
    page = owner.go(f"{plan}personer/")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Ja, fråga mig nu").click()
    for part in parts:
        page.locator(f"[name=part_{part}]").check()
        page.locator(f"[name=far_{part}]").select_option("3")
    page.locator("[name=purpose][value=do]").check()
    page.locator("[name=how][value=here]").check()
    press(page, "Ja, visa det jag har kryssat")
    expect(page.locator(".grants")).to_be_visible()


def will_do(owner: Visitor, plan: str, what: str, who: str, days: int) -> None:
    """Write something that somebody will do, by a day."""
    page = owner.go(f"{plan}skriv/action/?avsnitt=home")
    page.locator("[name=what]").fill(what)
    page.locator("[name=seat]").select_option(label=who)
    page.locator("[name=due_on]").fill((today() + timedelta(days=days)).isoformat())
    press(page, "Spara")
    expect(page.locator("main")).to_contain_text(what)


def test_from_asking_to_a_plan_that_holds(site: Site, visitor: Visiting) -> None:
    person, staff = visitor(site, javascript=False), visitor(site, javascript=False)
    page, plan = begin(person, "secretary", "Sara")
    main = page.locator("main")
    add_somebody(person, plan, "Nadia Rahimi", "kommunen")
    page.get_by_role("link", name="Ändra namn eller telefon").click()
    page.locator("[name=mandate]").check()
    press(page, "Spara")
    add_somebody(person, plan, "Gun Ahlström", "regionen (vården)")
    link, code = let_in(person, plan, "Nadia Rahimi")
    show_all(person, plan, "Nadia Rahimi", "goals", "home", "meeting")

    # She asks; the municipality says that it has come.
    person.go(f"{plan}be-om/")
    page.get_by_text("Kommunens socialtjänst").first.click()
    page.get_by_label("Vad behöver du hjälp med?").fill("Jag orkar inte ringa till alla.")
    press(page, "Be om det")
    asked = page.url.removeprefix(site.url)
    staff.sign_in("staff")
    desk = unlock(staff)
    staff.go(link)
    press(desk, "Ta platsen")
    expect(desk).to_have_url(re.compile("/inbjudan/"))
    desk.locator("[name=code]").fill(code)
    press(desk, "Ta platsen")
    desk.locator("[name=purpose][value=do]").check()
    press(desk, "Öppna planen")
    staff.go(asked)
    expect(desk.locator("main")).to_contain_text("Jag orkar inte ringa")
    desk.locator("[name=receiver]").fill("Nadia Rahimi")
    press(desk, "Det har kommit fram")
    person.go(asked)
    expect(main).to_contain_text("Nadia Rahimi")

    # They are called, and Nadia answers.
    person.go(f"{plan}kalla/")
    page.locator("[name=day]").fill(today().isoformat())
    page.locator("[name=purpose]").fill("Hur jag kan bo hemma")
    for box in page.locator("[name=seats]").all():
        box.check()
    press(page, "Kalla till mötet")
    meeting = page.url.removeprefix(site.url)
    # Gun stands on paper: nobody tells her but the letter.
    expect(main).to_contain_text("har inte fått kallelsen")
    page.get_by_role("link", name=re.compile("^Visa brevet")).click()
    for words in ("Till Gun Ahlström", "Hur jag kan bo hemma", "får bestämma"):
        expect(main).to_contain_text(words)
    press(page, "Jag har lämnat det")
    expect(main).not_to_contain_text("har inte fått kallelsen")
    staff.go(meeting)
    desk.get_by_role("link", name=re.compile("^Svara")).first.click()
    desk.locator("[name=reply][value=yes]").check()
    press(desk, "Svara")
    person.go(meeting)
    expect(main).to_contain_text("kommer")

    # The meeting, step by step, her words first.
    page.get_by_role("link", name="Börja mötet").click()
    page.locator("[name=came]").first.check()
    press(page, "Spara och gå vidare")
    for text in (HER_WORDS, "Nadia: Vi kan komma två gånger i veckan.", "Alla är överens."):
        page.locator("main form textarea").first.fill(text)
        press(page, "Spara och gå vidare")
    page.locator("main form textarea").first.fill("Boendestöd två dagar, och en läkartid.")
    press(page, "Mötet är slut")
    person.go(meeting)
    expect(main).to_contain_text(HER_WORDS)

    # Who does what, who holds it together, the day, and her yes.
    person.go(f"{plan}borja-galla/")
    expect(main).to_contain_text("Det som fattas innan planen gäller")
    will_do(person, plan, "Boendestöd två dagar i veckan", "Nadia Rahimi", 20)
    will_do(person, plan, "En tid hos läkaren", "Gun Ahlström", 30)
    person.go(f"{plan}borja-galla/")
    # Gun cannot confirm here: what she has signed is shown as a paper.
    page.get_by_role("link", name=re.compile("^De har bekräftat det på papper")).click()
    page.locator("[name=shown_by]").fill("Nadia Rahimi")
    page.locator("[name=day]").fill(today().isoformat())
    press(page, "Spara")
    expect(main).to_contain_text("Nadia Rahimi har visat ett papper")
    page.locator("[name=nobody]").check()
    press(page, "Spara")
    page.locator("#lead").get_by_text("Nadia Rahimi").click()
    page.locator("#lead").get_by_role("button", name="Spara").click()
    page.locator("#day input[type=date]").fill((today() + timedelta(days=60)).isoformat())
    page.locator("#day").get_by_role("button", name="Spara").click()
    press(page, "Jag säger ja till planen")
    press(page, "Låt planen börja gälla")
    expect(page.locator("body")).to_contain_text("Planen gäller från och med nu.")

    # On paper: the same words, and nothing is missing.
    person.go(f"{plan}skriv-ut/")
    for words in ("Boendestöd två dagar i veckan", "En tid hos läkaren", HER_WORDS, "Nadia Rahimi"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("Det här saknas än")


def test_back_shows_nothing_when_she_has_left_or_signed_out(site: Site, visitor: Visiting) -> None:
    """Without JavaScript: by the link, and by signing out of the whole site."""
    person = visitor(site, javascript=False)
    page, plan = begin(person, "secretary", "Sara")
    body = page.locator("body")
    person.go(f"{plan}skriv/goal/?avsnitt=goals")
    page.get_by_label("Målet, med egna ord").fill("Jag sover hela natten")
    press(page, "Spara")
    expect(page.locator("article.piece")).to_contain_text("Jag sover hela natten")
    page.route("**/min-plan/lamna/", elsewhere)
    page.get_by_role("link", name="Lämna snabbt").click()
    expect(page.locator("h1")).to_have_text("Molnigt")
    page.go_back()
    expect(body).not_to_contain_text("Jag sover hela natten")

    person.sign_in("secretary")
    unlock(person)
    person.go(f"{plan}del/goals/")
    expect(body).to_contain_text("Jag sover hela natten")
    person.go("/konto/logga-ut/")
    with page.expect_navigation():  # There is no way back from a page that has not come.
        page.locator("main form button").first.click()
    for _ in range(3):
        page.go_back()
        expect(body).not_to_contain_text("Jag sover hela natten")
