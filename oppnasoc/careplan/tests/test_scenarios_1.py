"""The acceptance scenarios of a plan, 1 to 11, told in order as people meet them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from oppnasoc.careplan import owning
from oppnasoc.careplan.models import (
    Doing,
    Grant,
    Kind,
    Level,
    Piece,
    Plan,
    Seat,
    SeatKind,
    Side,
    State,
)
from oppnasoc.careplan.opening import own_plan
from oppnasoc.careplan.owning import Gap
from oppnasoc.careplan.turns import asking, reminding
from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.router import ALIAS
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

from .pages import YES, html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)


def test_01_a_person_asks_by_two_ways_and_the_second_opens_the_same_plan() -> None:
    """A person asks for SIP via psychiatry, later via the debt adviser: the second entry opens the
    same plan."""
    person = uuid.uuid4()
    client = client_for(person)
    answer = client.post("/min-plan/", {"name": "Vera", "way": "region"})
    plan = Plan.objects.get()
    assert (plan.owner, plan.way) == (person, "region")
    assert answer["Location"] == url(plan, "plan_person_new")  # Who is with her may type for her.
    client.post(url(plan, "plan_ask"), {"to": "region", "words": "Jag sover inte"})
    assert client.get("/min-plan/")["Location"] == url(plan, "plan")
    again = client.post("/min-plan/", {"name": "Vera igen", "way": "municipality"})
    assert again["Location"] == url(plan, "plan")
    assert client.post(url(plan, "plan_ask"), {"to": "municipality"}).status_code == 302
    assert "Jag sover inte" in html(client.get(url(plan, "plan_asked", plan.asks.all()[0].pk)))
    assert (Plan.objects.count(), plan.asks.count()) == (1, 2)


def test_02_two_parallel_creations_make_one_plan() -> None:
    """Two parallel creations → one plan, no 500. Here neither sees the other's before it writes;
    ten at once on a real disk are in test_on_disk."""
    person = uuid.uuid4()
    client, seen = client_for(person), iter([None, None])
    with patch.object(owning, "own_plan", lambda *a, **k: next(seen, own_plan(*a, **k))):
        answers = [client.post("/min-plan/", {"name": "Vera"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert {each["Location"] for each in answers} == {url(Plan.objects.get(), "plan")}


UNDONE: dict[Gap, Callable[[Plan, Seat], object]] = {
    Gap.NEEDS: lambda plan, _: plan.pieces.filter(kind=Kind.ACTION).update(doing=Doing.DROPPED),
    Gap.SIDES: lambda _, nils: Piece.objects.filter(seat=nils).update(doing=Doing.DROPPED),
    Gap.OTHERS: lambda plan, _: owning.nobody_else(as_owner(plan), False),
    Gap.LEAD: lambda plan, _: Plan.objects.filter(pk=plan.pk).update(lead=None),
    Gap.RESPONSIBLE: lambda plan, _: make_action(plan, None),
    Gap.APPROVED: lambda plan, _: Plan.objects.filter(pk=plan.pk).update(approved_at=None),
    Gap.FOLLOW_UP: lambda plan, _: Plan.objects.filter(pk=plan.pk).update(follow_up_on=None),
}


@pytest.mark.parametrize("gap", Gap)
def test_03_it_does_not_hold_while_a_legal_point_is_missing(gap: Gap) -> None:
    """Activation lacking any legal point or follow-up date → blocked, naming it in Swedish."""
    plan = make_plan()
    _siv, nils = make_whole(plan)
    Plan.objects.filter(pk=plan.pk).update(state=State.MET)
    UNDONE[gap](plan, nils)
    answer = owner(plan).post(url(plan, "plan_approve"), {"do": "begin"})
    with translation.override("en"):
        english = gap.text
    assert english != gap.text
    assert gap.text in html(answer, 422)
    assert Plan.objects.get().state == State.MET


@pytest.mark.parametrize(
    ("day", "last"),
    [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29"), ("2026-01-15", "2026-04-15")],
)
def test_04_following_up_is_at_most_three_months_away(day: str, last: str) -> None:
    """Follow-up at 3 months + 1 day refused, exactly 3 accepted; 30 Nov works in leap and common
    years."""
    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        plan = make_plan()
        client, where = owner(plan), url(plan, "plan_approve")
        late = date.fromisoformat(last) + timedelta(days=1)
        page = html(client.post(where, {"do": "day", "follow_up_on": late.isoformat()}), 422)
        assert "inom tre månader" in page
        assert client.post(where, {"do": "day", "follow_up_on": last}).status_code == 302
    assert str(Plan.objects.get().follow_up_on) == last


def test_05_a_no_has_a_reason_a_name_a_day_and_a_way_on() -> None:
    """Refusal without reason rejected; with reason → owner sees name, date, reason, where to
    complain."""
    plan = make_plan()
    siv = make_seat(plan)
    where = url(plan, "plan_asked", asking.ask(as_owner(plan), seat=siv).pk)
    told = {"do": "refuse", "reason": "", "name": "Mona Ek", "turn_to": "Vårdcentralen"}
    assert "Mona Ek" in html(client_of(siv).post(where, told), 422)
    assert "Mona Ek" not in html(owner(plan).get(where))
    client_of(siv).post(where, {**told, "reason": "Du har redan en plan"})
    page = html(owner(plan).get(where))
    for said in (told["name"], "Du har redan en plan", told["turn_to"], "Hit kan du klaga", "IVO"):
        assert said in page, said
    assert in_words(timezone.localdate()) in page.split("Ett nej")[1]


HIDDEN = "Skulden hos Kronofogden"


def take_money(client: Client, plan: Plan, what: str) -> Any:
    return client.post(url(plan, "plan_take_out"), {"what": what, "parts": "money"})


BY: dict[str, Callable[[Client, Plan, Piece], Any]] = {
    "url of the part": lambda c, p, _: c.get(url(p, "plan_section", "money")),
    "url of the piece": lambda c, p, piece: c.get(url(p, "plan_piece", piece.pk)),
    "changing": lambda c, p, piece: c.post(url(p, "plan_change", piece.pk), {"what": "x"}),
    "history": lambda c, p, piece: c.post(url(p, "plan_go_back", piece.pk, 1), {"edition": "1"}),
    "follow-up": lambda c, p, piece: c.get(url(p, "plan_look_at", piece.pk)),
    "print": lambda c, p, _: c.get(url(p, "plan_print"), {"del": "money"}),
    "API": lambda c, p, _: take_money(c, p, "json"),
    "PDF": lambda c, p, _: take_money(c, p, "plan"),
    "FHIR R4B": lambda c, p, _: take_money(c, p, "r4b"),
    "FHIR R5": lambda c, p, _: take_money(c, p, "r5"),
}


@pytest.mark.parametrize("way", BY)
def test_06_a_nurse_who_sees_goals_finds_no_money(way: str) -> None:
    """Nurse granted "Mål" tries "Ekonomi" by URL, API, PDF, FHIR, history → 404 everywhere."""
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    make_goal(plan)
    money = make_action(plan, nils, HIDDEN, section="money")
    show(nils, "goals", level=Level.WRITE)
    assert BY[way](owner(plan), plan, money).status_code != 404, "it is there for its owner"
    client = client_of(nils)
    assert "sova hela natten" in html(client.get(url(plan, "plan_section", "goals")))
    assert BY[way](client, plan, money).status_code == 404


@pytest.mark.parametrize(("what", "said"), [("json", ""), ("plan", "pdf"), ("r5", ""), ("r4b", "")])
def test_06_what_a_nurse_may_take_out_holds_goals_only(what: str, said: str) -> None:
    """Nurse granted "Mål" tries "Ekonomi" by URL, API, PDF, FHIR, history → 404 everywhere."""
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    make_goal(plan)
    make_action(plan, nils, HIDDEN, section="money")
    show(nils, "goals")
    taken = client_of(nils).post(url(plan, "plan_take_out"), {"what": what, "parts": "goals"})
    text = read_paper(taken.content).text if said == "pdf" else taken.content.decode()
    assert "sova hela natten" in text
    assert HIDDEN not in text


def test_07_a_yes_taken_back_while_she_reads_holds_at_once() -> None:
    """Consent withdrawn mid-session → next request fails; audit shows both."""
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    show(siv, "goals")
    client, where = client_of(siv), url(plan, "plan_piece", goal.pk)
    assert client.get(where).status_code == 200
    owner(plan).post(url(plan, "plan_grant_back", siv.pk, Grant.objects.get().pk))
    assert client.get(where).status_code == 404
    verbs = [(line.verb, line.section) for line in lines_of(plan.pk)]
    assert verbs.index(("withdraw", "goals")) < verbs.index(("read", "goals"))
    assert ("grant", "goals") in verbs


@pytest.mark.parametrize(
    ("midnight", "last"),
    [
        ("2026-07-11T00:00:00+02:00", date(2026, 7, 10)),
        ("2026-12-11T00:00:00+01:00", date(2026, 12, 10)),
    ],
)
def test_08_a_yes_ends_at_midnight_in_stockholm(midnight: str, last: date) -> None:
    """Consent expires at 00:00 Stockholm, not UTC."""
    with time_machine.travel(midnight, tick=False) as clock:
        clock.shift(-60)
        plan = make_plan()
        siv = make_seat(plan)
        goal = make_goal(plan)
        show(siv, "goals", until=last)
        client, where = client_of(siv), url(plan, "plan_piece", goal.pk)
        clock.shift(59)
        assert client.get(where).status_code == 200
        clock.shift(1)
        assert client.get(where).status_code == 404


def test_09_there_is_no_yes_to_everybody() -> None:
    """Consent to "alla myndigheter" impossible; one row per participant and section."""
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    client = owner(plan)
    for every in ({"part_alla": "on"}, {"section": ["goals", "health"]}, {"part_private": "on"}):
        assert client.post(url(plan, "plan_person_ask", siv.pk), YES | every).status_code == 422
    for whom in ("alla", "authority", plan.pk):
        where = f"/min-plan/{plan.pk}/personer/{whom}/fraga/"
        assert client.post(where, YES | {"part_goals": "on"}).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        Grant.objects.create(section="goals", given_by=plan.owner)
    assert not Grant.objects.exists()
    for seat in (siv, nils):
        both = {"part_goals": "on", "part_health": "on"}
        client.post(url(plan, "plan_person_ask", seat.pk), YES | both)
    rows = Grant.objects.values_list("seat", "section")
    assert sorted(rows) == sorted((s.pk, part) for s in (siv, nils) for part in ("goals", "health"))


def test_10_a_stated_no_beats_every_later_yes() -> None:
    """Stated "INTE" exclusion beats any later broad grant."""
    plan = make_plan()
    siv = make_seat(plan)
    health = make_action(plan, siv, "Boka tid", section="health")
    client = owner(plan)
    client.post(url(plan, "plan_person_never", siv.pk), {"what": "health"})
    broad = {f"part_{part}": "on" for part in ("goals", "home", "money", "health")}
    client.post(url(plan, "plan_person_ask", siv.pk), YES | broad)
    assert not Grant.objects.filter(section="health", excludes=False).exists()
    only = YES | {"part_health": "on"}
    assert client.post(url(plan, "plan_person_ask", siv.pk), only).status_code == 422
    # And were it written all the same:
    Grant.objects.create(seat=siv, section="health", level=Level.WRITE, given_by=plan.owner)
    staff = client_of(siv)
    assert staff.get(url(plan, "plan_section", "home")).status_code == 200
    assert staff.get(url(plan, "plan_section", "health")).status_code == 404
    assert staff.get(url(plan, "plan_piece", health.pk)).status_code == 404


def test_11_what_is_private_leaves_no_trace_for_somebody_close(mailoutbox: list[Any]) -> None:
    """Partner as "närstående": private section absent from counts, diffs, search, notifications,
    export."""
    plan = make_plan()
    leo = make_seat(plan, SeatKind.RELATIVE, name="Leo")
    goal = make_goal(plan)
    show(leo, "goals", level=Level.WRITE)
    client = client_of(leo)
    paths = ["", "del/goals/", f"text/{goal.pk}/", "personer/", "har-inte-hant/", "skriv-ut/"]

    def all_that_he_meets() -> list[str]:
        found = [html(client.get(f"/min-plan/{plan.pk}/{path}")) for path in paths]
        sheet = client.post(url(plan, "plan_take_out"), {"what": "plan", "parts": "goals"})
        found += [read_paper(sheet.content).text, client.get("/sok/?q=rymma").content.decode()]
        return [re.sub(r'value="\w{64}"|nonce="[^"]*"|\d\d[.:]\d\d', "", each) for each in found]

    before = all_that_he_meets()
    secret = make_piece(as_owner(plan), Kind.NOTE, {"words": "Jag vill rymma"}, section="private")
    make_piece(as_owner(plan), Kind.NOT_WANTED, {"people": "Leo"})
    owner(plan).post(url(plan, "plan_change", secret.pk), {"words": "rymma", "edition": 1})
    user_of(plan.owner)
    reminding.remind(timezone.localdate())
    assert all_that_he_meets() == before
    assert mailoutbox == []
    assert "Bara för mig" not in html(client.get(url(plan, "plan_log")))
    for path in ("del/private/", f"text/{secret.pk}/"):
        assert client.get(f"/min-plan/{plan.pk}/{path}").status_code == 404
