"""Papers to fill in by hand: large, tagged, whole, and asking for the same as the screen."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from pypdfium2 import raw

from oppnasoc.careplan.acute.items import GROUPS, ITEMS, STOPS
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.pieces import Kind
from oppnasoc.careplan.public import papers
from oppnasoc.careplan.public.letters import LINE, LONG, SHORT, letter
from oppnasoc.careplan.public.papers import Ask, Paper, Part
from oppnasoc.careplan.seats import ACTING_FOR, Support
from tests.paper import read_paper

pytestmark = pytest.mark.django_db
LEAST = 16  # points
FILES = {"sip_form_pdf": 14, "sip_acute_pdf": 6, "sip_card_pdf": 1}  # and their pages at most
#: What stands on papers of its own; each thing of the list is named there instead of asked for.
ON_OTHERS = {Kind.ACUTE: {"what", "answer"}, Kind.CARD: {"words"}}
LONG_WORD = "Socialpsykiatriboendestödjarsamordningsansvarsfördelning" * 3


def letters_of(content: bytes) -> list[tuple[str, float, bool]]:
    """Every letter of a PDF: the sign, its size in points, and whether it lies on its page."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text, (wide, high) = page.get_textpage(), page.get_size()
            for n in range(text.count_chars()):
                sign = chr(raw.FPDFText_GetUnicode(text, n))
                if sign.isspace() or not sign.isprintable():
                    continue
                left, bottom, right, top = text.get_charbox(n)
                inside = 0 <= left <= right <= wide and 0 <= bottom <= top <= high
                found.append((sign, raw.FPDFText_GetFontSize(text, n), inside))
    return found


def pages_of(name: str) -> bytes:
    answer = Client().get(reverse(name))
    assert answer["Content-Type"] == "application/pdf"
    return bytes(answer.content)


@pytest.mark.parametrize("name", FILES)
def test_a_paper_is_tagged_and_large(name: str) -> None:
    content = pages_of(name)
    made, signs = read_paper(content), letters_of(content)
    assert (made.language, made.marked) == ("sv", True)
    assert made.title
    assert made.tags.count("H1") == 1
    assert {"H2", "P"} <= set(made.tags)
    assert len(made.pages) <= FILES[name]
    assert made.size == pytest.approx((210, 297), abs=0.5)
    assert len(signs) > 100
    assert min(size for _, size, _ in signs) >= LEAST - 0.01
    assert all(inside for *_, inside in signs)


def test_pages_are_numbered() -> None:
    made = read_paper(pages_of("sip_form_pdf"))
    every = len(made.pages)
    for n, page in enumerate(made.pages, 1):
        assert f"Sida {n} av {every}" in page.replace("\r\n", " ")


def test_it_speaks_the_language_of_the_page() -> None:
    with translation.override("en"):
        made = read_paper(papers.pdf(papers.acute_paper()))
    assert made.language == "en"
    assert "Where do I sleep tonight?" in made.text


def test_paper_asks_for_the_same_as_the_screen() -> None:
    made = read_paper(pages_of("sip_form_pdf"))
    html = Client().get(reverse("sip_form")).content.decode()
    acute = Client().get(reverse("sip_acute")).content.decode()
    for kind, shape in SHAPES.items():
        for field in shape.fields:
            if kind in ON_OTHERS:
                assert field.name in ON_OTHERS[kind] or str(field.label) in acute, field.name
                continue
            assert str(field.label) in made.text, field.name
            assert escape(str(field.label)) in html, field.name
            assert all(str(choice.label) in made.text for choice in field.choices), field.name
    every = [*Support, *ACTING_FOR]
    assert all(str(each.label) in made.text for each in every if each is not Support.NONE)
    for each in (
        "Får inte veta det här",
        "Får bestämma för sin arbetsplats",
        "Så säger de som jobbar med det om målet",
        "Det är beslutat",
        "Det är planerat",
        "En av dem har det samlade ansvaret",
        "Jag har ett exemplar av planen",
    ):
        assert each in made.text
        assert each in html


def test_what_is_private_is_a_sheet_of_its_own() -> None:
    """It can be taken out before the rest is copied: nothing else stands on it, nor behind it."""
    made = read_paper(pages_of("sip_form_pdf"))
    *before, last = (" ".join(page.split()) for page in made.pages)
    with translation.override("sv"):
        hers = papers.plan_paper().parts[-1]
        for said in (hers.title, hers.intro, *(ask.label for ask in hers.asks)):
            assert said in last
            assert not [page for page in before if said in page]
        assert translation.gettext("I have a copy of the plan") in before[-1]


