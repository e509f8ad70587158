"""Home from the hospital: a red stop while the bed is unknown, and who sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.acute import discharge, ownlist
from oppnasoc.careplan.acute.items import ITEMS, STOPS
from oppnasoc.careplan.acute.ownlist import NEEDED
from oppnasoc.careplan.export import paper
from oppnasoc.careplan.export.sheets import acute_sheet
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, SeatKind, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.writing import Changed, Refused
from tests.paper import read_paper
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
    user_of,
)

from .pages import html, owner, url

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
    assert made is not None
    writing.remove(as_owner(plan), made.pk)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP


def test_nothing_written_is_nothing_saved() -> None:
    plan = make_plan(discharge_on=today())
    assert ownlist.save(as_owner(plan), "home-kept", {"what": "", "answer": ""}, edition=0) is None
    assert as_owner(plan).outline == []
    item = url(plan, "plan_acute_item", "home-kept")
    page = html(owner(plan).post(item, {"edition": "0"}, follow=True))
    assert "Du skrev inget" in page


def test_what_does_not_concern_her_is_put_aside_where_it_stops_her() -> None:
    plan = make_plan(discharge_on=today())
    client, where = owner(plan), url(plan, "plan_discharge")
    first = discharge.unanswered(as_owner(plan))
    other = first[1].item.key
    there = url(plan, "plan_acute_aside", other)
    assert there in html(client.get(where))
    assert url(plan, "plan_acute_aside", NEEDED) not in html(client.get(where))
    answer = client.post(there, {"aside": "1", "from": "discharge"})
    assert answer["Location"] == where
    assert len(discharge.unanswered(as_owner(plan))) == len(first) - 1


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


def test_the_day_that_she_has_set_is_moved_by_nobody_else() -> None:
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    show(nils, "health", level=Level.WRITE)
    discharge.set_discharge(as_owner(plan), today(2))
    discharge.set_discharge(as_seat(nils), today(2))
    for day in (None, today(1), today(30)):
        with pytest.raises(Refused):
            discharge.set_discharge(as_seat(nils), day)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP
    Plan.objects.filter(pk=plan.pk).update(body=b"", discharge_on=today(5))
    with pytest.raises(Refused):  # Nobody knows who set it.
        discharge.set_discharge(as_seat(nils), None)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        discharge.set_discharge(as_seat(nils), today(2))
        discharge.set_discharge(as_seat(nils), None)
        assert as_owner(plan).plan.discharge_on is None


def test_the_day_becomes_hers_when_she_saves_it() -> None:
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    show(nils, "health", level=Level.WRITE)
    discharge.set_discharge(as_seat(nils), today(1))
    discharge.set_discharge(as_seat(nils), today(2))
    page = f"/min-plan/{plan.pk}/hem-fran-sjukhuset/"
    client = client_for(plan.owner)
    assert "Nils Sjuksköterska" in client.get(page).text
    assert client.post(page, {"day": today(2).isoformat()}).status_code == 302
    assert "Nils Sjuksköterska" not in client.get(page).text
    with pytest.raises(Refused):
        discharge.set_discharge(as_seat(nils), None)


def test_she_is_told_when_others_set_or_change_the_day(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan = make_plan()
    user_of(plan.owner)
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    show(nils, "health", level=Level.WRITE)
    mail.outbox.clear()
    for count, day in enumerate((today(1), today(2), None), 1):
        with django_capture_on_commit_callbacks(using="vault", execute=True):
            discharge.set_discharge(as_seat(nils), day)
            discharge.set_discharge(as_seat(nils), day)
        assert len(mail.outbox) == count, day
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        discharge.set_discharge(as_owner(plan), today(3))
    assert len(mail.outbox) == 3


def test_where_she_sleeps_stops_until_she_has_said_that_it_is_so() -> None:
    plan = make_plan(discharge_on=today(1))
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    show(nils, "acute", level=Level.WRITE)
    ownlist.save(as_seat(nils), NEEDED, {"what": "Löser sig"}, edition=0)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP
    with pytest.raises(NotThere):
        ownlist.confirm(as_seat(nils), NEEDED, edition=1)
    with pytest.raises(Changed):
        ownlist.confirm(as_owner(plan), NEEDED, edition=2)
    for _twice in range(2):
        ownlist.confirm(as_owner(plan), NEEDED, edition=1)
    assert SLEEP not in discharge.discharge_stops(as_owner(plan))
    ownlist.save(as_seat(nils), NEEDED, {"what": "På ett hotell"}, edition=1)
    assert discharge.discharge_stops(as_owner(plan))[0] == SLEEP, "her yes was to another answer"
    ownlist.save(as_owner(plan), NEEDED, {"what": "På ett hotell"}, edition=2)
    assert SLEEP not in discharge.discharge_stops(as_owner(plan)), "she saved it as it stands"
    ownlist.save(as_owner(plan), NEEDED, {"what": "Hos min syster"}, edition=2)
    assert SLEEP not in discharge.discharge_stops(as_owner(plan))


def test_one_button_says_that_it_is_so() -> None:
    plan = make_plan(discharge_on=today(1))
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    show(nils, "acute", level=Level.WRITE)
    ownlist.save(as_seat(nils), NEEDED, {"what": "Löser <b> sig"}, edition=0)
    here = f"/min-plan/{plan.pk}/"
    button = f"{here}om-jag-blir-sjuk/{NEEDED}/stammer/"
    hers, theirs = client_for(plan.owner), client_of(nils)
    for path in ("hem-fran-sjukhuset/", "om-jag-blir-sjuk/"):
        page = hers.get(here + path).text
        assert "Nils Sjuksköterska" in page
        assert "“Löser &lt;b&gt; sig”" in page or "”Löser &lt;b&gt; sig”" in page
        assert f'action="{button}"' in page
        assert "Löser &lt;b&gt; sig" in theirs.get(here + path).text
        assert button not in theirs.get(here + path).text
    assert theirs.post(button, {"edition": "1"}).status_code == 404
    for bad in ("", "x", "9" * 30, "-1"):
        assert hers.post(button, {"edition": bad}).status_code == 404
    wrong = f"{here}om-jag-blir-sjuk/keys/stammer/"
    assert hers.post(wrong, {"edition": "1"}).status_code == 404
    assert hers.post(button, {"edition": "2"}).status_code == 302
    assert SLEEP in discharge.discharge_stops(as_owner(plan))
    answer = hers.post(button, {"edition": "1"})
    assert answer["Location"] == f"{here}hem-fran-sjukhuset/"
    assert SLEEP not in discharge.discharge_stops(as_owner(plan))
    assert button not in hers.get(f"{here}hem-fran-sjukhuset/").text


def test_the_list_on_paper_says_what_its_page_says() -> None:
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    show(nils, "acute", level=Level.WRITE)
    owner = as_owner(plan)

    def line(key: str) -> tuple[list[str], bool]:
        """What stands of a thing, and whether it still stops her."""
        parts = acute_sheet(picture(as_owner(plan))).parts
        blocks = [b for part in parts for b in part.blocks if b.title == str(ITEMS[key].text)]
        lines = [each for block in blocks for each in block.lines]
        return [each.text for each in lines], any(
            each.label == "Har inget svar än" for each in lines
        )

    assert line(NEEDED) == (["Fråga innan du går."], True)
    ownlist.save(as_seat(nils), NEEDED, {"what": "Löser sig"}, edition=0)
    said, stops = line(NEEDED)
    assert stops
    assert said[0] == "Löser sig"
    assert any("Nils Sjuksköterska" in each for each in said)
    assert said[-1] == "Personen själv har inte sagt än att det stämmer."
    ownlist.confirm(as_owner(plan), NEEDED, edition=1)
    assert not line(NEEDED)[1]
    assert line("animals") == ([], False)
    ownlist.save(owner, "animals", {"what": "Katten Sixten"}, edition=0)
    assert line("animals")[0] == ["Katten Sixten"]
    ownlist.set_aside(as_owner(plan), "animals", True)
    assert line("animals") == ([], False), "it does not concern her"
    assert "Sixten" not in read_paper(paper.acute_pdf(picture(as_owner(plan)))).text
    assert line("key-home")[1]
    ownlist.save(as_owner(plan), "key-home", {"answer": "no"}, edition=0)
    assert line("key-home")[1], "no answer yet, said in so many words"
    ownlist.set_aside(as_owner(plan), "key-home", True)
    assert line("key-home") == ([], False)


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
    assert 'name="day"' not in page, "the day is her own"
    assert theirs.post(address, {"day": ""}).status_code == 404
    assert client.post(address, {"day": ""}).status_code == 302
    assert 'name="day"' in theirs.get(address).text


def test_the_stop_is_drawn_where_it_is_included() -> None:
    plan = make_plan(discharge_on=today(2))
    opened = as_owner(plan)
    context = {"opened": opened, "stops": discharge.discharge_stops(opened)}
    assert SLEEP in render_to_string("careplan/story/stop.html", context)
    nothing = render_to_string("careplan/story/stop.html", {"opened": opened, "stops": []})
    assert nothing.strip() == ""
