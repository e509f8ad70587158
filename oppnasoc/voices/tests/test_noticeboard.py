"""The noticeboard: answers under public numbers; never a code, a name or what somebody said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oppnasoc.groups.models import Place
from oppnasoc.matters import actions, changes
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.meetings.actions import plan_meeting
from oppnasoc.meetings.models import Meeting
from oppnasoc.people.models import User
from oppnasoc.voices import cards, noticeboard, withdrawing
from oppnasoc.voices.cards import Printed
from oppnasoc.voices.models import Voice
from tests.paper import Paper, read_paper
from tests.town import Parties, make_matter, make_parties, make_people

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)
SECRET = "kanariehemligt"


def at(days: int, hour: int = 10) -> time_machine.travel:
    """So many days after the first Monday."""
    moment = datetime(2026, 3, 9, hour, tzinfo=UTC) + timedelta(days=days)
    return time_machine.travel(moment, tick=False)


class Town:
    """A group with a sheet of slips; four are typed in on the first Monday."""

    def __init__(self) -> None:
        self.parties: Parties = make_parties()
        self.people: dict[str, User] = make_people(self.parties)
        self.by = self.people["secretary"]
        _sheet, self.printed = cards.make_sheet(self.parties.group, by=self.by)
        self.voices = [self.typed(printed) for printed in self.printed[:4]]
        self.matter = make_matter("Varför är det mörkt?", self.parties.group, self.parties.unit)
        Matter.objects.update(opened_on=MONDAY)
        actions.ground(self.matter, self.voices[0], by=self.by)

    def typed(self, printed: Printed) -> Voice:
        given: dict[str, Any] = {"public": True, "speaker": f"Namn{SECRET}"}
        return cards.type_in(
            cards.find_slip(printed.code, [self.parties.group]),
            f"Det är mörkt. {SECRET}",
            by=self.by,
            **given,
        )

    def number(self, nth: int) -> str:
        return f"Lapp {self.printed[nth].number}"

    def answer(self, text: str = "Vi sätter upp en lampa.", **more: Any) -> None:
        given: dict[str, Any] = {"verdict": "partly", "reason": "En räcker.", **more}
        matter = Matter.objects.get(pk=self.matter.pk)
        actions.answer(matter, text, by=self.people["manager"], **given)

    @property
    def url(self) -> str:
        return reverse("noticeboard", args=[self.parties.group.slug])

    def pdf(self, on: str = "", **more: str) -> bytes:
        cache.clear()
        query = {**({"dag": on} if on else {}), **more}
        answer = Client().get(f"{self.url}pdf/", query)
        assert answer["Content-Type"] == "application/pdf"
        return bytes(answer.content)

    def paper(self, on: str = "", **more: str) -> Paper:
        return read_paper(self.pdf(on, **more))

    def page(self, on: str = "") -> str:
        return Client().get(self.url, {"dag": on} if on else {}).content.decode()


@pytest.fixture
def town() -> Town:
    with at(0):
        return Town()


def test_an_answer_is_read_under_its_number(town: Town) -> None:
    """On the sheet and on the page, for anybody; the code is nowhere, not even in the bytes."""
    with at(1):
        town.answer()
        made, html = town.paper(), town.page()
    first = made.text.index(town.number(0))
    second = made.text.index(town.number(1))
    for words in ("Varför är det mörkt?", "delvis", "Vi sätter upp en lampa.", "En räcker."):
        assert words in html
        assert first < made.text.index(words, first) < second
    assert "Vi har läst den." in made.text[second:]
    for slip in town.printed:
        code = slip.code.encode()
        for secret in (
            code,
            code.replace(b"-", b""),
            SECRET.encode(),
            b"Det \xc3\xa4r m\xc3\xb6rkt.",
        ):
            assert secret not in made.everything
            assert secret not in html.encode()
        for words in (slip.code, slip.code.replace("-", ""), SECRET, "Det är mörkt."):
            assert words not in made.text
    assert len(made.pages) == 1
    assert made.size == pytest.approx((210, 297), abs=0.5)
    assert (made.language, made.marked) == ("sv", True)
    assert made.tags.count("H1") == 1
    assert any("säger något" in said for said in made.described)


@pytest.mark.parametrize("how", ["held", "hidden", "withdrawn"])
def test_what_is_not_public_is_not_there(town: Town, how: str) -> None:
    with at(1):
        town.answer()
        assert town.number(0) in town.paper().text
        voice = town.voices[0]
        if how == "withdrawn":
            withdrawing.withdraw(voice)
        else:
            Voice.objects.filter(pk=voice.pk).update(visibility=how, hidden_reason="x")
        for shown in (town.paper().text, town.page()):
            assert town.number(0) not in shown
            assert town.number(1) in shown


def test_a_hidden_matter_is_not_there(town: Town) -> None:
    with at(1):
        town.answer()
        Matter.objects.update(visibility="hidden")
        made = town.paper()
    assert "mörkt" not in made.text
    assert "lampa" not in made.text
    assert town.number(0) in made.text


def test_the_sheet_of_a_day_is_printed_again_unchanged(town: Town) -> None:
    group = town.parties.group
    with at(1):
        town.answer()
        plan_meeting(group, title="Mars", held_on=date(2026, 3, 19), by=town.by)
        before, page = town.pdf("2026-03-10"), town.page("2026-03-10")
    with at(9):
        matter = Matter.objects.get(pk=town.matter.pk)
        given: dict[str, Any] = {"evidence": "Vi har sett den.", "next_on": date(2026, 9, 1)}
        changes.advance(matter, "in_use", "Lampan lyser.", by=town.people["manager"], **given)
        town.typed(town.printed[4])
        actions.ground(matter, town.voices[1], by=town.by)
        plan_meeting(group, title="Tidigare", held_on=date(2026, 3, 18), by=town.by)
        assert "Lampan lyser." in town.paper().text
        assert "18 mars" in town.paper().text
        assert town.pdf("2026-03-10") == before
        again = town.page("2026-03-10")
    assert "Lampan lyser." not in again
    lines = [line for line in page.splitlines() if "<li>" in line or "<h" in line]
    assert [line for line in lines if line not in again] == []
    with at(400):  # The year is said, whenever it is printed.
        assert town.pdf("2026-03-10") == before
        withdrawing.withdraw(town.voices[0])
        assert town.number(0) not in town.paper("2026-03-10").text


def test_what_is_new_since_last_week_is_marked(town: Town) -> None:
    new = "Ny "
    with at(1):
        assert town.paper().text.count(new) == 5  # And one new question.
    with at(8):
        assert new not in town.paper().text
        town.answer()
        made, html = town.paper(), town.page()
    assert made.text.count(new) == html.count('class="chip ask"') == 1
    assert f"{town.number(0)} {new}" in made.text


def test_a_matter_that_is_taken_up_again_says_so(town: Town) -> None:
    with at(1):
        town.answer(verdict="no")
    with at(2):
        matter = Matter.objects.get(pk=town.matter.pk)
        actions.reopen(matter, reason="Det är mörkt än.", by=town.by, **_reopened(town))
        assert "Upptagen igen." in town.page()
    with at(3):
        assert "Svar: nej." in town.page("2026-03-10")
        town.answer("Två lampor.")
        assert "Två lampor." in town.page()


def _reopened(town: Town) -> dict[str, Any]:
    more = {"steward": town.parties.group, "holder": town.parties.unit}
    return {**more, "next_on": date(2026, 5, 1)}


def test_since_last_week_in_three_lines(town: Town) -> None:
    with at(1):
        for n in range(5):
            make_matter(f"Fråga {n}", town.parties.group, town.parties.unit, opened_on=MONDAY)
        make_matter("Andras", town.parties.other_group, town.parties.unit, opened_on=MONDAY)
        make_matter("Gömd", town.parties.group, town.parties.unit, opened_on=MONDAY,
                    visibility="hidden")  # fmt: skip
        town.answer()
        board = noticeboard.of_group(town.parties.group, MONDAY + timedelta(days=1))
    assert len(board.since) == 3
    assert board.since[0] == "Svar: Varför är det mörkt? – delvis"
    assert not {"Andras", "Gömd"} & set(" ".join(board.since).split())


def test_the_next_meeting_and_where_to_say_something(town: Town) -> None:
    with at(1):
        Meeting.objects.create(group=town.parties.group, title="Ett", held_on=date(2026, 3, 12),
                               status="cancelled")  # fmt: skip
        plan_meeting(town.parties.group, title="Två", held_on=date(2026, 3, 19), by=town.by)
        made, html = town.paper(), town.page()
    assert "Torsdag 19 mars" in made.text
    assert "12 mars" not in made.text
    assert "localhost:8000/sag-nagot/" in made.text
    assert f"/sag-nagot/?grupp={town.parties.group.slug}" in html


@pytest.mark.parametrize(("size", "wide"), [("a4", 210), ("a3", 297)])
def test_one_sheet_in_large_type_however_many_slips(town: Town, size: str, wide: int) -> None:
    with at(1):
        for _more in range(5):
            for printed in cards.make_sheet(town.parties.group, by=town.by)[1]:
                voice = town.typed(printed)
                Ground.objects.create(matter=town.matter, voice=voice)
        town.answer("Vi sätter upp en lampa vid varje dörr. " * 12, reason="En räcker inte. " * 20)
        content = town.pdf(papper=size)
    made = read_paper(content)
    assert len(made.pages) == 1
    assert made.size[0] == pytest.approx(wide, abs=0.5)
    assert "Det finns fler. Alla står på" in made.text
    assert "Vill du säga något?" in made.text
    with pypdfium2.PdfDocument(content) as document:
        words = document[0].get_textpage()
        sizes = [
            raw.FPDFText_GetFontSize(words, n)
            for n in range(words.count_chars())
            if chr(raw.FPDFText_GetUnicode(words, n)).isalnum()
        ]
    assert len(sizes) > 300
    assert min(sizes) >= 13.99


def test_a_place_where_several_groups_meet(town: Town) -> None:
    place = Place.objects.get()
    with at(1):
        _sheet, printed = cards.make_sheet(town.parties.other_group, by=town.people["editor"])
        slip = cards.find_slip(printed[0].code, [town.parties.other_group])
        voice = cards.type_in(slip, "Hej.", by=town.people["other_facilitator"], public=True)
        url = reverse("noticeboard_place", args=[place.pk])
        assert f"Lapp {printed[0].number}" not in Client().get(url).content.decode()
        type(town.parties.other_group).objects.update(place=place)
        plan_meeting(town.parties.group, title="Mars", held_on=date(2026, 3, 19), by=town.by)
        cache.clear()
        made = read_paper(Client().get(f"{url}pdf/").content)
    assert voice.visibility == "public"
    assert f"Lapp {printed[0].number}" in made.text
    assert town.number(1) in made.text
    assert "Fyren" in made.text
    assert "Brukargruppen: Torsdag 19 mars" in made.text


@pytest.mark.parametrize(
    "query", ["dag=2026-03-11", "dag=x", "dag=", "dag=1999-12-31", "dag=2026-02-30", "papper=a5"]
)
def test_what_is_no_day_is_not_there(town: Town, query: str) -> None:
    with at(1):
        assert Client().get(f"{town.url}pdf/?{query}").status_code == 404
        if "dag" in query:
            assert Client().get(f"{town.url}?{query}").status_code == 404
        assert Client().get("/anslag/finns-inte/").status_code == 404


def test_it_costs_the_same_however_many_slips(town: Town) -> None:
    group, on = town.parties.group, MONDAY + timedelta(days=1)

    def cost() -> int:
        with at(1), CaptureQueriesContext(connection) as queries:
            noticeboard.of_group(group, on)
        return len(queries)

    few = cost()
    with at(1):
        for printed in cards.make_sheet(group, by=town.by)[1]:
            Ground.objects.create(matter=town.matter, voice=town.typed(printed))
    assert cost() == few <= 10


def test_reading_it_sets_no_cookie(town: Town) -> None:
    with at(1):
        for url in (town.url, f"{town.url}pdf/"):
            assert not Client().get(url).cookies
