"""Letters: who gets one, what stands on it, where the address is, and who has none."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.matters import actions, by_post, feedback
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.ui.models import Municipality
from oppnasoc.voices import codes
from oppnasoc.voices.models import Reach, Voice
from tests.paper import Paper, read_paper
from tests.town import make_voice

from .scene import Scene, day

ODD = 'Jag *väntar* i #panic() <kö> "än" \\ $x$ @du'


@pytest.fixture
def answered(scene: Scene) -> Scene:
    """A no. One wants a letter to her street, one has left no address, one is told aloud."""
    Voice.objects.filter(pk=scene.voice.pk).update(
        text=ODD, speaker="Kim", tell_by="letter", code_digest=codes.digest("7K3MX9Q2PA")
    )
    Reach.objects.create(voice=scene.voice, address="Kim Ek, Storgatan 1, 999 10 Sundhamn")
    for text, given in (("Utan gata.", "letter"), ("På mötet.", "meeting")):
        Ground.objects.create(matter=scene.matter, voice=make_voice(text, tell_by=given))
    given_by: dict[str, Any] = {"reason": "Huset ska rivas.", "by": scene.manager, "on": day(-21)}
    actions.answer(
        Matter.objects.get(pk=scene.matter.pk), "Det går inte.", verdict="no", **given_by
    )
    Municipality(
        pk=Municipality.load().pk,
        help_phone="040-628 04 10",
        return_address="Öppna soc\nStorgatan 4\n999 00 Sundhamn",
    ).save()
    cache.clear()
    return scene


def client(scene: Scene, role: str) -> Client:
    made = Client()
    made.force_login(scene.people[role])
    return made


def paper_of(scene: Scene, role: str = "secretary") -> Paper:
    answer = client(scene, role).get(reverse("letters_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return read_paper(answer.content)


def test_a_letter_says_it_all(answered: Scene) -> None:
    made = paper_of(answered)
    assert len(made.pages) == 1
    for words in (
        "Kim Ek", "Storgatan 1", "999 10 Sundhamn", answered.matter.title, "Hej Kim!", ODD,
        "Svaret är: nej", "Det går inte.", "Därför", "Huset ska rivas.", "Blev det bättre?",
        "☐ Ja", "☐ Delvis", "☐ Nej", "040-628 04 10", "Öppna soc, Storgatan 4, 999 00 Sundhamn",
        "localhost:8000/min-kod/", "Brukargruppen", str(answered.voice.pk),
    ):  # fmt: skip
        assert words in made.text, words
    assert "På mötet." not in made.text
    assert "Utan gata." not in made.text
    assert (made.language, made.marked) == ("sv", True)
    assert made.tags.count("H1") == 1
    assert made.tags.index("H1") < made.tags.index("H2") < made.tags.index("L")
    assert any("min-kod" in said for said in made.described)
    assert b"7K3MX9Q2PA" not in made.everything


def test_a_letter_is_in_swedish_whoever_prints_it(answered: Scene) -> None:
    editor = client(answered, "secretary")
    editor.cookies["django_language"] = "en"
    made = read_paper(editor.get(reverse("letters_pdf")).content)
    page = editor.get(reverse("letters")).content.decode()
    sheet = page[page.index("<article") : page.index("</article>")]
    for words in ("Hej Kim!", "Svaret är: nej", "Blev det bättre?", "Det här händer nu"):
        assert words in made.text
        assert words in sheet
    assert made.language == "sv"
    assert "Mark as sent" in page
    keys = [letter.key for letter in by_post.waiting(answered.who("secretary"))[0]]
    editor.post(reverse("letters"), {"told": keys})
    assert Ground.objects.get(voice=answered.voice).receipt.startswith("brev skickat")


def test_who_has_no_code_is_not_sent_to_the_page_with_the_code(answered: Scene) -> None:
    Voice.objects.filter(pk=answered.voice.pk).update(code_digest=None)
    made = paper_of(answered)
    assert "min-kod" not in made.text
    assert "Figure" not in made.tags


@pytest.mark.parametrize("window", ["right", "left"])
def test_the_address_shows_in_the_window(answered: Scene, window: str) -> None:
    """Wherever the sheet slides in a C5 envelope, the address is seen and nothing else is."""
    Municipality.objects.update(envelope_window=window)
    found = client(answered, "secretary").get(reverse("letters_pdf")).content
    with pypdfium2.PdfDocument(found) as document:
        page = document[0]
        height = page.get_height()
        words = page.get_textpage()

        def seen(left: float, top: float, right: float, bottom: float) -> str:
            inch = 72 / 25.4
            box = (left * inch, height - bottom * inch, right * inch, height - top * inch)
            return str(words.get_text_bounded(*box))

        surely = (112, 46, 189, 66) if window == "right" else (21, 46, 98, 66)
        assert seen(*surely).split() == ["Kim", "Ek", "Storgatan", "1", "999", "10", "Sundhamn"]
        perhaps = (90, 30, 209, 79) if window == "right" else (0, 30, 115, 79)
        assert seen(*perhaps).split() == ["Kim", "Ek", "Storgatan", "1", "999", "10", "Sundhamn"]


def test_one_sheet_each_even_when_much_is_said(answered: Scene) -> None:
    other = make_voice("Jag med. " * 200, tell_by="letter")
    Reach.objects.create(voice=other, address="Bo Alm\nÅgatan 2\n999 11 Sundhamn")
    Ground.objects.create(matter=answered.matter, voice=other, owed_since=day(-3))
    long = {"answered_on": day(-20), "text": "Vi har tittat på det. " * 25}
    answered.matter.answers.update(**long)
    made = paper_of(answered)
    assert len(made.pages) == 2
    assert "Storgatan 1" in made.pages[0]
    assert "Ågatan 2" in made.pages[1]
    assert made.tags.count("H1") == 2


def test_who_cannot_be_addressed_is_listed_apart(answered: Scene) -> None:
    html = client(answered, "secretary").get(reverse("letters")).content.decode()
    assert html.count('class="letter"') == 1
    listed = html.index("Utan gata.")
    assert html.index("har inte lämnat någon adress") < listed < html.index('class="letter"')
    debts = client(answered, "secretary").get(reverse("debts")).content.decode()
    assert "har inte lämnat någon adress" in debts
    assert "3 av dem har ingen e-post här." in debts
    keys = [letter.key for letter in by_post.waiting(answered.who("secretary"))[0]]
    client(answered, "secretary").post(reverse("letters"), {"told": keys})
    assert feedback.owed().count() == 2  # Nobody is forgotten by it.


def test_sent_and_taken_back(answered: Scene) -> None:
    browser, url = client(answered, "secretary"), reverse("letters")
    keys = [letter.key for letter in by_post.waiting(answered.who("secretary"))[0]]
    browser.post(url, {"told": keys})
    assert Ground.objects.get(voice=answered.voice).receipt.startswith("brev skickat")
    assert browser.get(reverse("letters_pdf"))["Location"] == url  # There is none to print.
    browser.post(reverse("debts_undo"))
    assert len(paper_of(answered).pages) == 1


def test_others_letters_are_not_printed(answered: Scene) -> None:
    assert client(answered, "other_facilitator").get(reverse("letters_pdf")).status_code == 302
    assert client(answered, "participant").get(reverse("letters_pdf")).status_code == 403


def test_a_letter_that_comes_back_is_found(answered: Scene) -> None:
    pk = answered.voice.pk
    for typed in (pk, f"Brev {pk}"):
        page = client(answered, "secretary").get(reverse("debts"), {"nummer": typed})
        assert page["Location"] == reverse("voice_tending", args=[pk])
    for odd in ("x", "²", "999999", "9" * 30):
        shown = client(answered, "editor").get(reverse("debts"), {"nummer": odd})
        assert shown.status_code == 200
        assert "Inget brev har det numret." in shown.content.decode()
        assert f'value="{odd}"' in shown.content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("open", "tagits upp igen"), ("under_way", "Mottagningen gör det."),
        ("in_use", "Vi tittar tillbaka"), ("closed", "Vi gör inget mer"),
    ],
)  # fmt: skip
def test_what_happens_next(scene: Scene, status: str, words: str) -> None:
    given = {"closed_on": timezone.localdate()} if status == "closed" else {}
    Matter.objects.filter(pk=scene.matter.pk).update(status=status, **given)
    matter = Matter.objects.select_related("holder").get(pk=scene.matter.pk)
    assert words in by_post.what_happens_next(matter)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("Kim Ek, Storgatan 1, 999 10 Sundhamn", ["Kim Ek", "Storgatan 1", "999 10 Sundhamn"]),
        (" Kim Ek \n\n Storgatan 1, 2 tr\n999 10 X ", ["Kim Ek", "Storgatan 1, 2 tr", "999 10 X"]),
        ("a\nb\nc\nd\ne\nf", ["a", "b", "c", "d", "e, f"]),
        ("a\nb\nc\nd", ["a", "b", "c", "d"]),
    ],
)
def test_an_address_fits_the_window(written: str, lines: list[str]) -> None:
    assert list(by_post.lines_of(written)) == lines