def test_who_may_ask_for_another_is_said_alike_on_page_and_paper() -> None:
    page = Client().get(reverse("sip_right")).content.decode()
    made = read_paper(pages_of("sip_form_pdf"))
    with translation.override("sv"):
        said = papers.for_another()
    assert len(said) == 6
    for sentence in said:
        assert escape(sentence) in page
        assert sentence in made.text
        assert len(sentence.split()) <= 15


def of(rows: int, *, text: str = "") -> Paper:
    """A paper with as many parts, each with a word without end."""
    asks = (Ask(LONG_WORD, LONG_WORD, ticks=(LONG_WORD,) * 3, rows=((LONG_WORD, "Dag"),),
                text=text, lines=2, box=True),)  # fmt: skip
    parts = tuple(Part(f"Mål {n} {LONG_WORD}", asks) for n in range(1, rows + 1))
    return Paper("Prov", LONG_WORD, parts, pages="{n}/{all}")


@pytest.mark.parametrize("text", ["", "Det här är viktigt. " * 300])
def test_twenty_goals_and_words_without_end_stay_on_the_paper(text: str) -> None:
    content = papers.pdf(of(20, text=text))
    made, signs = read_paper(content), letters_of(content)
    assert all(inside for *_, inside in signs)
    # A word is parted at the end of a line, with a sign that the file does not keep as one.
    whole = re.sub(r"[^\wÅÄÖåäö]", "", made.text)
    assert whole.count(LONG_WORD[:56]) >= 20
    assert all(f"Mål {n} " in made.text for n in range(1, 21))
    assert made.text.count("viktigt.") == text.count("viktigt.") * 20
    assert f"{len(made.pages)}/{len(made.pages)}" in made.text


FULL = {
    "to": "both", "where": "o" * LINE, "needs": "Jag behöver hjälp. " * (LONG // 19),
    "people": "Min syster. " * (SHORT // 12), "times": "Helst i dag. " * (SHORT // 13),
    "name": "Vera Sand", "reach": "m" * LINE,
}  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [{}, {"protected": True}, FULL, {**FULL, "protected": True, "through": "m" * LINE},
     {"needs": "å" * LONG, "people": "m" * SHORT, "times": "w" * SHORT},
     {"needs": "Hyran.\n\n" * 12}],
)  # fmt: skip
def test_a_letter_is_one_sheet(given: dict[str, Any]) -> None:
    content = papers.letter_pdf(letter(given))
    made, signs = read_paper(content), letters_of(content)
    assert len(made.pages) == 1
    assert all(inside for *_, inside in signs)
    by_hand = not given or given == {"protected": True}
    assert min(size for _, size, _ in signs) >= (LEAST if by_hand else 10) - 0.01
    assert made.tags.count("H1") == 1
    assert "Min underskrift" in made.text


def test_keys_of_the_list_can_be_kept() -> None:
    keys = [*(group.key for group in GROUPS), *ITEMS]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in keys)
    assert len(ITEMS) == sum(len(group.items) for group in GROUPS) > 40
    assert [item.key for item in STOPS] == [
        "sleep-tonight", "home-kept", "key-home", "way-home", "three-days", "medicine-home",
        "who-meets", "home-help-begun", "sip-called", "care-contact-named", "return-visit",
        "home-again", "called-after",
    ]  # fmt: skip


def test_the_whole_list_is_on_paper() -> None:
    made = read_paper(pages_of("sip_acute_pdf"))
    html = Client().get(reverse("sip_acute")).content.decode()
    for item in ITEMS.values():
        assert str(item.text) in made.text, item.key
        assert str(item.text) in html, item.key
    assert "Skriv aldrig koder, lösenord eller kontonummer." in made.text
    assert "Stopp om något här saknar svar." in made.text


def test_the_card_says_its_colours_in_words() -> None:
    made = read_paper(pages_of("sip_card_pdf"))
    html = Client().get(reverse("sip_acute")).content.decode()
    tones = [part.tone for part in papers.card_paper().parts]
    assert tones == ["red", "amber", "green"]
    for part in papers.card_paper().parts:
        assert part.title in made.text
        assert part.title in html
        assert f"of-{part.tone}" in html
