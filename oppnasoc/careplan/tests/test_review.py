"""Faults that a reading with fresh eyes has found: what is shown, and the lock."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.models import Doing, Kind, Level, Piece, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.protecting import AROUND, redact, showing
from oppnasoc.careplan.sealed import Sealed
from oppnasoc.careplan.tests.test_unlocking import UNLOCK, make_passkey, signed_in
from oppnasoc.careplan.turns import asking, meeting
from oppnasoc.careplan.turns.models import Ask, Call
from oppnasoc.careplan.writing import Refused
from oppnasoc.vault import knowing
from oppnasoc.vault.models import Way
from tests.planned import (
    SOUGHT,
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
STREET = "Storgatan 14"
PHONE = {"do": "number", "number": "070-174 06 21"}


@pytest.fixture
def _texts(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.SMS_PROVIDER = "files"


def url(plan: Plan, name: str, *args: object) -> str:
    return reverse(name, args=[plan.pk, *args])


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def said_next(answer: Any) -> str:
    """The messages that an answer leaves for the next page, in the cookie or the session of the
    open site."""
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


# What shows where she is ----------------------------------------------------------------------


def test_protection_reaches_what_is_said_around_the_plan() -> None:
    """An invitation holds its own copy of the place, and an ask her own words."""
    plan = make_plan()
    siv = make_seat(plan)
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mona", role=f"mamma, {STREET}")
    words = {"purpose": "Bostaden", "place": f"Hemma, {STREET}"}
    meeting.call(as_owner(plan), words, day=in_days(9), seats=[siv])
    asking.ask(as_owner(plan), seat=siv, words=f"Hämta mig på {STREET}")
    owning.protect(as_owner(plan), True)
    kept = [row.words(plan.key) for row in Call.objects.all()]
    kept += [row.words(plan.key) for row in Ask.objects.all()]
    kept += [Seat.objects.get(pk=mother.pk).words(plan.key)]
    assert len(kept) == 3
    assert STREET not in json.dumps(kept, ensure_ascii=False)
    assert kept[0]["purpose"] == "Bostaden"
    page = client_of(siv).get(url(plan, "plan_answer", Call.objects.get().pk))
    assert STREET not in page.content.decode()


def test_protection_looks_through_every_row_and_names_what_is_hers() -> None:
    plan = make_plan(name=f"Vera, {STREET}")
    siv = make_seat(plan, organisation=f"Boendet {STREET}", role=f"ses på {STREET}",
                    phone="0611-123 45", chief_phone="0611-123 46")  # fmt: skip
    show(siv, "meeting", "goals", level=3)
    goal = make_piece(as_seat(siv), Kind.GOAL, {"words": f"Städa på {STREET}"})
    mine = make_piece(as_owner(plan), Kind.GOAL, {"words": f"Bo kvar på {STREET}"})
    [call] = _called(plan, siv)
    turned = {"words": f"Vi ses på {STREET}", "substitute": f"Bo, {STREET}"}
    meeting.answer(as_seat(siv), call.pk, "substitute", mandate=True, **turned)
    ask = asking.ask(as_owner(plan), Side.MUNICIPALITY)
    asking.refuse(as_seat(siv), ask, reason=f"Bor på {STREET}", name=STREET, turn_to=STREET)
    assert owning.protect(as_owner(plan), True) == [Kind.GOAL]
    kept = [row.words(plan.key) for model in (Ask, Call, Seat) for row in model.objects.all()]
    assert len(kept) == 4
    assert STREET not in json.dumps(kept, ensure_ascii=False)
    told = as_owner(plan).about(Seat.objects.get(pk=siv.pk))
    assert (told["organisation"], told["phone"]) == ("Boendet …", "0611-123 45")
    assert as_owner(plan).piece(goal.pk).words["words"] == "Städa på …", "others wrote it"
    found = [(t.read.piece.pk if t.read else None, t.what) for t in showing(as_owner(plan))]
    assert found == [(None, STREET), (mine.pk, STREET)]
    page = client_for(plan.owner).get(url(plan, "plan_protect")).content.decode()
    assert page.count(f'href="{url(plan, "plan_name")}"') == 2
    redact(as_owner(plan))
    assert showing(as_owner(plan)) == []
    assert as_owner(plan).name == "Vera, …"
    printed = client_for(plan.owner).get(url(plan, "plan_print")).content.decode()
    assert STREET not in printed


def _called(plan: Plan, *seats: Seat) -> list[Call]:
    words = {"purpose": "Bostaden"}
    piece = meeting.call(as_owner(plan), words, day=in_days(9), seats=list(seats))
    return list(Call.objects.filter(meeting=piece))


def test_no_sealed_table_is_left_when_protection_looks_through_a_plan() -> None:
    every = apps.get_app_config("careplan").get_models()
    sealed = {m.__name__ for m in every if any(f.name == "body" for f in m._meta.fields)}
    assert {m.__name__ for m in apps.get_models() if issubclass(m, Sealed)} <= sealed
    assert sealed == {*AROUND, "Piece", "Draft", "Edition", "Stretch"}


def test_what_shows_where_she_is_is_quoted_on_no_page_to_come() -> None:
    """A message between two pages lies in the open site: it never repeats a text of the plan."""
    plan = make_plan()
    by = as_owner(plan)
    item = make_piece(by, Kind.ACUTE, {"what": f"Vattna på {STREET}"}, section="acute", item="post")
    owning.protect(as_owner(plan), True)
    client = client_for(plan.owner)
    for answer in (
        client.post(url(plan, "plan_acute_aside", "post"), {"aside": "1"}),
        client.post(url(plan, "plan_go_back", item.pk, 1), {"edition": "1"}),
    ):
        assert "…" in said_next(answer)
        assert STREET not in said_next(answer)


# The lock -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way_out", ["lock", "exit"])
def test_what_was_locked_is_not_opened_by_the_same_proof(way_out: str) -> None:
    plan = make_plan()
    owner = user_of(plan.owner)
    key = make_passkey(owner)
    knowing.know(owner.uuid, "passkey", f"passkey:{key}", by=owner.uuid)
    client = signed_in(owner, by="mfa", reference=key)
    own = {"mobil": "egen"}  # A borrowed one is signed out as well: test_borrowed.py.
    assert client.get(UNLOCK, own).status_code == 302
    address = reverse(f"plan_{way_out}")
    client.post(address) if way_out == "lock" else client.get(address)
    assert client.get(UNLOCK).status_code == 200, "she has to prove it anew"
    assert client.get(url(plan, "plan"))["Location"].startswith(UNLOCK)


@pytest.mark.usefixtures("_texts")
def test_what_a_thief_made_known_before_she_came_opens_nothing_of_hers() -> None:
    """Whoever has her mailbox first makes a phone known; then she comes with her passkey."""
    person = user_of(uuid.uuid4())
    signed_in(person).post(UNLOCK, {"do": "number", "number": "070-174 06 99"})
    thief = client_for(person.uuid)
    assert knowing.kinds_of(person.uuid) == {"phone"}
    hers = signed_in(person, by="mfa", reference=make_passkey(person))
    assert hers.get(UNLOCK).status_code == 302
    assert knowing.kinds_of(person.uuid) == {"passkey"}
    hers.post("/min-plan/", {"name": "Vera"})
    plan = Plan.objects.get(owner=person.uuid)
    assert hers.get(url(plan, "plan")).status_code == 200
    assert thief.get(url(plan, "plan")).status_code == 302


def test_a_way_that_is_taken_away_closes_what_stands_open_elsewhere() -> None:
    plan = make_plan()
    owner = user_of(plan.owner)
    key = f"passkey:{make_passkey(owner)}"
    knowing.know(owner.uuid, "passkey", key, by=owner.uuid)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    stolen, hers = client_for(plan.owner), client_for(plan.owner)
    hers.post(reverse("plan_ways"), {"do": "forget", "reference": key})
    assert hers.get(url(plan, "plan")).status_code == 200
    assert stolen.get(url(plan, "plan")).status_code == 302


def test_who_has_only_practised_begins_a_plan_of_her_own() -> None:
    person = uuid.uuid4()
    owning.begin(person, practice=True)
    assert owning.is_new(person)
    make_plan(person)
    assert not owning.is_new(person)


def test_the_sign_in_of_work_begins_no_plan_that_it_cannot_open() -> None:
    person = uuid.uuid4()
    client = client_for(person, way=Way.STAFF)
    assert client.post("/min-plan/", {"name": "Siv"})["Location"] == reverse("plan_ways")
    assert client.post(reverse("plan_ways"), PHONE).status_code == 302
    assert knowing.kinds_of(person) == {"phone"}
    answer = client.post("/min-plan/", {"name": "Siv"})
    assert answer["Location"].startswith(reverse("plan_unlock"))
    assert not Plan.objects.filter(owner=person).exists()


def test_the_sign_in_of_work_adds_no_way_in_to_what_is_ones_own() -> None:
    plan = make_plan()
    client = client_for(plan.owner, way=Way.STAFF)
    assert client.post(reverse("plan_ways"), PHONE)["Location"].startswith(reverse("plan_unlock"))
    assert not knowing.kinds_of(plan.owner)


def test_saying_why_at_work_of_ones_own_plan_is_answered() -> None:
    plan = make_plan()
    answer = client_for(plan.owner, way=Way.STAFF).get(url(plan, "plan_why"))
    assert answer.status_code < 500


# What is not shown ----------------------------------------------------------------------------


def test_whom_nothing_is_shown_is_not_told_how_far_the_plan_has_come() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mona")
    page = client_of(mother).get(url(plan, "plan")).content.decode()
    assert "<b>Gäller</b>" not in page
    assert "Följs upp" not in page
    show(siv, "goals")
    assert "<b>Gäller</b>" in client_of(siv).get(url(plan, "plan")).content.decode()


def test_changing_an_action_leaves_what_one_does_not_see() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mona")
    show(siv, "home", level=Level.WRITE)
    goal = make_goal(plan)
    action = make_piece(as_seat(siv), Kind.ACTION, {"what": "Ring"}, section="home", seat=siv)
    plainly = writing.Plainly(seat=mother, about=goal, doing=Doing.PLANNED)
    writing.change(as_owner(plan), action.pk, {"what": "Ring"}, edition=1, plainly=plainly)
    sent = {"what": "Ring hyresvärden", "doing": "planned", "edition": "2", "seat": "", "about": ""}
    client_of(siv).post(url(plan, "plan_change", action.pk), sent)
    now = Piece.objects.get(pk=action.pk)
    assert now.edition == 3
    assert now.seat_id == mother.pk
    assert now.about_id == goal.pk


def test_a_yes_is_not_put_back_over_her_later_word() -> None:
    plan = make_plan(grown_up_on=in_days(900))
    siv = make_seat(plan)
    mother = make_seat(plan, SeatKind.GUARDIAN, name="Mona")
    hers = consent.give(as_seat(mother), siv, "goals", sought=SOUGHT)
    consent.withdraw(as_seat(mother), consent.find_grant(as_seat(mother), hers.pk))
    own = consent.give(as_owner(plan), siv, "goals")
    consent.withdraw(as_owner(plan), own)
    with pytest.raises(Refused):
        consent.restore(as_seat(mother), consent.find_grant(as_seat(mother), hers.pk))


def test_nobody_says_yes_to_the_whole_when_she_has_taken_back_a_part_of_it() -> None:
    plan = make_plan(grown_up_on=in_days(900))
    siv = make_seat(plan)
    mother = make_seat(plan, SeatKind.GUARDIAN, name="Mona")
    told = make_piece(as_owner(plan), Kind.STORY, {"heading": "Hemma"})
    consent.withdraw(as_owner(plan), consent.give(as_owner(plan), siv, "story", piece=told))
    with pytest.raises(Refused):
        consent.give(as_seat(mother), siv, "story", sought=SOUGHT)
    consent.withdraw(as_owner(plan), consent.give(as_owner(plan), siv, "goals"))
    consent.give(as_seat(mother), siv, "meeting", sought=SOUGHT)
