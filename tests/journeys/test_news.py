"""An editor's day: a draft, its preview, a time; public at its minute, corrected, compared. And how
it is read on a phone of 360 px without JavaScript."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from .browser import DESK, Site, breaches
from .conftest import ROOT, Visiting
from .test_the_door import RULES

TITLE = "Bussen till Kvarngården går igen"
WRONG = "Den går från och med måndag klockan nio."
RIGHT = "Den går från och med tisdag klockan nio."


def choose(page: Page, act: str) -> None:
    """Press one of the buttons below the form, out of its menu."""
    page.get_by_role("button", name="Fler åtgärder").click()
    page.locator("[data-tippy-root]").get_by_role("button", name=act, exact=True).click()
    page.wait_for_load_state()


def draft(page: Page) -> str:
    """Write a draft and look at it as everybody will see it. Returns the address of its form."""
    page.locator("main").get_by_role("link", name="Nyheter").click()
    page.get_by_role("link", name="Lägg till inlägg").first.click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill(WRONG)
    page.get_by_role("button", name="Växla förhandsgranskning").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.locator("h1")).to_have_text(TITLE)
    expect(shown.locator(".lead")).to_have_text(WRONG)
    page.get_by_role("button", name="Växla förhandsgranskning").click()
    page.get_by_role("button", name="Spara utkast").click()
    expect(page).to_have_url(re.compile(r"/edit/\d+/"))
    return page.url


def wait_for_a_day(page: Page) -> None:
    """Choose a time that has not come, and let it be published then."""
    opens = page.get_by_role("button", name="Sätt schema")
    if not opens.is_visible():
        page.get_by_role("button", name="Växla status").click()
    opens.click()
    dialog = page.get_by_role("dialog")
    day = timezone.localdate() + timedelta(days=30)
    dialog.locator("input[name=go_live_at]").fill(f"{day} 09:00")
    dialog.get_by_role("button", name="Spara schema").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    choose(page, "Schemalägg publicering")
    expect(page.locator(".messages")).to_contain_text("publiceras på den tid du valde")


def a_month_passes(site: Site) -> None:
    """The times of what waits are moved back instead of the clock; then the worker does a round."""
    past = (timezone.now() - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
    with closing(sqlite3.connect(site.var / "oppnasoc.sqlite3", timeout=20)) as database, database:
        moved = database.execute(
            "UPDATE wagtailcore_revision SET approved_go_live_at = ?,"
            " content = json_set(content, '$.go_live_at', ?)"
            " WHERE approved_go_live_at IS NOT NULL"
            " AND id = (SELECT max(id) FROM wagtailcore_revision)",
            (past, f"{past.replace(' ', 'T')}Z"),
        )
        assert moved.rowcount == 1
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOC_")}
    subprocess.run(
        ["./soc", "manage", "work", "--once"],
        cwd=ROOT,
        env={**kept, "SOC_VAR": str(site.var)},
        check=True,
    )


def correct(page: Page, form: str) -> None:
    """Put right what was wrong, and say so."""
    page.goto(form)
    page.locator("#id_summary").fill(RIGHT)
    page.locator("#id_correction").fill("Det är tisdag, inte måndag.")
    choose(page, "Publicera")
    expect(page.locator(".messages")).to_contain_text("publicerad")


def test_an_editors_day(site: Site, visitor: Visiting) -> None:
    karin, reader = visitor(site, size=DESK), visitor(site, javascript=False)
    karin.sign_in("editor")
    page = karin.go("/redaktion/")
    form = draft(page)
    wait_for_a_day(page)
    listed = reader.go("/nyheter/").locator("main")
    expect(listed).not_to_contain_text(TITLE)

    a_month_passes(site)
    reader.go("/nyheter/").get_by_role("link", name=TITLE).click()
    read = reader.page
    address = read.url.removeprefix(site.url)
    expect(read.locator("h1")).to_have_text(TITLE)
    expect(read.locator(".lead")).to_have_text(WRONG)

    correct(page, form)
    reader.go(address)
    expect(read.locator(".lead")).to_have_text(RIGHT)
    expect(read.locator(".notice")).to_contain_text("Det är tisdag, inte måndag.")
    read.get_by_role("link", name="Tidigare versioner").click()
    expect(read.locator("h1")).to_have_text("Vad som har ändrats")
    expect(read.locator(".compared del").first).to_contain_text("måndag")
    expect(read.locator(".compared ins").first).to_contain_text("tisdag")


def test_read_on_a_phone(still_site: Site, visitor: Visiting) -> None:
    reader = visitor(still_site, javascript=False)
    page = reader.go("/")
    page.locator("#nytt").get_by_role("link", name="Alla nyheter").click()
    page.get_by_label("Tema").select_option(label="Boende")
    page.get_by_role("button", name="Visa").click()
    page.get_by_role("link", name="Torsdagssoppan fyller ett år").click()
    expect(page.locator("figure.picture img")).to_have_attribute("alt", re.compile("gryta"))
    expect(page.get_by_role("link", name="Var får man äta när allt är stängt")).to_be_visible()
    page.get_by_text("Dela", exact=True).click()
    expect(page.locator("#share")).to_have_value(
        re.compile("/nyheter/torsdagssoppan-fyller-ett-ar/")
    )
    page.get_by_role("link", name=re.compile("Tidigare")).last.click()
    expect(page.locator("h1")).to_have_text("Vi provar att ha öppet en kväll i veckan")
    reader.go("/nyheter/brev/")
    page.get_by_role("link", name="Det här har hänt på sistone").click()
    expect(page.locator("article")).to_contain_text("Nu står bänken där")


def test_pages_of_news_are_for_everybody(still_site: Site, visitor: Visiting) -> None:
    for options in ({}, {"dark": True, "size": DESK}):
        reader = visitor(still_site, **options)
        for path in ("/nyheter/", "/nyheter/torsdagssoppan-fyller-ett-ar/", "/nyheter/brev/"):
            page = reader.go(path)
            assert breaches(page, RULES) == [], path
            assert reader.fits(), path
