"""The open figures: what is late and why, and the whole over time without anybody in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oppnasoc.groups.tests.making import make_person, sit
from oppnasoc.matters.models import Answer, Ground, Judgement, Matter, Note
from oppnasoc.pages import figures
from oppnasoc.pages.figures import Measured, work_out
from oppnasoc.pages.going import own_of
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry
from oppnasoc.ui.chart import Chart, Row
from oppnasoc.ui.veiling import Period, Quarter
from tests.town import Parties, make_matter, make_parties, make_voice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()
WINTER = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def parties() -> Parties:
    return make_parties()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def answered(parties: Parties, on: date, *, after: int, verdict: str = "no") -> Answer:
    matter = make_matter(
        "Hunden?", parties.group, parties.unit, opened_on=on - timedelta(days=after)
    )
    answer = Answer.objects.create(
        matter=matter, verdict=verdict, text="Nej.", reason="Allergi.", answered_on=on
    )
    data = {"about_type": "matters.matter", "about_id": matter.pk, "at": at(on)}
    Entry.objects.create(kind="matters.answered", **data)
    return answer


def judged(answer: Answer, better: str, on: date) -> None:
    ground = Ground.objects.create(
        matter=answer.matter, voice=make_voice("Jag."), owed_since=answer.answered_on
    )
    Judgement.objects.create(ground=ground, outcome_on=on, better=better, given_at=at(on))


def page(client: Client) -> str:
    answer = client.get("/hur-gar-det/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_is_late_stands_there_with_why(client: Client, parties: Parties) -> None:
    late = TODAY - timedelta(days=4)
    matter = make_matter("Hissen?", parties.group, parties.unit, next_on=late)
    make_matter("Hemlig?", parties.group, parties.unit, next_on=late, visibility="hidden")
    html = page(client)
    assert "Hissen?" in html
    assert "Vi har inte skrivit varför än." in html
    assert "Hemlig?" not in html
    Matter.objects.filter(pk=matter.pk).update(
        why_late=Note.objects.create(matter=matter, text="Delen är slut.")
    )
    assert "”Delen är slut.”" in page(client)


def test_an_empty_town_says_so(client: Client) -> None:
    html = page(client)
    assert "Inget är sent." in html
    assert "Inget väntar på svar." in html
    assert html.count("Det har hänt för lite för att berätta än.") == 4
    assert '<svg class="chart"' not in html


def test_days_are_told_as_half_and_slowest_tenth(parties: Parties) -> None:
    for after in (1, 2, 3, 4, 50):
        answered(parties, WINTER, after=after)
    found = work_out(TODAY)
    winter = Period(Quarter(2026, 1), Quarter(2026, 1), told=True)
    (one,) = found.outcomes
    assert one.period == winter
    assert one.values is not None
    assert one.values[0] == 3
    assert one.values[1] == pytest.approx(31.6)
    assert found.first_words == found.outcomes, "the answer was the first word"
    assert found.refusals == [Measured(winter, None, (100.0, 0.0))]


def test_later_is_no_answer_and_the_first_one_counts(parties: Parties) -> None:
    for after in range(5):
        first = answered(parties, WINTER, after=after, verdict="explained")
        Answer.objects.create(
            matter=first.matter, verdict="no", text="Nej.", reason="x", answered_on=TODAY
        )
        Answer.objects.create(
            matter=first.matter, verdict="later", text="Sen.", reason="x",
            later_on=TODAY, answered_on=WINTER - timedelta(days=30),
        )  # fmt: skip
    (one,) = work_out(TODAY).outcomes
    assert one.values is not None
    assert one.values[0] == 2


def test_a_quick_answer_hides_no_slow_one(parties: Parties) -> None:
    for after in (30, 31, 32, 33, 34):
        answered(parties, WINTER, after=after)
        Matter.objects.filter(
            pk=answered(parties, WINTER, after=1, verdict="answered").matter_id
        ).update(quick=True)
    found = work_out(TODAY)
    halves = [one.values and one.values[0] for one in (*found.outcomes, *found.first_words)]
    assert halves == [32, 32]


def test_the_quarter_that_goes_on_is_not_told(parties: Parties) -> None:
    for after in range(9):
        answered(parties, date(2026, 4, 2), after=after)
    assert work_out(TODAY).outcomes == []
    assert work_out(date(2026, 7, 1)).outcomes != []


def test_a_few_are_told_in_words(client: Client, parties: Parties) -> None:
    for after in range(4):
        answered(parties, WINTER, after=after)
    (one,) = work_out(TODAY).outcomes
    assert one.values is None
    html = page(client)
    assert "Några få hittills" in html
    assert '<svg class="chart"' not in html
    assert not re.search(r"<td[^>]*>[^<]*\d", html), "no figure in any table"


def test_what_is_hidden_counts_for_nothing(parties: Parties) -> None:
    for after in range(6):
        judged(answered(parties, WINTER, after=after), "yes", WINTER)
    Matter.objects.update(visibility="hidden")
    found = work_out(TODAY)
    assert [found.first_words, found.outcomes, found.refusals, found.judgements] == [[]] * 4


def test_shares_of_better(client: Client, parties: Parties) -> None:
    for better, count in (("yes", 10), ("partly", 5), ("no", 5)):
        for _each in range(count):
            judged(answered(parties, WINTER, after=3), better, WINTER)
    (one,) = work_out(TODAY).judgements
    assert one.values == (50.0, 25.0, 25.0)
    html = page(client)
    assert "50 %" in html
    assert html.count("25 %") == 4, "twice in the drawing, twice in the table"


def test_one_who_said_no_among_many_is_not_seen(parties: Parties) -> None:
    for number in range(20):
        better = "no" if number == 7 else "yes"
        judged(answered(parties, WINTER, after=3), better, WINTER)
    (one,) = work_out(TODAY).judgements
    assert one.values is None


def test_nothing_is_told_by_unit_or_person(client: Client, parties: Parties) -> None:
    for after in range(6):
        answered(parties, WINTER, after=after)
    Matter.objects.update(status="closed", closed_on=TODAY)
    html = page(client).partition('class="charts"')[2].partition("</main>")[0]
    assert "kvartal 1, 2026" in html.lower()
    for name in (parties.group, parties.unit, parties.post, "Prov"):
        assert str(name) not in html


def test_queries_are_as_many_however_many_matters(
    client: Client, parties: Parties, django_assert_num_queries: Any
) -> None:
    def more() -> None:
        for after in range(6):
            judged(answered(parties, WINTER, after=after), "yes", WINTER)
            make_matter("Sen?", parties.group, parties.unit, next_on=TODAY - timedelta(days=1))

    more()
    with django_assert_num_queries(5):
        work_out(TODAY)
    client.get("/hur-gar-det/")
    with django_assert_num_queries(3):
        client.get("/hur-gar-det/")
    more()
    with django_assert_num_queries(5):
        work_out(TODAY)
    with django_assert_num_queries(3):
        client.get("/hur-gar-det/")


def test_the_figures_are_kept_for_an_hour(parties: Parties) -> None:
    before = figures.figures(TODAY)
    for after in range(6):
        answered(parties, WINTER, after=after)
    assert figures.figures(TODAY) == before
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert figures.figures(TODAY) != before


def test_a_drawing_is_read_without_eyes_and_colours() -> None:
    rows = [
        Row("kvartal 1", [4, 8.5], ["4 dagar", "8 dagar"]),
        Row("<b>", [None, None], ["", ""], "Några få"),
    ]
    drawn = Chart("dagar", "Dagar & svar", "Från början.", ("Hälften", "Resten"), rows).drawing
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "dagar-title dagar-about"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert root[0].text == "Dagar & svar"
    fills = {rect.get("class"): rect.get("fill") for rect in root.iter("rect")}
    assert fills == {"plain": None, "slanting": "url(#dagar-slanting)"}
    assert {p.get("id") for p in root.iter("pattern")} == {"dagar-slanting"}
    bars = [float(rect.get("width", 0)) for rect in root.iter("rect")][2:]
    assert bars[0] / bars[1] == pytest.approx(4 / 8.5, rel=0.01)
    assert "style=" not in drawn


def test_own_matters_with_how_often_they_went_on_and_came_back(
    client: Client, parties: Parties
) -> None:
    still = make_matter("Stilla?", parties.group, parties.unit)
    moved = make_matter("Rörlig?", parties.group, parties.unit)
    make_matter("Andras?", parties.other_group, parties.unit)
    for kind in ("matters.moved", "matters.moved", "matters.given_back", "matters.lapsed"):
        record(kind, moved)
    leader = make_person("facilitator", parties.group)
    found = own_of(leader, TODAY)
    assert [(one.matter, one.days, one.moved, one.came_back) for one in found] == [
        (moved, 40, 2, 2),
        (still, 40, 0, 0),
    ]
    client.force_login(leader)
    html = " ".join(client.get("/att-gora/fram-och-tillbaka/").content.decode().split())
    assert "Gick vidare två gånger. Kom tillbaka två gånger." in html
    assert "Har legat kvar där den är." in html
    works_there = make_person("stranger")
    sit(works_there, parties.unit, "staff")
    assert len(own_of(works_there, TODAY)) == 3
    takes_part = make_person("participant", parties.group)
    assert own_of(takes_part, TODAY) == []


def test_a_person_is_never_named_on_her_own_page(client: Client, parties: Parties) -> None:
    matter = make_matter("Rörlig?", parties.group, parties.unit)
    record("matters.moved", matter, by=make_person("manager", name="Kanarie Namn"))
    client.force_login(make_person("facilitator", parties.group))
    html = client.get("/att-gora/fram-och-tillbaka/").content.decode()
    assert "Rörlig?" in html
    assert "Kanarie" not in html
