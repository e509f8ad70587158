"""Somebody looks for something: misspelt on a phone without a script, and by keyboard alone."""

from __future__ import annotations

import re

import pytest

from .browser import DESK, Site, Visitor
from .conftest import Visiting
from .test_accessibility import look

RENT = "Varför står ordet skuld överst på hyresavin från er?"
HEAD = "#q-head"


def test_a_misspelt_compound_finds_the_matter_on_a_phone_without_a_script(
    still_site: Site, visitor: Visiting
) -> None:
    page = visitor(still_site, javascript=False).go("/")
    page.get_by_role("link", name="Sök", exact=True).click()
    page.get_by_label("Vad letar du efter?").fill("hyresafi")
    page.get_by_role("button", name="Sök").click()
    main = page.locator("main")
    assert "Du skrev hyresafi. Visar träffar för hyresavi." in main.inner_text()
    assert main.locator(".hits mark").first.inner_text().startswith("hyresavi")
    main.locator(".filters a", has_text="Frågor").click()
    kinds = set(main.locator(".hits .chip").all_inner_texts())
    assert kinds == {"Frågor"}
    assert main.locator("[aria-current=true]", has_text="Frågor").count() == 1
    main.get_by_role("link", name=RENT).click()
    assert page.locator("h1").inner_text() == RENT


def test_what_nobody_has_raised_becomes_a_question(still_site: Site, visitor: Visiting) -> None:
    looking = visitor(still_site, javascript=False)
    page = looking.go("/sok/?q=xyzzyqq")
    assert "Vi hittade inget" in page.locator("main").inner_text()
    page.get_by_role("button", name="Ställ det som en fråga").click()
    assert page.url.startswith(f"{still_site.url}/sag-nagot/")
    assert page.locator("textarea").input_value() == "xyzzyqq"


def test_the_search_field_by_keyboard_alone(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site, size=DESK).go("/fragor/")
    field, offers = page.locator(HEAD), page.locator(".top [role=listbox]")
    page.keyboard.press("/")
    assert field.evaluate("e => e === document.activeElement")
    assert field.get_attribute("role") == "combobox"
    page.keyboard.type("boendegr")
    offers.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    count = offers.locator("[role=option]").count()
    assert page.locator(".top [role=status]").inner_text() == f"Förslag: {count}"
    page.keyboard.press("ArrowUp")
    last = offers.locator("[role=option]").nth(count - 1)
    assert field.get_attribute("aria-activedescendant") == last.get_attribute("id")
    assert last.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "boendegr"
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(grupper|enheter|roller|moten|fragor|sok)/.+"))


def test_enter_without_a_choice_searches(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site, size=DESK).go("/")
    page.locator(HEAD).fill("hyresafi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=hyresafi")
    assert page.get_by_role("link", name=RENT).count() == 1


def test_the_key_is_turned_off_by_whoever_speaks_to_her_computer(
    still_site: Site, visitor: Visiting
) -> None:
    page = visitor(still_site, size=DESK).go("/sok/")
    page.get_by_label("Tangenten / tar mig till sökrutan").uncheck()
    page.goto(f"{still_site.url}/grupper/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")


def wrong_with(looking: Visitor, path: str) -> list[str]:
    looking.go(path)
    return list(look(looking, path))


@pytest.mark.parametrize("path", ["/sok/?q=handleggare", "/sok/?q=xyzzyqq"])
def test_axe_finds_nothing_on_what_was_found(
    path: str, still_site: Site, visitor: Visiting
) -> None:
    assert wrong_with(visitor(still_site), path) == []


def test_axe_finds_nothing_on_open_suggestions(still_site: Site, visitor: Visiting) -> None:
    looking = visitor(still_site)
    page = looking.go("/sok/")
    page.locator("#q-page").press_sequentially("boende")
    page.locator("main [role=listbox]").wait_for()
    page.keyboard.press("ArrowDown")
    wrong = [found for found in look(looking, "/sok/") if "sticks out" not in found]
    assert wrong == []
    assert looking.fits()


def test_axe_finds_nothing_on_the_words(still_site: Site, visitor: Visiting) -> None:
    looking = visitor(still_site)
    looking.sign_in("editor")
    assert wrong_with(looking, "/sok/ord/?prova=handleggare+och+sip") == []
    assert wrong_with(looking, "/sok/ord/ny/") == []
