"""Home from the hospital: a red stop while the bed is unknown, and who sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.acute import discharge, ownlist
from oppnasoc.careplan.acute.items import STOPS
from oppnasoc.careplan.acute.ownlist import NEEDED
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, SeatKind
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.writing import Refused
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)

SLEEP = "Var sover jag i natt?"


def today(days: int = 0) -> Any:
    return timezone.localdate() + timedelta(days=days)


def make_part(plan: Plan, heading: str = "Skolan", **words: str) -> Piece:
    return make_piece(as_owner(plan), Kind.STORY, {"heading": heading, "words": "Nian", **words})


def test_a_red_stop_while_the_bed_is_unknown() -> None:
    """Scenario 33."""
    plan = make_plan()
    assert discharge.discharge_stops(as_owner(plan)) == []
    discharge.set_discharge(as_owner(plan), today(2))
    stops = discharge.discharge_stops(as_owner(plan))
    assert stops[0] == SLEEP
    assert len(stops) == len(STOPS)
    ownlist.save(as_owner(plan), NEEDED, {"what": "Hos min syster"}, edition=0)
    assert SLEEP not in discharge.discharge_stops(as_owner(plan))
    for item in STOPS:
        if item.key != NEEDED:
            ownlist.save(as_owner(plan), item.key, {"answer": "yes"}, edition=0)
    assert discharge.discharge_stops(as_owner(plan)) == []


def test_arranged_alone_says_nothing_about_a_bed() -> None:
    plan = make_plan(discharge_on=today())
    ownlist.save(as_owner(plan), NEEDED, {"answer": "yes"}, edition=0)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP
    ownlist.save(as_owner(plan), NEEDED, {"what": "", "answer": "yes"}, edition=1)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP


def test_an_answer_that_is_taken_away_stops_again() -> None:
    plan = make_plan(discharge_on=today())
    made = ownlist.save(as_owner(plan), NEEDED, {"what": "Hos min syster"}, edition=0)
    writing.remove(as_owner(plan), made.pk)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP


def test_the_day_after_and_in_a_closed_plan_there_is_no_stop() -> None:
    plan = make_plan(discharge_on=today(1))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert discharge.discharge_stops(as_owner(plan)) == []
    assert discharge.discharge_stops(as_owner(plan))
    owning.close(as_owner(plan))
    assert discharge.discharge_stops(as_owner(plan)) == []


def test_whoever_holds_it_together_is_stopped_only_if_she_may_see_the_list() -> None:
    """Scenario 33: no yes, no trace."""
    plan = make_plan()
    siv, nils = make_whole(plan)
    discharge.set_discharge(as_owner(plan), today(2))
    assert discharge.discharge_stops(as_seat(siv)) == []
    for seat in (siv, nils):
        show(seat, "acute")
    assert discharge.discharge_stops(as_seat(siv))[0] == SLEEP
    assert discharge.discharge_stops(as_seat(nils)) == []
    consent.exclude(as_owner(plan), siv, "acute")
    assert discharge.discharge_stops(as_seat(siv)) == []


def test_who_may_say_the_day() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    with pytest.raises(NotThere):
        discharge.set_discharge(as_seat(siv), today(1))
    show(siv, "health")
    with pytest.raises(Refused):
        discharge.set_discharge(as_seat(siv), today(1))
    show(siv, "health", level=Level.WRITE)
    discharge.set_discharge(as_seat(siv), today(1))
    plan.refresh_from_db()
    assert plan.discharge_on == today(1)
    show(mum, "health", level=Level.WRITE)
    with pytest.raises(Refused):
        discharge.set_discharge(as_seat(mum), None)
    discharge.set_discharge(as_owner(plan), None)
    plan.refresh_from_db()
    assert plan.discharge_on is None


@pytest.mark.parametrize("days", [-1, 366])
def test_a_day_that_cannot_be(days: int) -> None:
    with pytest.raises(Refused):
        discharge.set_discharge(as_owner(make_plan()), today(days))


def test_the_call_comes_within_three_days() -> None:
    plan = make_plan(discharge_on=today(2))
    assert discharge.call_by(as_owner(plan)) == today(5)


def test_the_way_home_in_a_browser() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    client, address = client_for(plan.owner), f"/min-plan/{plan.pk}/hem-fran-sjukhuset/"
    assert 'class="stop"' not in client.get(address).text
    assert client.post(address, {"day": "2026-02-30"}).status_code == 422
    assert client.post(address, {"day": today(-2).isoformat()}).status_code == 422
    assert client.post(address, {"day": today(2).isoformat()}).status_code == 302
    page = client.get(address).text
    assert 'class="stop"' in page
    assert SLEEP in page
    theirs = client_of(siv)
    assert theirs.get(address).status_code == 404
    show(siv, "health", level=Level.WRITE)
    page = theirs.get(address).text
    assert SLEEP not in page
    assert 'class="stop"' not in page
    assert 'name="day"' in page


def test_the_stop_is_drawn_where_it_is_included() -> None:
    plan = make_plan(discharge_on=today(2))
    opened = as_owner(plan)
    context = {"opened": opened, "stops": discharge.discharge_stops(opened)}
    assert SLEEP in render_to_string("careplan/story/stop.html", context)
    nothing = render_to_string("careplan/story/stop.html", {"opened": opened, "stops": []})
    assert nothing.strip() == ""
