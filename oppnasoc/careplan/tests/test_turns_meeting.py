"""A meeting is called, answered, moved and held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Call, Kind, Piece, Plan, Reply, Seat, SeatKind, Side, State
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.turns import asking, holding, meeting
from oppnasoc.careplan.writing import Changed, Refused
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
WORDS = {"purpose": "Hur jag får sova", "time": "klockan 13", "place": "Träffpunkten"}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_meeting(plan: Plan, *seats: Seat, day: date | None = None) -> Piece:
    return meeting.call(as_owner(plan), dict(WORDS), day=day or in_days(20), seats=list(seats))


def call_to(seat: Seat) -> Call:
    return Call.objects.get(seat=seat)


def state_of(plan: Plan) -> str:
    return str(Plan.objects.get(pk=plan.pk).state)


def test_a_call_tells_its_invitation_and_nothing_else() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    made = make_meeting(plan, siv)
    assert state_of(plan) == State.CALLED
    found = meeting.find_call(as_seat(siv), call_to(siv).pk)
    assert found.words == WORDS
    with pytest.raises(NotThere):
        meeting.find(as_seat(siv), made.pk)


def test_two_clicks_make_one_meeting() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    assert make_meeting(plan, siv) == make_meeting(plan, siv)
    assert Call.objects.count() == 1


def test_a_no_of_hers_about_the_meetings_tells_the_day_only() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    consent.exclude(as_owner(plan), siv, "meeting")
    make_meeting(plan, siv)
    assert meeting.find_call(as_seat(siv), call_to(siv).pk).words == {}


@pytest.mark.parametrize("side", [Side.MUNICIPALITY, Side.REGION])
def test_an_authority_does_not_say_no(side: str) -> None:
    plan = make_plan()
    siv = make_seat(plan, side=side)
    make_meeting(plan, siv)
    with pytest.raises(Refused) as caught:
        meeting.answer(as_seat(siv), call_to(siv).pk, Reply.NO)
    assert caught.value.fields == ("substitute",)
    with pytest.raises(Refused):
        meeting.answer(as_seat(siv), call_to(siv).pk, Reply.SUBSTITUTE)
    with pytest.raises(Refused) as caught:
        meeting.answer(as_seat(siv), call_to(siv).pk, Reply.SUBSTITUTE, substitute="Bo")
    assert caught.value.fields == ("mandate",)
    assert call_to(siv).reply == Reply.NONE
    meeting.answer(as_seat(siv), call_to(siv).pk, Reply.SUBSTITUTE, substitute="Bo", mandate=True)
    [called] = meeting.calls_of(as_owner(plan), call_to(siv).meeting)
    assert called.words["substitute"] == "Bo"
    assert called.decides


def test_who_is_close_and_other_authorities_may_say_no() -> None:
    plan = make_plan()
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    kassan = make_seat(plan, side=Side.OTHER, name="Pia")
    make_meeting(plan, mother, kassan)
    for seat in (mother, kassan):
        meeting.answer(as_seat(seat), call_to(seat).pk, Reply.NO)
        assert call_to(seat).reply == Reply.NO


def test_who_has_not_answered_is_seen() -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
        made = make_meeting(plan, siv, nils)
        meeting.answer(as_seat(siv), call_to(siv).pk, Reply.YES)
        assert call_to(nils).answer_by == date(2026, 11, 9)
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        late = {each.who["name"]: each.is_late for each in meeting.calls_of(as_owner(plan), made)}
    assert late == {"Siv Handläggare": False, "Nils": True}


def test_others_do_not_learn_who_is_close_to_her() -> None:
    plan = make_plan()
    siv, mother = make_seat(plan), make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    show(siv, "meeting")
    made = make_meeting(plan, siv, mother)
    assert len(meeting.calls_of(as_owner(plan), made)) == 2
    assert [each.call.seat for each in meeting.calls_of(as_seat(siv), made)] == [siv]
    with pytest.raises(NotThere):
        meeting.find_call(as_seat(siv), call_to(mother).pk)


def test_staff_who_write_of_meetings_call_too() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    with pytest.raises(NotThere):
        meeting.call(as_seat(siv), dict(WORDS), day=in_days(9), seats=[nils])
    show(siv, "meeting", level=3)
    meeting.call(as_seat(siv), dict(WORDS), day=in_days(9), seats=[nils])
    assert state_of(plan) == State.CALLED
    with pytest.raises(Refused):
        meeting.call(as_seat(siv), dict(WORDS), day=in_days(-1), seats=[nils])


def test_a_meeting_in_force_does_not_end_the_force() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    make_meeting(plan, siv)
    assert state_of(plan) == State.IN_FORCE


def test_another_day_asks_everybody_again() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    made = make_meeting(plan, siv)
    meeting.answer(as_seat(siv), call_to(siv).pk, Reply.YES, words="Jag kommer gärna")
    same = made.due_on
    assert same is not None
    moved = {**WORDS, "place": "Biblioteket"}
    meeting.put_off(as_owner(plan), made.pk, moved, day=same, edition=1)
    assert call_to(siv).reply == Reply.YES
    assert meeting.find_call(as_seat(siv), call_to(siv).pk).words["place"] == "Biblioteket"
    meeting.put_off(as_owner(plan), made.pk, moved, day=same + timedelta(days=7), edition=2)
    assert call_to(siv).reply == Reply.NONE


def test_her_words_stand_apart_and_it_is_held() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    asked = asking.ask(as_owner(plan), Side.MUNICIPALITY)
    made = make_meeting(plan, siv, day=in_days(0))
    holding.who_came(as_owner(plan), made.pk, {siv.pk})
    holding.note(as_owner(plan), made.pk, "hers", "Jag vill bo kvar", edition=1)
    holding.note(as_owner(plan), made.pk, "theirs", "Vi kan söka bidrag", edition=2)
    with pytest.raises(Changed):
        holding.note(as_owner(plan), made.pk, "dissent", "Olika om hyran", edition=2)
    holding.note(as_owner(plan), made.pk, "dissent", "Olika om hyran", edition=3)
    holding.hold(as_owner(plan), made.pk, edition=4)
    words = as_owner(plan).piece(made.pk).words
    assert (words["hers"], words["theirs"]) == ("Jag vill bo kvar", "Vi kan söka bidrag")
    assert words["dissent"] == "Olika om hyran"
    assert call_to(siv).came is True
    assert state_of(plan) == State.MET
    assert asking.find(as_owner(plan), asked.pk).state == "met"


def test_a_meeting_is_not_held_before_its_day() -> None:
    plan = make_plan()
    made = make_meeting(plan, make_seat(plan))
    with pytest.raises(Refused):
        holding.hold(as_owner(plan), made.pk, edition=1)


def test_a_circle_is_hers_to_choose() -> None:
    plan = make_plan()
    assert not holding.in_circle(as_owner(plan))
    make_piece(as_owner(plan), Kind.PREPARATION, {"circle": True})
    assert holding.in_circle(as_owner(plan))
    assert [each.name for each in holding.AGENDA].index("hers") == 1
