"""Tyck till: sent to a group, an association and everybody; three answer, one does not. It is
closed when every answer has its consequence, and read at 360 px without JavaScript. An authority
without an account answers by a link, and what somebody says on the phone is written down."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.paper import read_paper

from .browser import DESK, PHONE, Site, Visitor
from .conftest import Visiting
from .test_authority import DESK_OF_THEIRS, NAME, give_them_an_address
from .test_following import link, next_mail
from .test_the_door import code_of, wrong_with

TITLE = "Så bokar man det tysta rummet"
TEXT = """Det tysta rummet finns till höger om luckan.

Man får sitta där i tio minuter.

Rummet bokas på telefon."""
COUNCIL = "Brukargruppen på Ankaret"
ASSOCIATION = "Kamratföreningen Ankaret"
SILENT = "Närståenderådet"


def send_out(sara: Visitor) -> str:
    """From the group's page to a text that is out. Returns its path."""
    page = sara.go("/grupper/brukargruppen-pa-fyren/")
    page.get_by_role("link", name="Fråga om en text").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=why]").fill("Vi läser allt och säger vad det ändrade.")
    page.locator("[name=text]").fill(TEXT)
    page.locator(".folded").get_by_text("Grupper", exact=True).click()
    page.locator(".folded").get_by_text("Organisationer", exact=True).click()
    for name in (COUNCIL, ASSOCIATION, SILENT):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.locator("p.now")).to_contain_text("Det här är ett utkast.")
    page.get_by_role("button", name="Skicka ut texten").click()
    expect(page.locator("p.now")).to_contain_text("Du kan svara till och med")
    return page.url.removeprefix(sara.site.url)


def answer_for(one: Visitor, role: str, name: str, paragraph: int, words: str) -> None:
    """From 'Att göra i dag' to a sent answer, by way of a draft."""
    one.sign_in(role)
    page = one.go("/att-gora/")
    page.get_by_role("link", name=re.compile(f"Svara för {name}: {TITLE}")).first.click()
    page.get_by_text(f"Tyck till om stycke {paragraph}").click()
    field = page.get_by_label(f"Vad tycker du om stycke {paragraph}?")
    field.fill(words)
    page.get_by_role("button", name="Spara som utkast").click()
    expect(field).to_have_value(words)
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(f"#stycke-{paragraph}")).to_contain_text(words)


def the_last_day_passes(site: Site) -> None:
    """As if it had been sent out three weeks ago."""
    today = timezone.localdate()
    days = (today - timedelta(days=21), today - timedelta(days=1), TITLE)
    database = site.var / "oppnasoc.sqlite3"
    with closing(sqlite3.connect(database, timeout=30)) as rows, rows:
        rows.execute(
            "UPDATE referrals_referral SET opens_on = ?, answers_by = ? WHERE title = ?",
            [str(value) for value in days],
        )


def say_what_it_changed(sara: Visitor, words: str, *, changed: bool, said: str) -> None:
    part = sara.page.locator(".remark", has_text=words)
    part.get_by_label("Det ändrade något" if changed else "Det ändrade inget").check()
    part.get_by_label("Vad ändrade det, eller varför inte?").fill(said)
    part.get_by_role("button", name="Spara vad det ändrade").click()
    expect(sara.page.locator(".became", has_text=said)).to_be_visible()


def test_a_text_is_closed_when_every_answer_has_its_consequence(
    site: Site, visitor: Visiting
) -> None:
    sara = visitor(site, size=DESK, javascript=False)
    sara.sign_in("secretary")
    address = send_out(sara)

    answer_for(visitor(site, javascript=False), "facilitator", COUNCIL, 2, "Tio minuter är kort.")
    answer_for(visitor(site, javascript=False), "member", ASSOCIATION, 3, "Alla har inte telefon.")
    iris = visitor(site, size=PHONE, javascript=False)
    page = iris.go("/tyck-till/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Tyck till om det här stycket").nth(0).click()
    page.get_by_label("Vad tycker du om stycke 1?").fill("Sätt upp en skylt.")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Tack. Vi har fått ditt svar.")
    code = code_of(page)

    page = iris.go(address)
    expect(page.locator("#tillfragade")).to_contain_text("Har inte svarat än")
    expect(page.locator("main")).not_to_contain_text("Sätt upp en skylt.")

    page = sara.go(address)
    page.get_by_role("link", name="Gå igenom svaren").click()
    page.get_by_role("button", name="Visa det", exact=True).click()
    the_last_day_passes(site)
    say_what_it_changed(sara, "Tio minuter är kort.", changed=True, said="Nu är det tjugo.")
    say_what_it_changed(sara, "Sätt upp en skylt.", changed=False, said="Det finns en skylt.")
    page.get_by_text("Skriv den nya texten").nth(1).click()
    rewriting = page.locator("#stycke-2 form", has_text="Den nya texten")
    rewriting.locator("textarea").fill("Man får sitta där i tjugo minuter.")
    rewriting.get_by_role("button", name="Spara stycket").click()
    closing_form = page.locator("#stang form")
    closing_form.locator("[name=result]").fill("Man får sitta dubbelt så länge.")
    closing_form.get_by_role("button", name="Berätta vad det blev").click()
    expect(page.locator(".errors")).to_contain_text(f"{ASSOCIATION}: stycke 3")
    say_what_it_changed(
        sara, "Alla har inte telefon.", changed=True, said="Man får fråga i luckan."
    )
    closing_form.locator("[name=result]").fill("Man får sitta dubbelt så länge.")
    closing_form.get_by_role("button", name="Berätta vad det blev").click()
    expect(page.locator("#blev")).to_contain_text("Man får sitta dubbelt så länge.")

    page = iris.go("/tyck-till/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#stycke-2 del")).to_contain_text("tio")
    expect(page.locator("#stycke-2 ins")).to_contain_text("tjugo")
    expect(page.locator("#stycke-3 .became.changed")).to_contain_text("Man får fråga i luckan.")
    expect(page.locator("#tillfragade")).to_contain_text("Svarade inte")
    page = iris.go("/min-kod/")
    page.locator("#code input[name=code]").fill(code)
    page.get_by_role("button", name="Visa").click()
    expect(page.locator("main")).to_contain_text("Det finns en skylt.")

    looking = visitor(site, size=PHONE)
    for path in (address, "/tyck-till/", "/min-kod/"):
        looking.go(path)
        assert looking.fits(), path
        assert wrong_with(looking) == [], path
    desk = visitor(site, size=DESK, dark=True)
    desk.sign_in("secretary")
    desk.go(address)
    desk.page.get_by_role("button", name="Öppna igen och ändra något").click()
    assert wrong_with(desk) == []


