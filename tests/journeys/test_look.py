"""The living page of components in a real browser: contrast, targets, width, modes, paper."""

from __future__ import annotations

import pytest

from .browser import DESK, PHONE, Site, breaches
from .conftest import Visiting

PAGE = "/komponenter/"
SMALL = {"width": 320, "height": 640}  # 1280 px at 400 %
LOW = {"width": 640, "height": 360}  # A phone laid on its side.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

#: Everything one can touch, with the area that really reacts: a whole label, row or leaf.
TARGETS = """
() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(e => !e.closest('p:not(.row), td, .log, .errors') && !e.matches('[type=hidden], .skip'))
  .map(e => [e, (e.closest('label, .list > li') || e).getBoundingClientRect()])
  .filter(([e, r]) => r.width > 0 && e.checkVisibility())
  .filter(([e, r]) => r.height < 43.5 || r.width < 43.5)
  .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)} x ${Math.round(r.height)}`)
"""


#: What is still laid out when it is told to be hidden.
STILL_SEEN = """
() => [...document.querySelectorAll('body *')].filter(e => e instanceof HTMLElement).map(e => {
    const was = e.hidden;
    e.hidden = true;
    const seen = getComputedStyle(e).display !== 'none';
    e.hidden = was;
    return seen ? e.outerHTML.slice(0, 80) : '';
  }).filter(Boolean)
"""
#: What has the focus, when more than half of it lies under the way out.
UNDER = """
() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const way = document.querySelector('.leave').getBoundingClientRect();
  const under = Math.min(r.bottom, way.bottom) - Math.max(r.top, way.top);
  const beside = r.right <= way.left || r.left >= way.right;
  const free = e.matches('body') || e.closest('.leave') || beside || under <= r.height / 2;
  return free ? '' : e.outerHTML.slice(0, 80);
}
"""
#: Whether the way out is a shelf as wide as the page.
SHELF = """
() => {
  const r = document.querySelector('.leave').getBoundingClientRect();
  return r.left <= 0 && r.right >= document.documentElement.clientWidth;
}
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_component_is_clean_at_400_percent(
    still_site: Site, visitor: Visiting, dark: bool
) -> None:
    """Other sizes are looked at with the other pages, in test_accessibility.py."""
    looking = visitor(still_site, size=SMALL, dark=dark)
    page = looking.go(PAGE)
    found = breaches(page, RULES)
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert looking.fits()


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL], ids=["desk", "phone", "400 %"])
def test_everything_can_be_hit(still_site: Site, visitor: Visiting, size: dict[str, int]) -> None:
    page = visitor(still_site, size=size).go(PAGE)
    assert page.evaluate(TARGETS) == []


def test_the_menu_opens_without_script(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site, javascript=False).go(PAGE)
    link = page.locator(".top nav.drop a", has_text="Grupper")
    assert not link.is_visible()
    page.locator(".menu.phone summary").click()
    link.click()
    assert page.url.endswith("/grupper/")


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_head(
    still_site: Site, visitor: Visiting
) -> None:
    page = visitor(still_site, size=DESK).go("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_trodden_and_coming_stones_differ_without_colours(
    still_site: Site, visitor: Visiting
) -> None:
    page = visitor(still_site, size=DESK).go(PAGE)
    page.emulate_media(forced_colors="active")
    stone = "e => getComputedStyle(e, '::before').backgroundColor"
    trodden = page.locator(".path .done").first.evaluate(stone)
    coming = page.locator(".path .ahead").first.evaluate(stone)
    assert trodden != coming


def test_paper_shows_the_text_and_where_it_is_from(still_site: Site, visitor: Visiting) -> None:
    page = visitor(still_site, size=DESK).go(PAGE)
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".foot").is_visible()
    paper = page.locator(".paper")
    assert paper.is_visible()
    assert "Sundhamn" in paper.inner_text()
    assert PAGE in paper.inner_text()
    assert page.locator(".path").first.is_visible()


def test_what_is_hidden_is_not_shown_however_it_is_laid_out(
    still_site: Site, visitor: Visiting
) -> None:
    """A button that does nothing without JavaScript waits hidden for the script that shows it."""
    assert visitor(still_site, size=DESK).go(PAGE).evaluate(STILL_SEEN) == []


@pytest.mark.parametrize("size", [PHONE, SMALL, LOW, DESK])
def test_the_way_out_lies_over_nothing_that_has_the_focus(
    still_site: Site, visitor: Visiting, size: dict[str, int]
) -> None:
    """On a phone it is a shelf that nothing shows beside, in a low window it is out of the way."""
    page = visitor(still_site, size=size).go("/min-plan/be-om-sip/")
    place = page.locator(".leave").evaluate("e => getComputedStyle(e).position")
    assert place == ("static" if size == LOW else "sticky")
    assert page.evaluate(SHELF) is (size != DESK)
    found = []
    for _ in range(45):
        page.keyboard.press("Tab")
        found.append(page.evaluate(UNDER))
    assert set(found) == {""}


def test_a_paper_has_its_lines_in_print_only(still_site: Site, visitor: Visiting) -> None:
    """On a phone one reads what is asked; nobody writes on the screen."""
    page = visitor(still_site).go("/min-plan/papper/")
    seen = "() => [...document.querySelectorAll('.sheet .line')].some(e => e.checkVisibility())"
    for path in ("/min-plan/papper/", "/min-plan/om-jag-blir-sjuk/"):
        page.goto(still_site.url + path)
        assert page.evaluate(seen) is False
        assert page.locator(".sheet h2").first.is_visible()
        assert page.evaluate("document.documentElement.scrollHeight") < 8000
        page.emulate_media(media="print")
        assert page.evaluate(seen) is True
        page.emulate_media(media="screen")
