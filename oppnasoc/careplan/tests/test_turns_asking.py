"""Somebody is asked for a plan, and answers."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import daily
from oppnasoc.careplan.models import Ask, Plan, SeatKind, Side, State, Support
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.turns import asking, late, reminding
from oppnasoc.careplan.writing import Refused
from tests.paper import read_paper
from tests.planned import TOWER, as_owner, as_seat, make_plan, make_seat, show

from .pages import html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)
NO = {"reason": "Vi hinner inte", "name": "Mona Ek", "turn_to": "Vårdcentralen"}


def state_of(plan: Plan) -> str:
    return str(Plan.objects.get(pk=plan.pk).state)


def test_an_ask_moves_the_plan_on_and_two_clicks_are_one() -> None:
    plan = make_plan()
    first = asking.ask(as_owner(plan), Side.REGION, words="Jag vill ha ett möte")
    assert state_of(plan) == State.ASKED
    assert asking.ask(as_owner(plan), Side.REGION) == first
    assert Ask.objects.count() == 1
    [asked] = asking.asks(as_owner(plan))
    assert asked.words["words"] == "Jag vill ha ett möte"
    assert asked.state == "unsent"  # Nobody at the region is in the plan.


def test_what_reaches_nobody_is_a_letter_and_has_no_day_until_it_is_handed_in() -> None:
    with time_machine.travel("2026-12-01T10:00:00+01:00", tick=False):
        plan = make_plan()
        client = owner(plan)
        page = html(client.post(url(plan, "plan_ask"), {"to": "municipality", "words": "Jag sover "
                                                         "inte"}, follow=True))  # fmt: skip
        asked = Ask.objects.get()
        assert "Ingen har fått det här än" in page
        assert "4 december" not in page
        assert "Ingen har fått det du bad om" in html(client.get(url(plan, "plan")))
        letter = html(client.get(url(plan, "plan_ask_letter", asked.pk)))
        for said in ("Jag ber om en SIP", "Jag sover inte", "Vera", "socialtjänsten"):
            assert said in letter, said
        sheet = client.get(url(plan, "plan_ask_letter_pdf", asked.pk))
        assert "Jag sover inte" in read_paper(sheet.content).text
    with time_machine.travel("2026-12-20T10:00:00+01:00", tick=False):
        assert late.outline(as_owner(plan)) == []
        assert reminding.remind(date(2026, 12, 20)) == 0
        assert client_post(plan, asked, "handed_in") == 302
        asked.refresh_from_db()
        assert (asked.sent_on, asked.receipt_by) == (date(2026, 12, 20), date(2026, 12, 23))
        assert asking.asks(as_owner(plan))[0].state == "waits"
    with time_machine.travel("2026-12-29T10:00:00+01:00", tick=False):
        assert [each.what for each in late.outline(as_owner(plan))] == [late.What.RECEIPT]


def client_post(plan: Plan, asked: Ask, do: str) -> int:
    return owner(plan).post(url(plan, "plan_asked", asked.pk), {"do": do}).status_code


def test_it_waits_for_an_answer_from_the_day_that_somebody_there_is_in_the_plan() -> None:
    with time_machine.travel("2026-12-01T10:00:00+01:00", tick=False):
        plan = make_plan()
        asked = asking.ask(as_owner(plan), Side.MUNICIPALITY)
        make_seat(plan, side=Side.REGION)
        assert asking.send_what_reaches_somebody(date(2026, 12, 1)) == 0
        siv = make_seat(plan)
        daily.remind_of_plans(date(2026, 12, 3))
        asked.refresh_from_db()
        assert (asked.sent_on, asked.receipt_by) == (date(2026, 12, 3), date(2026, 12, 8))
        with pytest.raises(NotThere):
            asking.letter(as_seat(siv), asked)
        with pytest.raises(NotThere):
            asking.handed_in(as_seat(siv), asked)


def test_an_answer_is_due_in_three_working_days() -> None:
    """Wednesday 30 December: the first of January and the weekend are no working days."""
    with time_machine.travel("2026-12-30T10:00:00+01:00", tick=False):
        plan = make_plan()
        make_seat(plan)
        asked = asking.ask(as_owner(plan), Side.MUNICIPALITY)
    assert asked.receipt_by == date(2027, 1, 7)  # 31 December and 6 January are days off.
    with time_machine.travel("2027-01-07T10:00:00+01:00", tick=False):
        assert asking.asks(as_owner(plan))[0].state == "waits"
    with time_machine.travel("2027-01-08T10:00:00+01:00", tick=False):
        assert asking.asks(as_owner(plan))[0].state == "late"


def test_whoever_is_asked_says_that_it_has_come() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    asked = asking.ask(as_owner(plan), Side.MUNICIPALITY)
    assert asking.outline(as_seat(nils)) == []
    with pytest.raises(NotThere):
        asking.receive(as_seat(nils), asked, "Nils")
    with pytest.raises(Refused):
        asking.receive(as_seat(siv), asked, " ")
    asking.receive(as_seat(siv), asked, "Siv Handläggare")
    assert state_of(plan) == State.PREPARING
    assert asking.find(as_owner(plan), asked.pk).words["receiver"] == "Siv Handläggare"


def test_an_ask_by_name_is_for_nobody_else() -> None:
    plan = make_plan()
    siv, eva = make_seat(plan), make_seat(plan, name="Eva")
    asked = asking.ask(as_owner(plan), seat=siv)
    assert asking.is_asked(as_seat(siv), asked)
    assert not asking.is_asked(as_seat(eva), asked)
    with pytest.raises(NotThere):
        asking.find(as_seat(eva), asked.pk)


@pytest.mark.parametrize("missing", ["reason", "name", "turn_to"])
def test_5_a_no_without_a_reason_a_name_or_a_way_on_is_no_answer(missing: str) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    asked = asking.ask(as_owner(plan), seat=siv)
    with pytest.raises(Refused) as caught:
        asking.refuse(as_seat(siv), asked, **{**NO, missing: "  "})
    assert caught.value.fields == (missing,)
    assert Ask.objects.get().refused_on is None


def test_5_a_no_shows_name_day_reason_and_where_to_turn() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    asked = asking.ask(as_owner(plan), seat=siv)
    asking.refuse(as_seat(siv), asked, **NO)
    seen = asking.find(as_owner(plan), asked.pk)
    assert seen.state == "refused"
    assert seen.ask.refused_on == timezone.localdate()
    assert {name: seen.words[name] for name in NO} == NO
    assert state_of(plan) == State.BEGUN
    with pytest.raises(Refused):
        asking.receive(as_seat(siv), asked, "Siv")


def test_she_takes_it_back_or_asks_somebody_else() -> None:
    plan = make_plan()
    one = asking.ask(as_owner(plan), Side.REGION)
    asking.ask(as_owner(plan), Side.MUNICIPALITY)
    asking.withdraw(as_owner(plan), one)
    assert state_of(plan) == State.ASKED
    assert asking.find(as_owner(plan), one.pk).state == "withdrawn"
    again = asking.ask(as_owner(plan), Side.REGION)
    assert again != one


def test_support_of_her_own_is_an_ask_with_an_answer() -> None:
    plan = make_plan()
    asked = asking.ask(as_owner(plan), Side.MUNICIPALITY, support=Support.CASE_MANAGER)
    assert state_of(plan) == State.BEGUN
    assert asked.receipt_by > timezone.localdate()
    asking.granted(as_owner(plan), asked)
    assert asking.find(as_owner(plan), asked.pk).state == "met"
    with pytest.raises(Refused):
        asking.ask(as_owner(plan), Side.MUNICIPALITY, support=Support.OMBUD)


def test_who_may_not_write_of_meetings_does_not_ask() -> None:
    plan = make_plan()
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    with pytest.raises(NotThere):
        asking.ask(as_seat(mother), Side.REGION)
    show(mother, "meeting", level=3)
    assert asking.ask(as_seat(mother), Side.REGION).by == mother


def test_nothing_that_shows_where_a_protected_person_is() -> None:
    plan = make_plan(protected=True)
    with pytest.raises(Refused) as caught:
        asking.ask(as_owner(plan), Side.REGION, words="Ring 070-123 45 67")
    assert caught.value.fields == ("words",)
