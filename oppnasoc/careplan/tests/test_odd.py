"""What is worth asking about stands above the lines of who has read, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections
from django.test.utils import CaptureQueriesContext

from oppnasoc.careplan.models import Plan, Seat
from oppnasoc.careplan.people.odd import FEWEST, MANY, odd
from oppnasoc.careplan.sections import PEOPLE, SHOWABLE
from oppnasoc.vault import log
from oppnasoc.vault.log import Verb
from tests.planned import TOWER, as_owner, as_seat, client_of, make_plan, make_seat, show

from .pages import html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)
NOW = datetime(2026, 11, 18, 14, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
ASK = "Det här kan du fråga om"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW - timedelta(days=60), tick=False) as clock:
        yield clock


def make_read_plan() -> tuple[Plan, Seat]:
    plan = make_plan()
    return plan, make_seat(plan, name="Siv Handläggare")


def reads(clock: time_machine.Traveller, seat: Seat, at: datetime, *parts: str) -> None:
    """Somebody reads; the clock is then where the page is looked at."""
    clock.move_to(at)
    log.note_each(seat.plan_id, parts or ("goals",), who=seat.person, seat=seat.pk, verb=Verb.READ)
    clock.move_to(NOW)


def told(plan: Plan) -> list[str]:
    return [each.text for each in odd(as_owner(plan))]


def test_nothing_is_said_of_what_is_as_usual(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    for week in reversed(range(5)):
        for hours in (26, 1, 0):
            reads(clock, siv, NOW - timedelta(days=7 * week + 1, hours=hours), "goals", "meeting")
    reads(clock, siv, NOW - timedelta(hours=2), *SHOWABLE[: MANY - 1], PEOPLE)
    assert told(plan) == []
    assert ASK not in html(owner(plan).get(url(plan, "plan_log")))


@pytest.mark.parametrize(("minutes", "is_told"), [(0, True), (1, True), (5, False)])
def test_many_parts_at_once(clock: time_machine.Traveller, minutes: int, is_told: bool) -> None:
    plan, siv = make_read_plan()
    at = NOW - timedelta(days=3)
    reads(clock, siv, at, *SHOWABLE[:4])
    reads(clock, siv, at + timedelta(minutes=minutes), *SHOWABLE[4:MANY])
    expected = ["Siv Handläggare läste 7 delar av din plan på två minuter, söndag 15 november"]
    assert [each.partition(" kl.")[0] for each in told(plan)] == (expected if is_told else [])


def test_the_same_part_many_times_is_one(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    reads(clock, siv, NOW - timedelta(days=3), *["goals"] * 12)
    assert told(plan) == []


@pytest.mark.parametrize(
    ("hour", "minute", "is_told"),
    [(22, 59, False), (23, 0, True), (2, 30, True), (4, 59, True), (5, 0, False)],
)
def test_at_night(clock: time_machine.Traveller, hour: int, minute: int, is_told: bool) -> None:
    plan, siv = make_read_plan()
    reads(clock, siv, NOW.replace(day=12, hour=hour, minute=minute))
    when = f"torsdag 12 november kl. {hour:02}.{minute:02}"
    expected = [f"Siv Handläggare läste din plan på natten, {when}."]
    assert told(plan) == (expected if is_told else [])


def test_several_nights_are_one_sentence(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    for day in (3, 9, 12):
        reads(clock, siv, NOW.replace(day=day, hour=1), "goals", "home")
    [text] = told(plan)
    assert "på natten 3 gånger, senast torsdag 12 november" in text
    clock.move_to(NOW + timedelta(days=40))
    assert told(plan) == [], "it is not told for ever"


@pytest.mark.parametrize(
    ("before", "times", "is_told"),
    [(0, FEWEST, True), (0, FEWEST - 1, False), (8, 6, True), (9, 6, False), (2, 2, False)],
)
def test_oftener_than_before(
    clock: time_machine.Traveller, before: int, times: int, is_told: bool
) -> None:
    """Beside what the same person did in the four weeks before; two times are nothing."""
    plan, siv = make_read_plan()
    for number in reversed(range(before)):
        reads(clock, siv, NOW - timedelta(days=8 + 2 * number, hours=2))
    for number in reversed(range(times)):
        reads(clock, siv, NOW - timedelta(days=number, hours=2), "goals", "home")
    expected = [f"Siv Handläggare har läst din plan mer än förut: {times} gånger på sju dagar."]
    assert told(plan) == (expected if is_told else [])


def test_who_has_just_come_in_has_no_before(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    Seat.objects.filter(pk=siv.pk).update(since=NOW - timedelta(days=6))
    for number in reversed(range(6)):
        reads(clock, siv, NOW - timedelta(days=number, hours=2))
    assert told(plan) == []


def test_at_most_a_few_and_for_her_alone(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    for number in range(5):
        seat = make_seat(plan, name=f"Person {number}")
        reads(clock, seat, NOW.replace(day=12, hour=1), *SHOWABLE[:8])
    assert len(told(plan)) == 3
    show(siv, "goals")
    assert odd(as_seat(siv)) == []
    assert ASK not in html(client_of(siv).get(url(plan, "plan_log")))


def test_what_she_did_herself_is_nothing(clock: time_machine.Traveller) -> None:
    plan, _siv = make_read_plan()
    reads(clock, as_owner(plan).seat, NOW.replace(day=12, hour=1), *SHOWABLE)
    assert told(plan) == []


def test_the_sentence_leads_to_the_lines(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    nils = make_seat(plan, name="Nils <b> Sjuksköterska")
    reads(clock, siv, NOW.replace(day=12, hour=1), "money")
    reads(clock, siv, NOW.replace(day=13, hour=10), "work")
    reads(clock, nils, NOW.replace(day=12, hour=9), "home")
    client, where = owner(plan), url(plan, "plan_log")
    page = html(client.get(where))
    assert ASK in page
    assert "Nils <b>" not in page
    [link] = re.findall(r'href="(\?vem=[^"]+)"', page)
    lines = html(client.get(where + link.replace("&amp;", "&")))
    assert lines.count('class="of-read"') == 1
    assert "Min ekonomi" in lines
    assert "Arbete och skola" not in lines
    assert ASK not in lines
    assert "Se alla som har läst" in lines
    for wrong in ("?vem=x", "?vem=", f"?vem={siv.pk}&dag=x", "?dag=2026-02-30"):
        assert client.get(where + wrong).status_code == 200


def test_earlier_lines_of_one_person_are_hers_too(clock: time_machine.Traveller) -> None:
    plan, siv = make_read_plan()
    nils = make_seat(plan, name="Nils")
    for number in reversed(range(120)):
        reads(clock, siv, NOW - timedelta(minutes=2 * number), "goals")
    reads(clock, nils, NOW, "home")
    page = html(owner(plan).get(url(plan, "plan_log") + f"?vem={siv.pk}"))
    [more] = re.findall(r'href="(\?[^"]*fran=[^"]+)"', page)
    assert f"vem={siv.pk}" in more
    earlier = html(owner(plan).get(url(plan, "plan_log") + more.replace("&amp;", "&")))
    assert "Nils" not in re.sub(r"<header.*?</header>", "", earlier, flags=re.S)


def test_the_databases_are_asked_no_more_often(clock: time_machine.Traveller) -> None:
    found = []
    for people in (1, 6):
        plan = make_plan()
        for number in range(people):
            seat = make_seat(plan, name=f"Person {number}")
            for day in range(people * 3):
                reads(clock, seat, NOW - timedelta(days=day, hours=13), *SHOWABLE)
        client = owner(plan)
        with ExitStack() as stack:
            seen = [stack.enter_context(CaptureQueriesContext(connections[e])) for e in TOWER]
            html(client.get(url(plan, "plan_log")))
        found.append(sum(len(each) for each in seen))
    assert found[1] <= found[0]
