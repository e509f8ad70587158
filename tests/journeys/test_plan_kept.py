"""What is being written in a plan when the network or the lock gets between, in a browser."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from .browser import Site
from .conftest import Visiting
from .test_plan import begin

TEXT = "Jag sover hela natten"


def test_what_is_not_kept_is_never_called_kept(site: Site, visitor: Visiting) -> None:
    person = visitor(site)
    page, plan = begin(person, "secretary", "Sara")
    person.go(f"{plan}skriv/goal/?avsnitt=goals")
    said, draft = page.locator("[data-draft-said]"), page.locator("[name=draft]")
    kept, lost = (draft.get_attribute(f"data-draft-{name}") for name in ("kept", "lost"))
    assert kept
    assert lost
    words = page.get_by_label("Målet, med egna ord")
    words.fill(TEXT)
    expect(said).to_have_text(kept)
    page.route("**/utkast/", lambda route: route.abort())
    words.fill(f"{TEXT} och vaknar utvilad")
    expect(said).to_have_text(lost)
    page.unroute("**/utkast/")
    words.fill(f"{TEXT} och är utvilad")
    expect(said).to_have_text(kept)
    locked = """token => fetch("/min-plan/las/", { method: "POST", redirect: "manual",
        headers: { "X-CSRFToken": token } })"""
    page.evaluate(locked, page.locator("[name=csrfmiddlewaretoken]").first.input_value())
    words.fill(f"{TEXT} igen")  # It had locked, and the lock answers instead.
    expect(said).to_have_text(lost)
    assert set(person.trouble) == {"Failed to load resource: net::ERR_FAILED"}
    person.trouble.clear()


def test_it_says_that_it_locks_soon_and_goes_on(site: Site, visitor: Visiting) -> None:
    person = visitor(site)
    page, plan = begin(person, "secretary", "Sara")
    asked: list[str] = []

    def soon(route: Route) -> None:
        asked.append(route.request.method)
        left = 80 if route.request.method == "GET" else 600
        route.fulfill(json={"left": left, "says": "Snart", "goOn": "Fortsätt"})

    page.clock.install()
    page.route("**/las-upp/?tid=1", soon)
    person.go(f"{plan}skriv/goal/?avsnitt=goals")
    page.clock.run_for(205_000)
    assert asked == [], "nothing is asked in the first minutes"
    page.clock.run_for(10_000)
    expect(page.locator(".soon")).to_contain_text("Snart")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.locator(".soon")).to_be_empty()
    assert asked == ["GET", "POST"]
