"""Nothing is overwritten unseen: what reads otherwise now is shown, and what she wrote is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oppnasoc.careplan import writing
from oppnasoc.careplan.models import Call, Piece, Plan, Power, Seat, SeatKind
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.saying import ReadsOtherwise
from oppnasoc.careplan.turns import meeting
from tests.planned import TOWER, as_owner, as_seat, client_of, make_goal, make_plan, make_seat

from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)


def edition_in(page: str) -> str:
    """What a form sends of what was read."""
    found = re.search(r'<input type="hidden" name="edition" value="([^"]+)"', page)
    assert found, "no edition is sent"
    return found[1]


# How it read before


def test_what_was_saved_in_between_is_not_put_back_unseen() -> None:
    plan = make_plan()
    goal = make_goal(plan, "Först")
    writing.change(as_owner(plan), goal.pk, {"words": "Sedan", "span": "short"}, edition=1)
    client = owner(plan)
    read = edition_in(html(client.get(url(plan, "plan_piece", goal.pk))))
    assert read == "2"
    writing.change(as_owner(plan), goal.pk, {"words": "Nyss", "span": "short"}, edition=2)
    where = url(plan, "plan_go_back", goal.pk, 1)
    page = html(client.post(where, {"edition": read}), 409)
    assert "Någon sparade medan du läste" in page
    assert "Nyss" in page
    assert Piece.objects.get(pk=goal.pk).edition == 3
    for missing in ({}, {"edition": "x"}, {"edition": "9" * 30}):
        assert client.post(where, missing).status_code == 409
    assert client.post(where, {"edition": edition_in(page)}).status_code == 302
    assert as_owner(plan).piece(goal.pk).words["words"] == "Först"


# An answer to a call


def make_call() -> tuple[Plan, Seat, Call]:
    plan = make_plan()
    siv = make_seat(plan)
    meeting.call(as_owner(plan), {"purpose": "Hyran"}, day=today(9), seats=[siv])
    return plan, siv, Call.objects.get()


def test_an_answer_is_not_overwritten_unseen() -> None:
    """Neither by the owner, who writes down what she was told, nor by the one who is called."""
    plan, siv, call = make_call()
    staff, hers, where = client_of(siv), owner(plan), url(plan, "plan_answer", call.pk)
    read = edition_in(html(staff.get(where)))
    assert edition_in(html(hers.get(where))) == read
    said = {"reply": "yes", "words": "Jag kommer lite sent", "edition": read}
    assert staff.post(where, said).status_code == 302
    sent = {"reply": "substitute", "substitute": "Bo", "mandate": "on", "words": "Hon ringde mig",
            "edition": read}  # fmt: skip
    page = html(hers.post(where, sent), 409)
    assert "Jag kommer lite sent" in page
    assert "Hon ringde mig" in page, "what she wrote is kept"
    assert 'value="Bo"' in page
    assert Call.objects.get().reply == "yes"
    assert hers.post(where, {**sent, "edition": edition_in(page)}).status_code == 302
    assert Call.objects.get().reply == "substitute"
    assert staff.post(where, said).status_code == 409, "and the other way round"


def test_an_answer_is_to_the_meeting_that_was_read() -> None:
    plan, siv, call = make_call()
    staff, where = client_of(siv), url(plan, "plan_answer", call.pk)
    read = edition_in(html(staff.get(where)))
    meeting.put_off(as_owner(plan), call.meeting_id, {"place": "Lyktan"}, day=today(12), edition=1)
    page = html(staff.post(where, {"reply": "yes", "edition": read}), 409)
    assert "Lyktan" in page
    assert Call.objects.get().reply == ""
    assert staff.post(where, {"reply": "yes"}).status_code == 409, "what does not say what it read"


def test_the_same_answer_twice_is_one() -> None:
    plan, siv, call = make_call()
    staff, where = client_of(siv), url(plan, "plan_answer", call.pk)
    sent = {"reply": "yes", "edition": call.mark}
    assert staff.post(where, sent).status_code == 302
    assert staff.post(where, sent).status_code == 302
    with pytest.raises(ReadsOtherwise):
        meeting.answer(as_seat(siv), call.pk, "yes", words="Annat", edition=call.mark)


# What stands of somebody


def test_what_stands_of_a_person_is_not_overwritten_unseen() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    client, where = owner(plan), url(plan, "plan_person_change", siv.pk)
    read = edition_in(html(client.get(where)))
    there = inviting.describe
    there(as_owner(plan), siv, {"name": "Siv Handläggare", "phone": "0611-2"}, edition=read)
    sent = {"name": "Siv Ny", "side": "municipality", "role": "chef", "edition": read}
    page = html(client.post(where, sent), 409)
    assert "0611-2" in page
    assert 'value="Siv Ny"' in page
    assert Seat.objects.get(pk=siv.pk).words(plan.key)["name"] == "Siv Handläggare"
    assert client.post(where, {**sent, "edition": edition_in(page)}).status_code == 302
    assert Seat.objects.get(pk=siv.pk).words(plan.key)["name"] == "Siv Ny"
    assert client.post(where, {**sent, "edition": read}).status_code == 302, "the same, sent twice"


def test_what_a_decision_says_is_not_overwritten_unseen() -> None:
    plan = make_plan()
    eva = make_seat(plan, SeatKind.TRUSTEE, name="Eva God man")
    client, where = owner(plan), url(plan, "plan_power", eva.pk)
    given: dict[str, Any] = {
        "decided_on": "2026-01-02",
        "property": "on",
        "evidence": "Visat för Siv",
    }
    assert client.post(where, given).status_code == 302
    page = html(client.post(where, {**given, "evidence": "Visat för Nils"}), 409)
    assert "Visat för Siv" in page
    assert "Visat för Nils" in page
    assert Power.objects.get().words(plan.key)["evidence"] == "Visat för Siv"
    sent = {**given, "evidence": "Visat för Nils", "edition": edition_in(page)}
    assert client.post(where, sent).status_code == 302
    assert Power.objects.get().words(plan.key)["evidence"] == "Visat för Nils"


def test_a_new_person_has_nothing_to_have_read() -> None:
    plan = make_plan()
    assert 'name="edition"' not in html(owner(plan).get(url(plan, "plan_person_new")))
