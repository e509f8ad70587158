"""The pages around a plan, as the owner, an authority and a stranger meet them."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import owning
from oppnasoc.careplan.models import (
    Ask,
    Call,
    Confirmation,
    Doing,
    Kind,
    Outcome,
    Piece,
    Plan,
    SeatKind,
    Side,
    State,
)
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.turns import asking, following_up, late, meeting, waiting
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def url(plan: Plan, name: str, *args: Any) -> str:
    return reverse(name, args=[plan.pk, *args])


def html(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


def owner(plan: Plan) -> Client:
    return client_for(plan.owner)


def test_a_stranger_finds_nothing_and_who_is_not_signed_in_signs_in() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    ask = asking.ask(as_owner(plan), seat=siv)
    made = meeting.call(as_owner(plan), {}, day=date.fromisoformat(in_days(9)), seats=[siv])
    call = Call.objects.get()
    action = Piece.objects.filter(kind=Kind.ACTION)[0]
    rows: dict[str, list[Any]] = {
        "plan_ask": [], "plan_asked": [ask.pk], "plan_prepare": [], "plan_prepare_private": [],
        "plan_call": [], "plan_meeting": [made.pk], "plan_put_off": [made.pk],
        "plan_point": [made.pk, "hers"], "plan_answer": [call.pk], "plan_confirm": [],
        "plan_approve": [], "plan_reminders": [], "plan_follow_up": [], "plan_conclude": [],
        "plan_look_at": [action.pk], "plan_late": [], "plan_late_letter": [action.pk],
        "plan_late_pdf": [action.pk],
    }  # fmt: skip
    stranger, nobody = client_for(uuid.uuid4()), Client()
    for name, args in rows.items():
        assert stranger.get(url(plan, name, *args)).status_code == 404, name
        assert nobody.get(url(plan, name, *args)).status_code == 302, name


@pytest.mark.parametrize(
    "name",
    ["plan_ask", "plan_prepare", "plan_call", "plan_approve", "plan_reminders", "plan_follow_up",
     "plan_conclude"],
)  # fmt: skip
def test_who_is_shown_nothing_does_nothing_of_hers(name: str) -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    assert client_of(siv).get(url(plan, name)).status_code == 404
    assert owner(plan).get(url(plan, name)).status_code == 200


def test_the_owner_asks_and_the_authority_says_that_it_has_come() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    page = html(owner(plan).get(url(plan, "plan_ask")))
    assert "Kommunens socialtjänst" in page
    assert "Siv Handläggare" in page
    answer = owner(plan).post(url(plan, "plan_ask"), {"to": str(siv.pk), "words": "Jag sover inte"})
    [ask] = Ask.objects.all()
    assert answer["Location"] == url(plan, "plan_asked", ask.pk)
    staff = client_of(siv)
    page = html(staff.get(url(plan, "plan_asked", ask.pk)))
    assert "Jag sover inte" in page
    wrong = staff.post(url(plan, "plan_asked", ask.pk), {"do": "receive", "receiver": ""})
    assert "Skriv ett namn först" in html(wrong, 422)
    staff.post(url(plan, "plan_asked", ask.pk), {"do": "receive", "receiver": "Siv H"})
    assert "Siv H har sagt" in html(owner(plan).get(url(plan, "plan_asked", ask.pk)))
    assert Plan.objects.get().state == State.PREPARING


def test_nobody_chosen_is_said_and_her_words_are_kept() -> None:
    plan = make_plan()
    page = html(owner(plan).post(url(plan, "plan_ask"), {"words": "Jag sover inte"}), 422)
    assert "Välj vem du frågar" in page
    assert "Jag sover inte" in page


def test_5_a_no_on_the_page() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    ask = asking.ask(as_owner(plan), seat=siv)
    staff, where = client_of(siv), url(plan, "plan_asked", ask.pk)
    no = {"do": "refuse", "reason": "", "name": "Mona Ek", "turn_to": "Vårdcentralen"}
    page = html(staff.post(where, no), 422)
    assert "Skriv varför ni säger nej" in page
    assert "Mona Ek" in page  # What was written is kept.
    staff.post(where, {**no, "reason": "Du har redan en plan"})
    page = html(owner(plan).get(where))
    for seen in ("Du har redan en plan", "Mona Ek", "Vårdcentralen", "IVO"):
        assert seen in page
    step = waiting.next_step(as_owner(plan))
    assert step is not None
    assert step.url == where


def test_one_button_asks_for_a_case_manager() -> None:
    plan = make_plan()
    where = url(plan, "plan_ask_support")
    owner(plan).post(where, {"support": "case_manager", "to": "municipality"})
    [ask] = Ask.objects.all()
    assert ask.support == "case_manager"
    given = owner(plan).post(url(plan, "plan_asked", ask.pk), {"do": "granted"})
    assert Ask.objects.get().met_on is not None
    page = html(owner(plan).get(given["Location"]))  # Support has a place and a yes of its own.
    assert re.search(r'value="support"[^>]*checked', page)
    assert re.search(r'value="case_manager"[^>]*selected', page)
    assert owner(plan).post(where, {"support": "wizard"}).status_code == 422


def test_she_prepares_and_what_she_does_not_want_is_hers_alone() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "meeting")
    where = url(plan, "plan_prepare")
    owner(plan).post(where, {"question": "Hur får jag sova?", "circle": "on"})
    owner(plan).post(where, {"question": "Hur får jag sova bra?", "edition": "1"})
    [read] = as_owner(plan).pieces(Kind.PREPARATION)
    assert (read.words["question"], read.piece.edition) == ("Hur får jag sova bra?", 2)
    stale = owner(plan).post(where, {"question": "Något annat", "edition": "1"})
    assert "Hur får jag sova bra?" in html(stale, 409)
    owner(plan).post(url(plan, "plan_prepare_private"), {"people": "Kalle"})
    assert "Kalle" in html(owner(plan).get(url(plan, "plan_prepare_private")))
    assert "Kalle" not in html(owner(plan).get(where))
    assert client_of(siv).get(url(plan, "plan_prepare_private")).status_code == 404


def test_a_meeting_is_called_answered_and_moved() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    form = {"purpose": "Sova", "time": "13", "place": "Lyktan", "seats": [str(siv.pk)]}
    assert owner(plan).post(url(plan, "plan_call"), form).status_code == 422
    owner(plan).post(url(plan, "plan_call"), {**form, "day": in_days(10)})
    [call] = Call.objects.all()
    staff, where = client_of(siv), url(plan, "plan_answer", call.pk)
    step = waiting.next_step(as_seat(siv))
    assert step is not None
    assert step.url == where
    page = html(staff.get(where))
    assert "Lyktan" in page
    assert "Nej, jag kommer inte" not in page
    sent = {"reply": "substitute", "substitute": "Bo", "words": "Jag är ledig",
            "edition": call.mark}  # fmt: skip
    assert "måste kunna bestämma" in html(staff.post(where, sent), 422)
    staff.post(where, {**sent, "mandate": "on"})
    page = html(owner(plan).get(url(plan, "plan_meeting", call.meeting_id)))
    assert "Bo kommer i stället" in page
    moved = {**form, "day": in_days(12), "edition": "1"}
    owner(plan).post(url(plan, "plan_put_off", call.meeting_id), moved)
    assert "har inte svarat än" in html(owner(plan).get(url(plan, "plan_meeting", call.meeting_id)))
    assert owner(plan).post(
        url(plan, "plan_put_off", call.meeting_id), moved | {"purpose": "Annat"}
    ).status_code == 409  # fmt: skip


def test_more_are_called_and_the_owner_writes_down_an_answer() -> None:
    plan = make_plan()
    siv, mother = make_seat(plan), make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    made = meeting.call(as_owner(plan), {}, day=date.fromisoformat(in_days(9)), seats=[siv])
    where = url(plan, "plan_meeting", made.pk)
    owner(plan).post(where, {"seats": [str(mother.pk)]})
    call = Call.objects.get(seat=mother)
    sent = {"reply": "no", "edition": call.mark}
    owner(plan).post(url(plan, "plan_answer", call.pk), sent)
    assert "kommer inte" in html(owner(plan).get(where))


def test_a_meeting_goes_round_on_one_phone() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_piece(as_owner(plan), Kind.PREPARATION, {"circle": True})
    made = meeting.call(as_owner(plan), {"purpose": "Sova"}, day=timezone.localdate(), seats=[siv])
    client = owner(plan)
    where = {n: url(plan, "plan_point", made.pk, n) for n in
             ("here", "hers", "theirs", "dissent", "decided")}  # fmt: skip
    assert "Börja mötet" in html(client.get(url(plan, "plan_meeting", made.pk)))
    assert client.post(where["here"], {"came": [str(siv.pk)]})["Location"] == where["hers"]
    assert "Sedan talar de andra" not in html(client.get(where["hers"])).split("<h1>")[1]
    client.post(where["hers"], {"text": "Jag vill bo kvar", "edition": "1"})
    assert "laget runt" in html(client.get(where["theirs"]))
    stale = client.post(where["theirs"], {"text": "Vi hjälper till", "edition": "1"})
    assert "Vi hjälper till" in html(stale, 409)
    client.post(where["theirs"], {"text": "Vi hjälper till", "edition": "2"})
    client.post(where["dissent"], {"text": "", "edition": "3"})
    answer = client.post(where["decided"], {"text": "Siv ringer", "edition": "3"})
    assert answer["Location"] == url(plan, "plan_approve")
    assert Plan.objects.get().state == State.MET
    page = html(client.get(url(plan, "plan_meeting", made.pk)))
    assert "Jag vill bo kvar" in page
    assert "var där" in page
    assert client.get(where["hers"]).status_code == 404  # It is over.


def test_17_18_confirming_on_the_page() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(siv, "home")
    staff, where = client_of(siv), url(plan, "plan_confirm")
    page = html(staff.get(where))
    assert "Ring hyresvärden" in page
    own = Piece.objects.get(kind=Kind.ACTION, seat=siv)
    other = Piece.objects.get(kind=Kind.ACTION, seat=nils)
    assert staff.post(where, {"piece": other.pk, "edition": "1"}).status_code == 404
    assert staff.post(where, {"piece": own.pk, "edition": "2"}).status_code == 409
    staff.post(where, {"piece": own.pk, "edition": "1"})
    assert Confirmation.objects.count() == 1
    assert owner(plan).get(where).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        page = html(owner(plan).get(url(plan, "plan_approve")))
    assert page.count("inte bekräftad") == 1


def test_3_every_gap_has_a_place_where_it_is_mended() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    Plan.objects.update(state=State.MET)
    client, where = owner(plan), url(plan, "plan_approve")
    page = html(client.get(where))
    assert page.count('class="gaps"') == 1
    for gap in ("NEEDS", "SIDES", "OTHERS", "LEAD", "APPROVED", "FOLLOW_UP"):
        assert owning.Gap[gap].text in page
    assert url(plan, "plan_write", "action") in page
    assert client.post(where, {"do": "begin"}).status_code == 422
    make_goal(plan)
    make_action(plan, siv)
    make_action(plan, nils, section="health")
    client.post(where, {"do": "others", "nobody": "yes"})
    client.post(where, {"do": "lead", "lead": str(siv.pk)})
    assert client.post(where, {"do": "day", "follow_up_on": in_days(120)}).status_code == 422
    assert client.post(where, {"do": "day", "follow_up_on": "2026-02-30"}).status_code == 422
    client.post(where, {"do": "day", "follow_up_on": in_days(60)})
    client.post(where, {"do": "yes"})
    assert 'class="gaps"' not in html(client.get(where))
    assert client.post(where, {"do": "begin"}).status_code == 302
    assert Plan.objects.get().state == State.IN_FORCE


def test_following_up_on_the_pages() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    client = owner(plan)
    client.post(url(plan, "plan_follow_up"))
    action = Piece.objects.get(kind=Kind.ACTION, seat=siv)
    where = url(plan, "plan_look_at", action.pk)
    form = {"edition": "1", "doing": "", "seat": str(siv.pk), "due_on": in_days(20)}
    assert client.post(where, form).status_code == 422
    client.post(where, {**form, "doing": "done", "helped": "Ja, jag sover"})
    action.refresh_from_db()
    assert action.doing == Doing.DONE
    assert client.post(where, {**form, "doing": "no"}).status_code == 422
    assert client.post(where, {**form, "doing": "partly"}).status_code == 409
    page = html(client.get(url(plan, "plan_follow_up")))
    assert page.count("berätta hur det gick") == 1
    told = {"happened": "yes", "goals": "yes", "needed": "yes"}
    page = html(client.post(url(plan, "plan_conclude"), told), 422)
    assert "inom tre månader" in page
    client.post(url(plan, "plan_conclude"), {**told, "next_on": in_days(80)})
    assert Plan.objects.get().edition == 2
    assert Outcome.objects.count() == 1


def test_when_no_plan_is_needed_any_more_she_is_led_to_close_it() -> None:
    plan = make_plan()
    make_whole(plan)
    answer = owner(plan).post(url(plan, "plan_conclude"), {"happened": "yes", "needed": "no"})
    assert answer["Location"] == url(plan, "plan_close")


def test_19_the_late_page_has_a_letter_that_is_never_sent(mailoutbox: list[Any]) -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv = make_seat(plan, chief="Mona Ek", phone="040-123 45 00")
        action = make_action(plan, siv, due=date(2026, 11, 5))
    with time_machine.travel("2026-11-19T10:00:00+01:00", tick=False):
        client = owner(plan)
        page = html(client.get(url(plan, "plan_late")))
        assert "Ring hyresvärden" in page
        assert "040-123 45 00" in page
        letter = url(plan, "plan_late_letter", action.pk)
        assert "Till Siv Handläggare" in html(client.get(letter))
        assert "Till Mona Ek, chef" in html(client.get(f"{letter}?till=chef"))
        sheet = client.get(url(plan, "plan_late_pdf", action.pk))
        assert "Ring hyresvärden om hyran" in read_paper(sheet.content).text
        assert mailoutbox == []
        show(siv, "home")
        staff = client_of(siv)
        assert "Ring hyresvärden" in html(staff.get(url(plan, "plan_late")))
        assert staff.get(letter).status_code == 404
        assert client.get(url(plan, "plan_late_letter", uuid.uuid4())).status_code == 404


def test_15_what_somebody_left_behind_gets_somebody_else() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    assert siv.person is not None
    inviting.left_work(siv.person)
    client = owner(plan)
    page = html(client.get(url(plan, "plan_late")))
    assert "saknar ansvarig" in page
    action = Piece.objects.get(kind=Kind.ACTION, seat=siv)
    form = {"edition": "1", "doing": "not_done", "seat": str(nils.pk)}
    client.post(url(plan, "plan_look_at", action.pk), form)
    assert late.without_responsible(as_owner(plan)) == []


def test_nothing_can_be_done_in_a_plan_that_is_closed() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "home")
    staff = client_of(siv)
    following_up.close(as_owner(plan))
    client = owner(plan)
    assert client.get(url(plan, "plan_ask")).status_code == 404
    assert waiting.next_step(as_owner(plan)) is None
    own = Piece.objects.get(kind=Kind.ACTION, seat=siv)
    answer = staff.post(url(plan, "plan_confirm"), {"piece": own.pk, "edition": "1"})
    assert answer.status_code == 404
    assert staff.get(url(plan, "plan")).status_code == 404


def test_a_caseworker_calls_somebody_who_has_no_plan_yet() -> None:
    client = client_for(uuid.uuid4())
    where = reverse("plan_call_new")
    assert Client().get(where).status_code == 302
    form = {"name": "Vera", "time": "13", "place": "Lyktan", "people": "Siv", "caller": "Bo"}
    page = html(client.post(where, form), 422)
    assert "Lyktan" in page
    page = html(client.post(where, {**form, "day": in_days(9)}))
    assert "Till Vera" in page
    assert reverse("plan_home") in page
    sheet = client.post(where, {**form, "day": in_days(9), "pdf": "1"})
    assert sheet["Content-Type"] == "application/pdf"
    assert not Plan.objects.exists()


def test_the_way_and_the_next_step_follow_the_plan() -> None:
    plan = make_plan()
    assert [step.state for step in waiting.way_of(as_owner(plan))] == ["here", *["ahead"] * 6]
    siv, _nils = make_whole(plan)
    assert waiting.way_of(as_owner(plan))[5].state == "here"
    assert waiting.way_of(as_seat(siv)) == []
    assert waiting.next_step(as_owner(plan)) is None
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        step = waiting.next_step(as_owner(plan))
        assert step is not None
        assert step.url == url(plan, "plan_late")  # What is late comes before what is due.
        steps = [each.url for each in waiting.steps(as_owner(plan))]
        assert steps == [url(plan, "plan_late"), url(plan, "plan_follow_up")]


def test_how_she_is_reminded() -> None:
    plan = make_plan()
    page = html(owner(plan).get(url(plan, "plan_reminders")))
    assert "Det finns något att läsa" in page
    owner(plan).post(url(plan, "plan_reminders"), {"text_me": "on"})
    assert Plan.objects.get().text_me is True
