"""A matter that goes from hand to hand, and a proposal that becomes a change one can see."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .browser import Site, Visitor

Visiting = Callable[..., Visitor]
TITLE = "Kan man få prata med samma person två gånger?"


def act(visitor: Visitor, path: str, verb: str) -> Page:
    """Open a matter and one of its forms, as one does with a thumb."""
    page = visitor.go(path)
    link = page.get_by_role("link", name=verb, exact=True)
    if not link.is_visible():
        page.locator(".acting summary", has_text="Mer").click()
    link.click()
    expect(page.locator(".acting h3")).to_have_text(verb)
    return page


def send(page: Page, button: str) -> None:
    page.locator(".acting").get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".notice.success")).to_be_visible()


def new_matter(sara: Visitor) -> str:
    """Something that somebody said becomes a matter of her own group; returns its address."""
    page = sara.go("/sag-nagot/")
    page.get_by_label("Skriv med dina egna ord").fill(f"{TITLE} Jag orkar inte börja om.")
    page.get_by_role("button", name="Vidare").click()
    page.get_by_role("button", name="Skicka").click()
    page = sara.go("/fragor/nytt-som-sagts/?visa=alla")
    page.get_by_role("link", name="Kan man få prata").click()
    form = page.locator("form[action$='/ny-fraga/']")
    form.locator("[name=title]").fill(TITLE)
    form.locator("[name=steward]").select_option(label="Brukargruppen på Fyren")
    form.locator("[name=holder]").select_option(label="Brukargruppen på Fyren")
    form.get_by_role("button", name="Öppna frågan").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url.removeprefix(sara.site.url)


def ask(sara: Visitor, path: str, words: str) -> None:
    page = act(sara, path, "Be någon ta över")
    page.locator("[name=hand_over-to]").select_option(label="Mottagningen")
    page.locator("[name=hand_over-reason]").fill(words)
    send(page, "Fråga dem")
    expect(page.locator("p.waits")).to_contain_text("Mottagningen har fått frågan")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_given_back_taken_and_lifted(site: Site, visitor: Visiting, javascript: bool) -> None:
    sara, nadia = visitor(site, javascript=javascript), visitor(site, javascript=javascript)
    sara.sign_in("secretary")
    nadia.sign_in("staff")
    path = new_matter(sara)
    ask(sara, path, "Ni lägger schemat.")

    # Nadia finds it among what waits for her. Without a reason she is asked for one.
    page = nadia.go("/att-gora/")
    page.get_by_role("link", name=f"Tar ni den här? {TITLE}").click()
    page = act(nadia, path, "Lämna tillbaka")
    page.locator("[name=give_back-reason]").fill("   ")
    page.locator(".acting").get_by_role("button", name="Lämna tillbaka").click()
    expect(page.locator(".errors, .acting [aria-invalid]").first).to_be_visible()
    page.locator("[name=give_back-reason]").fill("Schemat läggs av chefen.")
    send(page, "Lämna tillbaka")
    expect(page.locator("p.waits")).to_contain_text("lämnade tillbaka frågan")
    expect(page.locator("p.waits")).to_contain_text("Schemat läggs av chefen.")

    # Sara sees that it came back, and asks better.
    page = sara.go("/att-gora/")
    expect(page.locator("main")).to_contain_text(f"Kom tillbaka: {TITLE}")
    ask(sara, path, "Kan ni se vad som går att göra med det schema som finns?")
    page = act(nadia, path, "Ta emot frågan")
    page.locator("[name=accept-text]").fill("Vi provar på onsdagarna.")
    send(page, "Vi tar frågan")
    expect(page.locator("p.now")).to_contain_text("Ligger hos Mottagningen")
    expect(page.locator("p.now")).to_contain_text("Lotsas av Brukargruppen på Fyren")
    expect(page.locator("p.waits")).to_have_count(0)

    # The unit cannot decide alone: it is lifted, with the reason, to those who can.
    page = act(nadia, path, "Lyft till dem som bestämmer")
    page.locator("[name=escalate-reason]").fill("Det kostar en halv tjänst.")
    send(page, "Lyft frågan")
    reader = visitor(site, javascript=javascript)
    page = reader.go(path)
    expect(page.locator("p.waits")).to_contain_text("har fått frågan om att ta över")
    expect(page.locator("#hant")).to_contain_text("Frågan lyftes till")
    expect(page.locator("#hant")).to_contain_text("Det kostar en halv tjänst.")
    expect(page.locator("#hant")).to_contain_text("Har bytt plats en gång.")
    if javascript:
        assert reader.fits()


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (900, 600), "#b4d0b7").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_proposal_becomes_a_change_with_a_story(
    site: Site, visitor: Visiting, javascript: bool
) -> None:
    sara, mona = visitor(site, javascript=javascript), visitor(site, javascript=javascript)
    sara.sign_in("secretary")
    mona.sign_in("manager")
    path = new_matter(sara)

    # The proposal matures; the versions are compared in words.
    page = act(sara, path, "Skriv förslaget")
    page.locator("[name=propose-text]").fill("Alla får träffa samma person tre gånger.")
    send(page, "Publicera förslaget")
    page = act(sara, path, "Skriv förslaget")
    page.locator("[name=propose-text]").fill("Alla får träffa samma person de tre första gångerna.")
    page.locator("[name=propose-why]").fill("Mötet ville börja där det är svårast.")
    send(page, "Publicera förslaget")
    page.get_by_role("link", name="Se hur förslaget har vuxit fram").click()
    expect(page.locator(".compared ins").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Mötet ville börja där det är svårast.")

    # Mona says yes, and what will change.
    page = act(mona, path, "Svara")
    page.get_by_label("Ja", exact=True).check()
    page.locator("[name=answer-text]").fill("Ja, så gör vi.")
    page.locator("[name=answer-what]").fill("Samma person de tre första gångerna.")
    send(page, "Publicera svaret")
    expect(page.locator("p.now")).to_contain_text("Beslutad")

    # Daily use without evidence is refused; her words are kept.
    page = act(sara, path, "Berätta hur långt det har kommit")
    page.get_by_label("I vardagen", exact=True).check()
    page.locator("[name=advance-text]").fill("Alla nya får samma person tre gånger.")
    page.locator(".acting").get_by_role("button", name="Publicera steget").click()
    expect(page.locator(".acting")).to_contain_text("Visa att det är så")
    expect(page.locator("[name=advance-text]")).to_have_value(
        "Alla nya får samma person tre gånger."
    )
    page.get_by_label("I vardagen", exact=True).check()
    page.locator("[name=advance-evidence]").fill("Vi räknade i oktober: 31 av 33.")
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.locator("[name=advance-picture]").set_input_files(picture)  # type: ignore[arg-type]
    page.locator("[name=advance-picture_shows]").fill("Schemat med samma namn tre veckor i rad.")
    send(page, "Publicera steget")

    # Sara was part of it, and shows only her first name.
    page = act(sara, path, "Jag var med om detta")
    page.get_by_label("med mitt förnamn").check()
    send(page, "Visa att jag var med")

    # A stranger reads the story from the first sentence to daily use.
    reader = visitor(site, javascript=javascript)
    page = reader.go("/fragor/det-har-gjorde-vi/")
    page.get_by_role("link", name=TITLE).click()
    story = page.locator("article.story")
    for words in ("Jag orkar inte börja om.", "Ja, så gör vi.", "31 av 33", "Sara"):
        expect(story).to_contain_text(words)
    expect(story).not_to_contain_text("Sara Lind")
    source = story.locator("img").get_attribute("src")
    answer = reader.page.request.get(site.url + (source or ""))
    assert answer.headers["content-type"] == "image/webp"
    if javascript:
        assert reader.fits()
