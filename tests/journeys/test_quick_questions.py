"""Quick questions about a page: one is answered, and one that nobody answers is followed."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from .browser import DESK, PHONE, Site, Visitor
from .conftest import ROOT, Visiting
from .test_the_door import code_of, wrong_with
from .test_told import with_code

ASKED = "Får jag ta med min bror till första mötet på Mottagningen?"
ANSWER = "Ja, ta gärna med honom. Han får vara med så länge du vill."


def ask(iris: Visitor) -> str:
    """From the foot of a page to the receipt. Returns the code."""
    page = iris.go("/enheter/mottagningen/")
    page.get_by_role("link", name="Säg till eller fråga").click()
    page.locator("[name=text]").fill(ASKED)
    page.get_by_label("Jag undrar").check()
    page.get_by_role("button", name="Vidare").click()
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. Vi har tagit emot det du sade.")
    return code_of(page)


def take(sara: Visitor) -> str:
    """Give the question to whoever answers for the page. Returns its address."""
    page = sara.go("/fragor/nytt-som-sagts/?visa=alla")
    page.get_by_role("link", name=re.compile("Får jag ta med min bror")).click()
    form = page.locator("form[action$='/snabb-fraga/']")
    assert "Mottagningen" in form.locator("select[name=take-who] option:checked").inner_text()
    form.get_by_role("button", name="Be dem svara").click()
    expect(page.locator("p.now")).to_contain_text("svarar senast")
    return page.url


def test_a_quick_question_is_answered_and_kept(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    code = ask(iris)
    sara = visitor(site, size=DESK)
    sara.sign_in("secretary")
    address = take(sara).removeprefix(site.url)

    nadia = visitor(site, size=PHONE)
    nadia.sign_in("staff")
    nadia.go("/att-gora/").get_by_role("link", name=re.compile("Får jag ta med")).first.click()
    form = nadia.page.locator("form[action$='/svara-snabbt/']")
    form.get_by_role("button", name="Publicera svaret").click()
    form.locator("[name=reply-text]").fill(ANSWER)
    form.get_by_role("button", name="Publicera svaret").click()
    expect(nadia.page.locator("section.answer")).to_contain_text(ANSWER)

    page = iris.go(address)
    expect(page.locator("section.answer")).to_contain_text(ANSWER)
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.locator("h1")).to_have_text("Tack. Bra att veta.")
    expect(with_code(iris, code).locator("main")).to_contain_text(ANSWER)

    looking = visitor(site, size=PHONE, dark=True)
    looking.go(address)
    assert wrong_with(looking) == []


def test_nobody_answers_and_it_is_followed(site: Site, visitor: Visiting) -> None:
    iris = visitor(site, size=PHONE, javascript=False)
    code = ask(iris)
    sara = visitor(site, size=DESK)
    sara.sign_in("secretary")
    address = take(sara).removeprefix(site.url)
    a_fortnight_passes(site, address)
    page = iris.go(address)
    expect(page.locator("p.now.late")).to_contain_text("Vi är sena med svar")
    expect(page.locator("#hant")).to_contain_text("Ingen svarade i tid")
    expect(iris.go("/fragor/?visa=sena").locator("main")).to_contain_text(ASKED)
    expect(with_code(iris, code).locator("main")).to_contain_text("Vi är sena med svar")


def a_fortnight_passes(site: Site, address: str) -> None:
    """The days of one question are moved back instead of the clock; then the day's work is done."""
    pk, past = re.findall(r"\d+", address)[0], timezone.localdate() - timedelta(days=14)
    with closing(sqlite3.connect(site.var / "oppnasoc.sqlite3", timeout=20)) as database, database:
        moved = "UPDATE matters_matter SET next_on = ?, asked_until = ? WHERE id = ?"
        database.execute(moved, (str(past), str(past), pk))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOC_")}
    subprocess.run(
        ["./soc", "manage", "daily", "-v", "0"],
        cwd=ROOT,
        env={**kept, "SOC_VAR": str(site.var)},
        check=True,
    )
