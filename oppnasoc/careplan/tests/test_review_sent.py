"""Faults that a reading with fresh eyes has found: what is sent, brought in and kept."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import drafts, owning, writing
from oppnasoc.careplan.export import held
from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.read import read
from oppnasoc.careplan.export.take_in import take_in
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import Doing, Kind, Level, Piece, Plan, SeatKind, State
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.pieces import Draft
from oppnasoc.careplan.seats import Invite
from oppnasoc.careplan.story.views.story import asked_for
from oppnasoc.careplan.turns import asking, following_up, meeting
from oppnasoc.careplan.turns.counting import actions_on_time
from oppnasoc.careplan.turns.models import Call
from oppnasoc.careplan.writing import Refused
from oppnasoc.following.quiet import WithoutKeys
from oppnasoc.vault.models import Way
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
STREET = "Storgatan 14"


def url(plan: Plan, name: str, *args: object) -> str:
    return reverse(name, args=[plan.pk, *args])


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


# Nothing that is sent makes an error page --------------------------------------------------------


def test_a_day_at_the_end_of_time_breaks_nothing() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=Level.WRITE)
    action = make_action(plan, siv, due=date.max)
    assert client_for(plan.owner).get(url(plan, "plan")).status_code == 200
    assert client_for(plan.owner).get(url(plan, "plan_late")).status_code == 200
    plainly = writing.Plainly(seat=siv, doing=Doing.DONE, due_on=date.max)
    writing.change(as_owner(plan), action.pk, {"what": "Ring"}, edition=1, plainly=plainly)
    assert actions_on_time(plan) == (1, 1)


@pytest.mark.parametrize("first", ["9" * 30, "9" * 5000, "-1", "x"])
def test_the_log_from_anywhere(first: str) -> None:
    plan = make_plan()
    assert client_for(plan.owner).get(url(plan, "plan_log"), {"fran": first}).status_code == 200


def test_an_edition_of_many_digits_is_none() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=Level.WRITE)
    action = make_action(plan, siv)
    sent = {"piece": str(action.pk), "edition": "9" * 5000}
    assert client_of(siv).post(url(plan, "plan_confirm"), sent).status_code == 404


def test_a_range_of_many_digits_is_none() -> None:
    assert asked_for("bytes=" + "9" * 5000 + "-", 10) is None
    assert asked_for("bytes=2-5", 10) == (2, 5)


@pytest.mark.parametrize(
    "body", [b'{"form": "goal:", "words": {"words": "\\ud800"}}', b"[" * 200_000, b"\xff", b"[]"]
)
def test_a_draft_that_is_no_text_is_refused(body: bytes) -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    answer = client.post(url(plan, "plan_draft"), body, content_type="application/json")
    assert answer.status_code == 400


def test_a_form_of_ones_own_making_is_answered_with_why() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    nils = make_seat(plan, name="Nils")
    made = meeting.call(as_owner(plan), {"purpose": "Bostaden"}, day=in_days(9), seats=[siv])
    show(nils, "meeting")
    sent = {"seats": [str(siv.pk)]}
    assert client_of(nils).post(url(plan, "plan_meeting", made.pk), sent).status_code == 404
    owner = client_for(plan.owner)
    ask = asking.ask(as_owner(plan), seat=siv)
    owning.close(as_owner(plan))
    for do in ("withdraw", "granted"):
        answer = owner.post(url(plan, "plan_asked", ask.pk), {"do": do})
        assert answer.status_code == 404, do
    assert owner.post(url(plan, "plan_name"), {"name": "Vera"}).status_code == 422


def test_who_writes_of_the_meetings_follows_up_and_sets_no_day() -> None:
    plan = make_plan()
    _siv, nils = make_whole(plan)
    show(nils, "meeting", level=Level.WRITE)
    day = Plan.objects.get(pk=plan.pk).follow_up_on
    words = {"happened": "yes", "goals": "yes", "needed": "yes"}
    following_up.conclude(as_seat(nils), words, next_on=in_days(30))
    now = Plan.objects.get(pk=plan.pk)
    assert now.follow_up_on == day
    assert now.state == State.FOLLOWING_UP


def test_every_link_of_the_plans_page_leads_somewhere() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    page = client.get(url(plan, "plan")).content.decode()
    assert f'href="{url(plan, "plan_ask_support")}"' not in page


# Drafts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ask", "call", "conclude", "prepare:preparation"])
def test_what_is_begun_in_every_form_is_kept(name: str) -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    body = json.dumps({"form": name, "words": {"words": "Jag vill"}})
    answer = client.post(url(plan, "plan_draft"), body, content_type="application/json")
    assert answer.json() == {"kept": True}


def test_drafts_are_few_and_nobody_keeps_old_ones() -> None:
    plan = make_plan()
    by = as_owner(plan)
    for number in range(drafts.MANY):
        assert drafts.keep(by, f"note:{number}", {"words": "x"})
    assert not drafts.keep(by, "note:x", {"words": "x"})
    assert drafts.keep(by, "note:1", {"words": "y"})
    old = timezone.now() - timedelta(days=drafts.KEPT + 1)
    Draft.objects.filter(form=drafts.marked(plan, "note:1")).update(saved_at=old)
    assert drafts.forget_old() == 1
    held.hold(by, as_json(picture(by)))
    assert held.forget_old() == 0
    Draft.objects.filter(form=held.FORM).update(saved_at=timezone.now() - held.LASTS * 2)
    assert held.forget_old() == 1


# What comes from elsewhere ------------------------------------------------------------------------


def test_practice_and_what_is_real_are_never_mixed() -> None:
    plan = make_plan()
    practice = owning.begin(uuid.uuid4(), practice=True)
    make_goal(practice)
    brought = read(as_json(picture(as_owner(practice))))
    with pytest.raises(Refused):
        take_in(as_owner(plan), brought)
    make_goal(plan)
    real = read(as_json(picture(as_owner(plan))))
    with pytest.raises(Refused):
        take_in(as_owner(practice), real)


def test_a_link_that_is_taken_back_just_now_lets_nobody_in() -> None:
    plan = make_plan()
    seat = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": "Mona"})
    link = inviting.invite(as_owner(plan), seat)
    found = inviting.invitation(link.token, link.code, uuid.uuid4())
    inviting.uninvite(as_owner(plan), seat)
    with pytest.raises(NotThere):
        inviting.accept(found)
    assert Invite.objects.get().used_at is None


def test_an_invitation_is_not_logged() -> None:
    said = "Unprocessable Entity: /min-plan/inbjudan/hemligt-token/"
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, said, (), None)
    WithoutKeys().filter(record)
    assert "hemligt-token" not in record.getMessage()


# A second look ------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_day_breaks_a_page(day: date) -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(siv, "meeting", "home", "goals", level=Level.WRITE)
    action = make_action(plan, siv, due=day)
    made = make_piece(as_owner(plan), Kind.MEETING, {"purpose": "Bostaden"}, due_on=day)
    owner, work = client_for(plan.owner), client_of(siv)
    names = ["plan", "plan_late", "plan_follow_up", "plan_people", "plan_print", "plan_approve"]
    pages = [url(plan, name) for name in names]
    pages += [url(plan, "plan_meeting", made.pk), url(plan, "plan_look_at", action.pk)]
    pages += [url(plan, "plan_section", "home"), url(plan, "plan_piece", action.pk)]
    for each in pages:
        assert owner.get(each).status_code == 200, each
    assert work.get(url(plan, "plan")).status_code == 200
    for what in ("json", "r5", "r4b"):
        sent = {"what": what, "parts": ["home", "goals", "meeting"]}
        assert owner.post(url(plan, "plan_take_out"), sent).status_code == 200
    page = url(plan, "plan_meeting", made.pk)
    assert owner.post(page, {"seats": [str(nils.pk)]}).status_code == 302


def test_a_meeting_without_a_day_calls_nobody() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    made = make_piece(as_owner(plan), Kind.MEETING, {"purpose": "Bostaden"})
    sent = {"seats": [str(siv.pk)]}
    answer = client_for(plan.owner).post(url(plan, "plan_meeting", made.pk), sent)
    assert answer.status_code == 302
    assert not Call.objects.exists()


def test_what_is_changed_in_a_meeting_that_was_held_leaves_it_held() -> None:
    plan = make_plan()
    make_seat(plan)
    words = {"purpose": "Bostaden"}
    made = make_piece(as_owner(plan), Kind.MEETING, words, due_on=in_days(0))
    held = writing.Plainly(due_on=in_days(0), doing=Doing.DONE)
    writing.change(as_owner(plan), made.pk, {"purpose": "Hyran"}, edition=1, plainly=held)
    sent = {"purpose": "Bostaden och hyran", "edition": "2", "due_on": in_days(0).isoformat()}
    client = client_for(plan.owner)
    moved = client.post(url(plan, "plan_change", made.pk), sent)
    assert moved["Location"] == url(plan, "plan_meeting", made.pk)
    client.post(url(plan, "plan_go_back", made.pk, 1), {"edition": "2"})
    now = Piece.objects.get(pk=made.pk)
    assert (now.edition, now.doing) == (3, Doing.DONE)


def test_a_file_of_some_parts_names_only_those_who_stand_in_them() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mona", phone="070-174 06 21")
    whole = picture(as_owner(plan))
    assert {siv.pk, nils.pk, mother.pk} <= {each.id for each in whole.people}
    some = picture(as_owner(plan), sections=["home"])
    named = {each.id for each in some.people}
    assert siv.pk in named
    assert mother.pk not in named


def test_at_work_nobody_is_named_whom_one_is_close_to() -> None:
    plan, other = make_plan(name="Vera"), make_plan(name="Alma")
    person = uuid.uuid4()
    make_seat(plan, SeatKind.RELATIVE, name="Mona", person=person)
    make_seat(other, person=person)
    page = client_for(person, way=Way.STAFF).get("/min-plan/").content.decode()
    assert "Alma" in page
    assert "Vera" not in page


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59+00:00"])
def test_a_file_from_the_end_of_time_is_refused(at: str) -> None:
    plan = make_plan()
    told = json.loads(as_json(picture(as_owner(plan))))
    with pytest.raises(Refused):
        read(json.dumps({**told, "taken_out_at": at}).encode())


def test_the_history_of_a_browser_holds_no_word_of_the_plan() -> None:
    plan = make_plan()
    goal = make_goal(plan, "Jag vill bort härifrån")
    for name in ("plan_piece", "plan_change"):
        page = client_for(plan.owner).get(url(plan, name, goal.pk)).content.decode()
        assert "bort" not in page.partition("<title>")[2].partition("</title>")[0], name
