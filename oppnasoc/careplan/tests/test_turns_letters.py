"""Whoever is called and stands on paper is told by a letter, and is late only once she has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import consent, daily, owning, writing
from oppnasoc.careplan.models import Call, Kind, Level, Piece, Plan, Reply, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.turns import calling, late, meeting
from oppnasoc.vault.log import Verb, lines_of
from tests.paper import read_paper
from tests.planned import TOWER, as_owner, as_seat, client_of, make_plan, make_seat, show

from .pages import html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)
MONDAY = "2026-11-02T10:00:00+01:00"
WORDS = {"purpose": "Hur jag får sova", "time": "klockan 13", "place": "Träffpunkten"}
UNTOLD = "har inte fått kallelsen"


def on_paper(plan: Plan, name: str = "Gun Ahlström") -> Seat:
    return make_seat(plan, side=Side.REGION, name=name, role="läkare", on_paper=True,
                     organisation="Psykiatrin i Sundhamn")  # fmt: skip


def called(plan: Plan, *seats: Seat, days: int = 20) -> Piece:
    day = timezone.localdate() + timedelta(days=days)
    return meeting.call(as_owner(plan), dict(WORDS), day=day, seats=list(seats))


def call_to(seat: Seat) -> Call:
    return Call.objects.get(seat=seat)


def move(plan: Plan, made: Piece, days: int, **words: str) -> None:
    day = timezone.localdate() + timedelta(days=days)
    meeting.put_off(as_owner(plan), made.pk, {**WORDS, **words}, day=day, edition=made.edition)


def whom_it_asks(plan: Plan) -> list[str]:
    """What the first page of the plan asks of its owner."""
    return [say for say in ("har inte fått veta", "har det gamla brevet")
            if say in html(owner(plan).get(url(plan, "plan")))]  # fmt: skip


def test_who_stands_on_paper_is_late_only_from_the_day_that_she_got_the_letter() -> None:
    with time_machine.travel(MONDAY, tick=False):
        plan = make_plan()
        siv, gun = make_seat(plan), on_paper(plan)
        client = owner(plan)
        assert "Gun Ahlström, läkare, Psykiatrin i Sundhamn – behöver ett brev" in html(
            client.get(url(plan, "plan_call"))
        )
        made = called(plan, siv, gun)
        assert (call_to(siv).sent_on, call_to(gun).sent_on) == (date(2026, 11, 2), None)
        page = html(client.get(url(plan, "plan_meeting", made.pk)))
        assert page.count(UNTOLD) == 1
        assert url(plan, "plan_call_letter", call_to(gun).pk) in page
        assert whom_it_asks(plan) == ["har inte fått veta"]
    with time_machine.travel("2026-11-16T10:00:00+01:00", tick=False):
        client = owner(plan)
        assert [each.seat for each in late.outline(as_owner(plan))] == [siv]
        letter = html(client.get(url(plan, "plan_call_letter", call_to(gun).pk)))
        assert UNTOLD in html(client.get(url(plan, "plan_meeting", made.pk)))
        for says in ("Till Gun Ahlström", "Hur jag får sova", "klockan 13", "Träffpunkten", "Vera",
                     "söndag 22 november", "lördag 21 november", "får bestämma"):  # fmt: skip
            assert says in letter, says
        sheet = client.get(url(plan, "plan_call_letter_pdf", call_to(gun).pk))
        assert "Hur jag får sova" in read_paper(sheet.content).text
        assert Verb.PRINT in [line.verb for line in lines_of(plan.pk)]
        client.post(url(plan, "plan_call_letter", call_to(gun).pk))
        assert (call_to(gun).sent_on, call_to(gun).answer_by) == (
            date(2026, 11, 16), date(2026, 11, 21),
        )  # fmt: skip
        assert UNTOLD not in html(client.get(url(plan, "plan_meeting", made.pk)))
        assert whom_it_asks(plan) == []
    with time_machine.travel("2026-11-22T09:00:00+01:00", tick=False):
        assert gun in [each.seat for each in late.outline(as_owner(plan))]


def test_another_day_or_place_needs_a_new_letter() -> None:
    plan = make_plan()
    siv, gun = make_seat(plan), on_paper(plan)
    made = called(plan, siv, gun)
    calling.handed_in(as_owner(plan), call_to(gun).pk)
    meeting.answer(as_owner(plan), call_to(gun).pk, Reply.YES)
    move(plan, made, 20, place="Biblioteket")
    assert (call_to(gun).reply, call_to(gun).sent_on) == (Reply.YES, None)
    assert call_to(siv).sent_on is not None
    client = owner(plan)
    assert "Mötet är ändrat sedan brevet lämnades" in html(
        client.get(url(plan, "plan_meeting", made.pk))
    )
    letter = calling.find(as_owner(plan), call_to(gun).pk).letter
    assert "Släng brevet" in letter.begins
    assert "Biblioteket" in [part.text for part in letter.parts]
    made.refresh_from_db()
    day = {"day": (timezone.localdate() + timedelta(days=27)).isoformat(), "edition": made.edition}
    said = html(client.post(url(plan, "plan_put_off", made.pk), {**WORDS, **day}, follow=True))
    assert "behöver ett nytt brev" in said
    assert call_to(gun).reply == Reply.NONE


def test_who_has_a_letter_is_told_that_the_meeting_is_called_off() -> None:
    plan = make_plan()
    gun, never = on_paper(plan), on_paper(plan, "Ulf Ek")
    made = called(plan, gun, never)
    calling.handed_in(as_owner(plan), call_to(gun).pk)
    client = owner(plan)
    said = html(client.post(url(plan, "plan_remove", made.pk), follow=True))
    assert "Någon har ett brev om mötet" in said
    assert [call.seat for call in calling.untold(as_owner(plan))] == [gun]
    assert whom_it_asks(plan) == ["har det gamla brevet"]
    letter = html(client.get(url(plan, "plan_call_letter", call_to(gun).pk)))
    assert "Mötet är inställt" in letter
    assert "Hur jag får sova" not in letter
    client.post(url(plan, "plan_call_letter", call_to(gun).pk))
    assert calling.untold(as_owner(plan)) == []
    writing.bring_back(as_owner(plan), made.pk)
    assert {call.seat for call in calling.untold(as_owner(plan))} == {gun, never}


def test_an_answer_that_the_owner_writes_down_means_that_she_has_been_told() -> None:
    plan = make_plan()
    gun = on_paper(plan)
    called(plan, gun)
    meeting.answer(as_owner(plan), call_to(gun).pk, Reply.YES)
    assert calling.untold(as_owner(plan)) == []


def test_whoever_comes_in_later_has_the_call_from_that_day() -> None:
    with time_machine.travel(MONDAY, tick=False):
        plan = make_plan()
        gun = on_paper(plan)
        called(plan, gun)
        daily.remind_of_plans(date(2026, 11, 2))
        assert call_to(gun).sent_on is None
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        Seat.objects.filter(pk=gun.pk).update(person=make_plan().owner)
        daily.remind_of_plans(date(2026, 11, 10))
        assert (call_to(gun).sent_on, call_to(gun).answer_by) == (
            date(2026, 11, 10), date(2026, 11, 17),
        )  # fmt: skip


def test_the_letter_of_a_protected_person_tells_no_place() -> None:
    plan = make_plan()
    gun = on_paper(plan)
    called(plan, gun)
    owning.protect(as_owner(plan), True)
    parts = calling.find(as_owner(plan), call_to(gun).pk).letter.parts
    said = " ".join(f"{part.lead} {part.text}" for part in parts)
    assert "Träffpunkten" not in said
    assert "Var:" not in said
    assert "Skriv inte var jag" in said


def test_a_no_about_the_meetings_leaves_the_day_alone_in_the_letter() -> None:
    plan = make_plan()
    gun = on_paper(plan)
    consent.exclude(as_owner(plan), gun, "meeting")
    called(plan, gun)
    said = [part.text for part in calling.find(as_owner(plan), call_to(gun).pk).letter.parts]
    assert not {"Hur jag får sova", "Träffpunkten"} & set(said)


def test_whoever_has_called_the_meeting_hands_in_the_letter_too_and_nobody_else() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    gun, mother = on_paper(plan), make_seat(plan, SeatKind.RELATIVE, name="Mamma", on_paper=True)
    show(siv, "meeting", level=Level.WRITE)
    show(nils, "meeting", level=Level.WRITE)
    day = timezone.localdate() + timedelta(days=9)
    made = meeting.call(as_seat(siv), dict(WORDS), day=day, seats=[gun])
    meeting.call_more(as_owner(plan), made, [mother])
    letter = calling.find(as_seat(siv), call_to(gun).pk).letter
    assert (letter.name, letter.parts[0].text) == ("Siv Handläggare", "Vera")
    for who in (as_seat(nils), as_seat(make_seat(plan, name="Bo"))):
        with pytest.raises(NotThere):
            calling.find(who, call_to(gun).pk)
        with pytest.raises(NotThere):
            calling.handed_in(who, call_to(gun).pk)
    with pytest.raises(NotThere):  # Who is close to her stands with herself.
        calling.find(as_seat(siv), call_to(mother).pk)
    assert calling.untold(as_seat(nils)) == []
    answers(client_of(nils), plan, call_to(gun), 404)
    answers(client_of(siv), plan, call_to(gun), 200)


def answers(client: Client, plan: Plan, call: Call, status: int) -> None:
    for name in ("plan_call_letter", "plan_call_letter_pdf"):
        assert client.get(url(plan, name, call.pk)).status_code == status


def test_nothing_is_handed_in_of_a_plan_that_is_closed_or_a_meeting_that_is_over() -> None:
    plan = make_plan()
    gun = on_paper(plan)
    made = called(plan, gun)
    Piece.objects.filter(pk=made.pk, kind=Kind.MEETING).update(doing="done")
    answers(owner(plan), plan, call_to(gun), 404)
    Piece.objects.filter(pk=made.pk).update(doing="planned")
    answers(owner(plan), plan, call_to(gun), 200)
    owning.close(as_owner(plan))
    answers(owner(plan), plan, call_to(gun), 404)
    assert owner(plan).post(url(plan, "plan_call_letter", call_to(gun).pk)).status_code in (
        404,
        422,
    )
