"""The papers of a plan: large, tagged, whole, and with nothing that was not asked for."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone, translation
from pypdfium2 import raw

from oppnasoc.careplan import consent, owning
from oppnasoc.careplan.acute.items import ITEMS
from oppnasoc.careplan.export import easy, paper, pictograms
from oppnasoc.careplan.export.sheets import on_paper, plan_sheet, story_sheet
from oppnasoc.careplan.export.whole import Picture, picture
from oppnasoc.careplan.models import Doing, Kind, Piece, Plan
from tests.exported import HARD, drawn, make_full
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
SIV = "Siv Handläggare, handläggare, Sundhamns kommun, 040-628 04 11"
LONG_WORD = "Socialpsykiatriboendestödjarsamordningsansvarsfördelning" * 4
PAPERS: dict[str, Any] = {
    "plan": (paper.plan_pdf, 16),
    "easy": (paper.easy_pdf, 20),
    "acute": (paper.acute_pdf, 16),
    "story": (paper.story_pdf, 16),
    "card": (paper.card_pdf, 16),
}


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


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_tagged_and_large(name: str) -> None:
    """Scenario 31."""
    make, least = PAPERS[name]
    content = make(picture(as_owner(make_full())))
    made, signs = read_paper(content), letters_of(content)
    assert (made.language, made.marked) == ("sv", True)
    assert made.title
    assert made.tags.count("H1") == 1
    assert {"H2", "P"} <= set(made.tags)
    assert made.size == pytest.approx((210, 297), abs=0.5)
    assert len(signs) > 50
    assert min(size for _, size, _ in signs) >= least - 0.01
    assert all(inside for *_, inside in signs)


@pytest.mark.parametrize("name", PAPERS)
def test_an_empty_plan_prints(name: str) -> None:
    make, _least = PAPERS[name]
    made = read_paper(make(picture(as_owner(make_plan(name="")))))
    assert made.pages
    assert made.tags.count("H1") == 1


def test_twenty_goals_each_on_its_own_page() -> None:
    """Scenario 31: nothing is cut, each goal begins a page."""
    words = [f"Mål nummer {n} är {LONG_WORD} slut{n}" for n in range(20)]
    taken = drawn()
    goals = [
        dataclasses.replace(
            taken.pieces[0],
            id=type(taken.id)(int=5000 + n),
            words={"words": text, "span": "short", "seen": "x" * 400},
        )
        for n, text in enumerate(words)
    ]
    taken = dataclasses.replace(taken, pieces=(*goals, *taken.pieces[1:]))
    content = paper.plan_pdf(taken)
    made = read_paper(content)
    assert all(inside for *_, inside in letters_of(content))
    at = [n for n, page in enumerate(made.pages) if re.search(r"^(Goal|Mål) \d+\s", page)]
    assert len(at) == len(set(at)) == 20
    joined = re.sub(r"\s", "", made.text)
    assert all(f"slut{n}" in joined for n in range(20))
    assert joined.count(LONG_WORD) == 20


def test_every_page_says_which_it_is_and_when_it_was_printed() -> None:
    made = read_paper(paper.plan_pdf(picture(as_owner(make_full()))))
    with translation.override("sv"):
        pages = translation.gettext("Page {n} of {all}")
    for n, page in enumerate(made.pages, 1):
        flat = " ".join(page.split())
        assert pages.replace("{n}", str(n)).replace("{all}", str(len(made.pages))) in flat
        assert re.search(r"20\d\d", flat)


def test_who_answers_and_how_to_reach_them() -> None:
    text = read_paper(paper.plan_pdf(picture(as_owner(make_full())))).text
    for said in (
        "Siv Handläggare",
        "Sundhamns kommun",
        "070-174 06 33",
        "Söka boendestöd",
        "Fyller i blanketten",
        "Vi ringer på tisdag",
    ):
        assert said in text  # fmt: skip


def test_gaps_are_named_so_that_it_can_always_be_printed() -> None:
    plan = make_plan()
    make_goal(plan)
    opened = as_owner(plan)
    text = read_paper(paper.plan_pdf(picture(opened))).text
    for gap in owning.standing(opened).gaps:
        assert gap.text in text


def test_the_private_part_only_when_asked_for() -> None:
    plan = make_full()
    for make, _least in PAPERS.values():
        assert b"Hemlige Hans" not in read_paper(make(picture(as_owner(plan)))).everything
    asked = read_paper(paper.plan_pdf(picture(as_owner(plan), with_private=True)))
    assert "Hemlige Hans" in asked.text


@pytest.mark.parametrize("name", PAPERS)
def test_of_a_protected_person_the_chosen_name_and_no_way_to_her(name: str) -> None:
    """Scenario 24: the paper carries the alias."""
    plan = make_full()
    owning.call_me(as_owner(plan), "Lo")
    owning.protect(as_owner(plan), True)
    made = read_paper(PAPERS[name][0](picture(as_owner(plan))))
    assert "Lo" in made.text
    for gone in ("070-174", "Hamngatan", "Telefon"):
        assert gone not in made.text
        assert gone.encode() not in made.everything


def test_a_nurse_with_goals_prints_goals() -> None:
    """Scenario 6, on paper."""
    plan = make_full()
    nils = plan.seats.get(side="region")
    show(nils, "goals")
    for make, _least in PAPERS.values():
        made = read_paper(make(picture(as_seat(nils))))
        for hidden in ("budgetrådgivaren", "boendestöd", "Majken", "penicillin", "nian", "Skolan"):
            assert hidden not in made.text
    assert "Jag vill sova hela natten" in read_paper(paper.plan_pdf(picture(as_seat(nils)))).text


def test_a_shown_part_of_the_story_is_printed_by_itself() -> None:
    plan = make_full()
    siv = plan.seats.get(side="municipality")
    one = make_piece(as_owner(plan), Kind.STORY, {"heading": "Flytten", "words": "Jag flyttade"})
    consent.give(as_owner(plan), siv, "story", piece=one)
    sheet = story_sheet(picture(as_seat(siv)))
    assert [part.title for part in sheet.parts] == ["Flytten"]
    assert [part.title for part in story_sheet(picture(as_owner(plan)), {one.pk}).parts] == [
        "Flytten"
    ]


def test_hard_texts_are_text() -> None:
    made = read_paper(paper.plan_pdf(picture(as_owner(make_full()))))
    assert "<script>alert(1)</script> & #set text(9pt)" in made.text
    assert HARD.split()[0] in made.text


def test_the_card_is_one_page_and_never_cut() -> None:
    plan = make_full()
    assert len(read_paper(paper.card_pdf(picture(as_owner(plan)))).pages) == 1
    taken = picture(as_owner(plan))
    for factor, pages in ((8, 1), (400, None)):
        made = read_paper(paper.card_pdf(_with_cards(taken, "Tål inte penicillin alls. " * factor)))
        assert pages is None or len(made.pages) == pages
        assert made.text.count("penicillin") == 3 * factor


def _with_cards(taken: Picture, words: str) -> Picture:
    pieces = tuple(
        dataclasses.replace(said, words={"words": words}) if said.kind == Kind.CARD else said
        for said in taken.pieces
    )
    return dataclasses.replace(taken, pieces=pieces)


def test_the_list_names_what_has_no_answer_before_going_home() -> None:
    plan = make_full()
    with translation.override("sv"):
        text = read_paper(paper.acute_pdf(picture(as_owner(plan)))).text
        assert "Grannen Bo" in text
        assert str(ITEMS["sleep-tonight"].text) in text


def test_easy_words_are_easy_and_pictures_are_told() -> None:
    plan = make_full()
    made = read_paper(paper.easy_pdf(picture(as_owner(plan))))
    assert made.tags.count("Figure") == len(made.described) >= 8
    assert str(pictograms.GOAL.alt) in made.described
    for card in easy.easy(picture(as_owner(make_plan()))).cards:
        for text in (card.title, *card.texts, *(t for thing in card.things for t in thing.texts)):
            for sentence in re.split(r"[.!?]\s", text):
                assert len(sentence.split()) <= 12, sentence


def test_papers_are_made_without_a_word_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.cache import cache

    kept: list[object] = []
    monkeypatch.setattr(cache, "set", lambda *given, **more: kept.append(given))
    paper.plan_pdf(picture(as_owner(make_full())))
    assert kept == []


def test_what_was_dropped_is_not_read_aloud_as_to_be_done() -> None:
    plan = make_plan()
    make_piece(as_owner(plan), Kind.ACTION, {"what": "Gammalt"}, section="home", doing="dropped")
    assert Piece.objects.count() == 1
    assert Plan.objects.count() == 1
    assert "Gammalt" not in read_paper(paper.easy_pdf(picture(as_owner(plan)))).text


def _action(taken: Picture, words: dict[str, str]) -> Picture:
    """A picture where everything that will be done reads so."""
    pieces = tuple(
        dataclasses.replace(said, words={"what": "Ringa", **words})
        if said.kind == Kind.ACTION else said
        for said in taken.pieces
    )  # fmt: skip
    return dataclasses.replace(taken, pieces=pieces)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, SIV),
        ({"name": "Siv Handläggare"}, SIV),
        ({"name": "siv handläggare ", "phone": "040-628 04 11"},
         SIV),
        ({"name": "Kim", "phone": "070-174 06 01"},
         f"{SIV}; Kim, 070-174 06 01"),
    ],
)  # fmt: skip
def test_nobody_is_named_twice(words: dict[str, str], told: str) -> None:
    plan = make_plan()
    make_action(plan, make_seat(plan, phone="040-628 04 11"))
    sheet = plan_sheet(_action(picture(as_owner(plan)), words))
    lines = [line for part in sheet.parts for block in part.blocks for line in block.lines]
    assert told in [line.text for line in lines]
    assert sheet.doing
    assert sheet.doing.rows[0][1].count("Siv Handläggare") == 1
    assert sheet.doing.rows[0][1].count("040-628 04 11") == 1


def test_who_does_what_the_meeting_and_the_follow_up_stand_first() -> None:
    plan = make_full()
    day = timezone.localdate() + timedelta(days=5)
    opened = as_owner(plan)
    for at, what, doing in (
        (day, "Om kontraktet", ""),
        (day + timedelta(1), "Sen", ""),
        (day - timedelta(9), "Förra", ""),
        (day - timedelta(2), "Var", "done"),
    ):
        make_piece(opened, Kind.MEETING, {"purpose": what, "time": "klockan 10", "place": "rum 3"},
                   due_on=at, doing=doing)  # fmt: skip
    make_piece(opened, Kind.ACTION, {"what": "Gammalt"}, section="home", doing=Doing.DONE)
    taken = picture(as_owner(plan))
    first = " ".join(read_paper(paper.plan_pdf(taken)).pages[0].split())
    assert plan.follow_up_on
    for said in (
        "Vem gör vad",
        "Söka boendestöd",
        "070-174 06 33",
        "Gå till budgetrådgivaren",
        "Nästa möte",
        f"{on_paper(day)}, klockan 10, rum 3",
        on_paper(plan.follow_up_on),
        "Det här saknas än",
    ):
        assert said in first, said  # fmt: skip
    assert plan_sheet(taken).doing
    assert "Gammalt" not in str(plan_sheet(taken).doing)
    assert "Om kontraktet" not in first  # The rest comes after.
    easily = " ".join(read_paper(paper.easy_pdf(taken)).text.split())
    assert f"Nästa möte {on_paper(day)} klockan 10 rum 3" in easily


def test_who_may_not_read_of_meetings_is_told_of_none() -> None:
    plan = make_full()
    day = timezone.localdate() + timedelta(days=5)
    make_piece(as_owner(plan), Kind.MEETING, {"purpose": "Om kontraktet"}, due_on=day)
    taken = picture(as_seat(plan.seats.get(side="municipality")))
    assert taken.next_meeting is None
    assert on_paper(day) not in read_paper(paper.easy_pdf(taken)).text


def test_the_plan_flows_from_page_to_page() -> None:
    """No sheet is begun for a few lines, but for each goal and what is only hers."""
    content = paper.plan_pdf(picture(as_owner(make_full())))
    assert len(read_paper(content).pages) <= 6
    assert len(read_paper(paper.acute_pdf(picture(as_owner(make_full())))).pages) <= 2