def test_who_has_no_account_answers_by_link_and_by_phone(site: Site, visitor: Visiting) -> None:
    karin = visitor(site, javascript=False, size=DESK)
    karin.sign_in("editor")
    give_them_an_address(karin)
    sara = visitor(site, size=PHONE, javascript=False)
    sara.sign_in("secretary")
    page = sara.go("/grupper/brukargruppen-pa-fyren/")
    page.get_by_role("link", name="Fråga om en text").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=why]").fill("Vi läser allt och säger vad det ändrade.")
    page.locator("[name=text]").fill(TEXT)
    page.locator(".folded").get_by_text("Andra myndigheter", exact=True).click()
    page.get_by_label(NAME, exact=True).check()
    page.get_by_role("button", name="Spara utkastet").click()
    page.get_by_role("button", name="Skicka ut texten").click()
    expect(page.locator("#tillfragade")).to_contain_text("Får en länk i mejl.")
    address = page.url.removeprefix(site.url)

    # They read and answer behind the link; nobody else reads it before somebody has looked.
    letter = next_mail(site, DESK_OF_THEIRS, 1)
    assert TITLE in " ".join(letter.split())
    they = visitor(site, javascript=False)
    page = they.go(answering := link(letter, r"/lank/[^/]+/"))
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_text("Tyck till om stycke 2").click()
    page.get_by_label("Vad tycker du om stycke 2?").fill("Tjugo minuter vore bättre.")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(".notice.success")).to_contain_text("när någon har läst det")
    expect(page.locator("#tillfragade")).to_contain_text("Svaret läses nu")
    expect(page.locator("main")).not_to_contain_text("Tjugo minuter vore bättre.")
    page = sara.go(address)
    page.get_by_role("link", name="Gå igenom svaren").click()
    page.get_by_role("button", name="Visa det", exact=True).click()
    expect(they.go(address).locator("#stycke-2")).to_contain_text("Tjugo minuter vore bättre.")
    looking = visitor(site)
    looking.go(answering)
    wrong = wrong_with(looking)

    # A neighbour rings; what she says is written down, and she gets her code.
    page = sara.go(address)
    page.get_by_role("link", name="Skriv in ett svar").click()
    page.get_by_label("Vad får vi kalla personen?").fill("en granne")
    page.get_by_label("Vad tycker du om helheten?").fill("Bra med ett tyst rum.")
    page.get_by_label("Vem sa eller skickade det?").fill("Vera, som ringde")
    page.get_by_label("per telefon").check()
    page.get_by_role("button", name="Spara svaret").click()
    expect(page.locator("h1")).to_have_text("Svaret är inskrivet")
    assert code_of(page)
    page = looking.go(address)
    expect(page.locator("#helheten")).to_contain_text("en granne, per telefon")
    expect(page.locator("main")).not_to_contain_text("Vera")
    assert looking.fits()
    sheet = page.request.get(
        site.url + str(page.get_by_role("link", name="Skriv ut texten").get_attribute("href"))
    )
    paper = read_paper(sheet.body())
    assert paper.marked
    assert "Rummet bokas på telefon." in paper.text
    assert "Tjugo minuter" not in paper.text
    seeing = visitor(site)
    seeing.sign_in("secretary")
    for path in ("skriv-in", "sammanstall"):
        seeing.go(f"/tyck-till/{address.split('/')[2].partition('-')[0]}/{path}/")
        wrong += wrong_with(seeing)
    assert wrong == []
