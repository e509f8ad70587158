"""The main job, walked through on a phone: from notes to matters, to a reader, to an answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .browser import Site, Visitor

NOTES = """Minnesanteckningar Brukargruppen på Fyren
{day}

Närvarande: Embla Norrfors (Föreningen Fyren), Sara Lind (Sundhamns kommun)

Telefonen

- Varför finns det ingen knapp för att prata med en människa i växeln?
- Kan kallelsen stå på arabiska också?
- Varför får jag en ny handläggare varje gång?
- Bra kaffe i dag.
"""
PHONE_TITLE = "Varför finns det ingen knapp för att prata med en människa?"
Visiting = Callable[..., Visitor]


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Spara och gå vidare", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_notes_become_matters_that_are_read_and_answered(
    site: Site, visitor: Visiting, javascript: bool
) -> None:
    sara = visitor(site, javascript=javascript)
    sara.sign_in("secretary")

    # She pastes the notes. The day has no year that the program could be sure of.
    page = sara.go("/moten/ta-in/")
    page.select_option("select[name=group]", label="Brukargruppen på Fyren")
    page.fill("textarea[name=text]", NOTES.format(day="tisdag 3 mars"))
    page.get_by_role("button", name="Läs in anteckningarna").click()
    expect(page.locator("h1")).to_have_text("Vilket möte var det?")
    expect(page.locator("[name=held_on]")).to_have_value("")
    assert page.locator("[name=title]").input_value().startswith("Minnesanteckningar")
    names = [row.input_value() for row in page.locator("[name=person_name]").all()]
    assert names[:2] == ["Embla Norrfors", "Sara Lind"]
    page.fill("[name=held_on]", "2026-03-03")
    save(page)

    # A name beside an association that reveals health must be decided; an official may stay.
    finding = page.locator("fieldset.finding.open").first
    expect(finding.locator("legend")).to_contain_text("Embla Norrfors")
    finding.get_by_label("Bara förnamnet: Embla").check()
    save(page)

    # Each point: the program proposes, she decides.
    page.get_by_label("Blir").nth(3).select_option("minutes")
    save(page)
    join = page.locator("fieldset.case").filter(has_text="ny handläggare varje gång")
    join.get_by_label("Ja: Varför får jag en ny handläggare varje gång?").check()
    for words, title in (("växeln", PHONE_TITLE), ("arabiska", "Kan kallelsen stå på arabiska?")):
        new = page.locator("fieldset.case").filter(has_text=words)
        new.get_by_label("En ny fråga").check()
        new.get_by_label("Frågan i en mening").fill(title)
        new.get_by_label("Vem ska ha frågan?").select_option(label="Mottagningen")
    save(page)

    # She reads it through as everybody will see it, and publishes.
    expect(page.locator("article")).not_to_contain_text("Norrfors")
    page.get_by_role("button", name="Publicera", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("3 frågor")
    address = page.url
    if javascript:
        assert sara.fits()

    # A stranger finds the matter and reads where it lies. No surname anywhere.
    reader = visitor(site, javascript=javascript)
    page = reader.go("/fragor/")
    page.get_by_role("link", name=PHONE_TITLE).click()
    expect(page.locator("p.now")).to_contain_text("Ligger hos Brukargruppen på Fyren")
    expect(page.locator("p.now")).to_contain_text("Återkoppling senast")
    expect(page.locator("p.waits")).to_contain_text("Mottagningen har fått frågan")
    expect(page.locator(".voice")).to_contain_text("knapp för att prata med en människa")
    matter = page.url
    page.locator(".voice").get_by_role("link").click()
    assert page.url.startswith(address)
    expect(page.locator("main")).not_to_contain_text("Norrfors")
    page.get_by_role("link", name="Varför får jag en ny handläggare varje gång?").first.click()
    expect(page.locator("main")).to_contain_text("Togs upp på flera möten")

    # Mona says no. Without a reason she is asked for one, and keeps what she wrote.
    mona = visitor(site, javascript=javascript)
    mona.sign_in("manager")
    page = mona.go(matter.removeprefix(site.url))
    page.get_by_role("link", name="Svara", exact=True).click()
    answering = page.locator("form[action$='/svara/']")
    answering.get_by_label("Nej", exact=True).check()
    answering.locator("[name=answer-text]").fill("Vi kan inte byta växel i år.")
    answering.get_by_role("button", name="Publicera svaret").click()
    expect(page.locator(".errors")).to_contain_text("Skriv varför")
    expect(page.locator("[name=answer-text]")).to_have_value("Vi kan inte byta växel i år.")
    page.locator("[name=answer-reason]").fill("Avtalet gäller till december. Då byter vi.")
    page.get_by_role("button", name="Publicera svaret").click()
    expect(page.locator("#svar")).to_contain_text("Därför går det inte")

    # And the stranger can read it.
    page = reader.go(matter.removeprefix(site.url))
    expect(page.locator("#svar")).to_contain_text("Avtalet gäller till december.")
    expect(page.locator("p.now")).to_contain_text("Besvarad")


def test_a_publication_is_taken_back_and_comes_back_at_the_same_address(
    site: Site, visitor: Visiting
) -> None:
    sara, reader = visitor(site), visitor(site, javascript=False)
    sara.sign_in("secretary")
    page = sara.go("/moten/")
    page.get_by_role("link", name="Brukargruppen på Fyren").first.click()
    address = page.url.removeprefix(site.url)
    reader.go(address)
    page.get_by_role("button", name="Dra tillbaka publiceringen").click()
    expect(page.locator(".notice.success")).to_contain_text("tillbakadragna")
    answer = reader.page.goto(site.url + address)
    assert answer is not None
    assert answer.status == 404
    page.locator("ol.steps").get_by_role("link", name="Läs igenom").click()
    page.get_by_role("button", name="Publicera den nya versionen").click()
    assert page.url == site.url + address
    reader.go(address)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_somebody_says_something_and_follows_it_with_a_code(
    site: Site, visitor: Visiting, javascript: bool
) -> None:
    somebody = visitor(site, javascript=javascript)
    page = somebody.go("/")
    page.get_by_role("main").get_by_role("link", name="Säg något").first.click()
    page.get_by_label("Skriv med dina egna ord").fill("Det luktar målarfärg i väntrummet.")
    page.get_by_role("button", name="Vidare").click()
    page.get_by_role("button", name="Skicka").click()
    code = page.locator("p.code").inner_text()
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)

    sara = visitor(site, javascript=javascript)
    sara.sign_in("secretary")
    page = sara.go("/fragor/nytt-som-sagts/")
    page.get_by_role("link", name=re.compile("^Alla")).click()  # It was said to no group of hers.
    page.get_by_role("link", name="Det luktar målarfärg").click()
    form = page.locator("form[action$='/ny-fraga/']")
    form.locator("[name=title]").fill("Kan väntrummet vädras bättre?")
    form.locator("[name=steward]").select_option(label="Brukargruppen på Fyren")
    form.locator("[name=holder]").select_option(label="Mottagningen")
    form.get_by_role("button", name="Öppna frågan").click()
    expect(page.locator("h1")).to_have_text("Kan väntrummet vädras bättre?")

    page = somebody.go("/min-kod/")
    page.fill("[name=code]", code.lower())
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.locator("main")).to_contain_text("Det luktar målarfärg i väntrummet.")
    page.get_by_role("link", name="Kan väntrummet vädras bättre?").click()
    expect(page.locator("p.waits")).to_contain_text("Mottagningen")
