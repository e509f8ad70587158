"""Practice: an invented person's plan, tasks that are known by what was done, and never mixed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from oppnasoc.careplan import consent, leaving, noticing, owning, writing
from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.easy import easy
from oppnasoc.careplan.export.sheets import acute_sheet, card_sheet, plan_sheet, story_sheet
from oppnasoc.careplan.export.whole import Picture, picture
from oppnasoc.careplan.models import Kind, Nudge, Outcome, Plan, Seat
from oppnasoc.careplan.opening import Opened, open_plan, own_plan
from oppnasoc.careplan.practice import tasks as practice
from oppnasoc.careplan.practice.tasks import Practice, Role
from oppnasoc.careplan.sections import Section
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.turns import asking, confirming, counting, late, meeting, reminding
from oppnasoc.careplan.writing import Plainly, Refused
from oppnasoc.vault.log import Verb, lines_of
from oppnasoc.vault.models import DataKey, Way
from tests.planned import TOWER, as_owner, client_for, make_plan, user_of

pytestmark = pytest.mark.django_db(databases=TOWER)


def hers(found: Practice) -> Opened:
    """The plan as it stands open to whoever practises."""
    assert found.seat.person is not None
    return open_plan(found.plan.pk, found.seat.person, purpose="do", fresh=True)


def done(found: Practice) -> list[str]:
    again = practice.find(found.seat.person, found.role) if found.seat.person else None
    assert again is not None
    return [each.task.key for each in practice.standing(again) if each.is_done]


@pytest.mark.parametrize("role", Role)
def test_nothing_is_done_when_practice_begins(role: Role) -> None:
    person = uuid.uuid4()
    found = practice.begin(person, role)
    assert found.plan.practice
    assert found.plan.owner == practice.owner_of(person, role)
    assert done(found) == []
    assert found.plan.seats.count() == 6
    assert practice.begin(person, role).plan == found.plan


def test_each_role_has_a_plan_of_its_own_and_none_is_hers() -> None:
    person = uuid.uuid4()
    plans = {practice.begin(person, role).plan.pk for role in Role}
    assert len(plans) == len(Role)
    assert own_plan(person) is None
    real = owning.begin(person, name="Jag")
    assert real.pk not in plans
    assert not real.practice


def test_the_invented_people_have_no_account() -> None:
    person = uuid.uuid4()
    user_of(person)
    found = practice.begin(person, Role.STAFF)
    others = found.plan.seats.exclude(person=person).exclude(person=None)
    assert noticing.reached(seat.pk for seat in others) == {}
    assert others.count() == 4  # The owner and three around her; the sister stands on paper.


def _important(found: Practice) -> None:
    writing.write(hers(found), Kind.IMPORTANT, {"matters": "Att Elis får sova över"})


def _goal(found: Practice) -> None:
    consent.give(hers(found), _seat(found, mandate=True, side="municipality"), Section.GOALS)


def _log(found: Practice) -> None:
    practice.who_read_of_health(found, _seat(found, mandate=False, side="municipality").pk)


def _back(found: Practice) -> None:
    grant = consent.shown_to(_seat(found, side="region"), timezone.now())[0]
    consent.withdraw(hers(found), grant)


def _print(found: Practice) -> None:
    hers(found).log(Verb.PRINT)


def _why(found: Practice) -> None:
    hers(found).pieces(section=Section.GOALS)


def _call(found: Practice) -> None:
    call = found.call()
    assert call is not None
    meeting.answer(hers(found), call.pk, "yes")


def _confirm(found: Practice) -> None:
    [piece] = confirming.waiting(hers(found))
    confirming.confirm(hers(found), piece.pk, edition=piece.edition)


def _refuse(found: Practice) -> None:
    ask = found.ask()
    assert ask is not None
    asking.refuse(hers(found), ask, reason="Vi har ingen.", name="Kerstin Ahl", turn_to="IVO")


def _beside(found: Practice) -> None:
    writing.write(hers(found), Kind.GOAL, {"words": "Bjuda på middag igen"})


def _note(found: Practice) -> None:
    opened = hers(found)
    about = next(p for p in opened.outline if p.section == Section.EVERYDAY)
    words = {"words": "Jag kan vara med den första gången."}
    writing.write(opened, Kind.NOTE, words, section=Section.EVERYDAY, plainly=Plainly(about=about))


def _ask(found: Practice) -> None:
    asking.ask(hers(found), "region")


def _seat(found: Practice, **columns: object) -> Seat:
    return found.plan.seats.get(kind="authority", **columns)


DOES: dict[tuple[Role, str], Callable[[Practice], None]] = {
    (Role.SELF, "important"): _important,
    (Role.SELF, "goal"): _goal,
    (Role.SELF, "log"): _log,
    (Role.SELF, "back"): _back,
    (Role.SELF, "print"): _print,
    (Role.STAFF, "why"): _why,
    (Role.STAFF, "call"): _call,
    (Role.STAFF, "confirm"): _confirm,
    (Role.STAFF, "refuse"): _refuse,
    (Role.SUPPORT, "why"): _why,
    (Role.SUPPORT, "beside"): _beside,
    (Role.SUPPORT, "note"): _note,
    (Role.SUPPORT, "ask"): _ask,
}


def test_every_task_is_tried_here() -> None:
    assert {(task.role, task.key) for task in practice.TASKS} == set(DOES)


@pytest.mark.parametrize(("role", "key"), DOES)
def test_a_task_is_done_by_doing_it_and_no_other_with_it(role: Role, key: str) -> None:
    found = practice.begin(uuid.uuid4(), role)
    DOES[role, key](found)
    also = {"why"} if role is not Role.SELF else set()  # Whoever does something has said why.
    assert set(done(found)) - also == {key} - also
    assert key in done(found)


def test_showing_the_money_too_is_not_what_was_asked() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    _goal(found)
    assert done(found) == ["goal"]
    seat = _seat(found, mandate=True, side="municipality")
    consent.give(hers(found), seat, Section.MONEY)
    assert done(found) == []


def test_a_yes_that_is_said_anew_is_not_taken_back() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    consent.give(hers(found), _seat(found, side="region"), Section.GOALS, level=2)
    assert "back" not in done(found)


def test_only_who_has_read_is_the_right_answer() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    names = dict(practice.readers(found))
    assert sorted(names.values()) == [
        "Anders Falk", "Lena Lindqvist", "Petra Lundmark", "Tove Stenman", "Yusuf Barre",
    ]  # fmt: skip
    for seat, name in names.items():
        if name != "Yusuf Barre":
            with pytest.raises(Refused):
                practice.who_read_of_health(found, seat)
    assert done(found) == []


@pytest.mark.parametrize("role", Role)
def test_starting_over_erases_the_plan_and_its_key(role: Role) -> None:
    person = uuid.uuid4()
    first = practice.begin(person, role)
    key = first.plan.key_id
    DOES[role, "why" if role is not Role.SELF else "important"](first)
    second = practice.start_over(person, role)
    assert second.plan.pk != first.plan.pk
    assert done(second) == []
    assert not Plan.objects.filter(pk=first.plan.pk).exists()
    assert not DataKey.objects.filter(pk=key).exclude(wrapped=b"").exists()
    assert lines_of(first.plan.pk).first().verb == Verb.DELETE  # type: ignore[union-attr]


def test_whoever_leaves_or_closes_begins_anew_and_nothing_is_left_behind() -> None:
    person = uuid.uuid4()
    staff = practice.begin(person, Role.STAFF)
    Seat.objects.filter(pk=staff.seat.pk).update(ended_at=timezone.now())
    assert practice.find(person, Role.STAFF) is None
    own = practice.begin(person, Role.SELF)
    owning.close(hers(own))
    for role in (Role.STAFF, Role.SELF):
        practice.begin(person, role)
    assert Plan.objects.filter(practice=True).count() == 2


def test_when_the_account_goes_so_does_the_practice() -> None:
    person = uuid.uuid4()
    for role in Role:
        practice.begin(person, role)
    real = make_plan(person)
    assert practice.erase_all(person) == len(Role)
    assert list(Plan.objects.all()) == [real]


@pytest.mark.parametrize("role", Role)
def test_nobody_is_reminded_of_practice(role: Role, mailoutbox: list[object]) -> None:
    person = uuid.uuid4()
    user_of(person)
    found = practice.begin(person, role)
    day = timezone.localdate()
    found.plan.pieces.filter(kind=Kind.ACTION).update(due_on=day)
    assert sum(reminding.remind(day + timedelta(days=n)) for n in range(-1, 20)) == 0
    assert not Nudge.objects.exists()
    assert not mailoutbox
    seats = found.plan.seats.values_list("pk", flat=True)
    assert noticing.reached(seats) == {}


def test_a_phone_is_asked_for_of_real_plans_only() -> None:
    person = uuid.uuid4()
    found = practice.begin(person, Role.SELF)
    noticing.remind_by_text(hers(found), True)
    assert noticing.number_of(person) == ""


@pytest.mark.parametrize("role", Role)
def test_practice_is_never_counted(role: Role) -> None:
    found = practice.begin(uuid.uuid4(), role)
    opened = open_plan(found.plan.pk, found.plan.owner, fresh=True)
    counting.count(opened, happened="yes")
    counting.count_at_the_end(opened)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("make", [plan_sheet, card_sheet, acute_sheet, story_sheet, easy])
def test_every_paper_of_practice_says_so(make: Callable[[Picture], Any]) -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    assert make(picture(hers(found))).title.startswith("Övning: ")
    real = make_plan(found.seat.person)
    assert not make(picture(as_owner(real))).title.startswith("Övning")


def test_a_file_of_practice_says_so() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    assert json.loads(as_json(picture(hers(found))))["plan"]["practice"] is True


def test_a_letter_of_practice_says_so() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    long_ago = timezone.localdate() - timedelta(days=late.GRACE)
    found.plan.pieces.filter(section=Section.HEALTH).update(due_on=long_ago)
    [each] = late.outline(hers(found))
    assert late.letter(hers(found), each).title.startswith("Övning: ")


def test_nothing_of_practice_is_shown_by_link() -> None:
    found = practice.begin(uuid.uuid4(), Role.SELF)
    with pytest.raises(Refused):
        sharing.make(hers(found), sharing.What.STORY)


def test_the_nightly_round_leaves_the_invented_people_where_they_are() -> None:
    person = uuid.uuid4()
    user_of(person)
    found = practice.begin(person, Role.STAFF)
    assert leaving.end_places_of_closed_accounts(timezone.localdate()) == 0
    assert not found.plan.seats.exclude(ended_at=None).exists()


def test_whoever_leaves_work_leaves_practice() -> None:
    person = uuid.uuid4()
    practice.begin(person, Role.STAFF)
    leaving.her_practice_ends(person)
    assert not Plan.objects.exists()


def test_who_is_signed_in_as_at_work_may_practise_as_herself() -> None:
    person = uuid.uuid4()
    client = client_for(person, way=Way.STAFF)
    found = practice.begin(person, Role.SELF)
    assert client.get(f"/min-plan/{found.plan.pk}/").status_code == 200
    assert client.get(f"/min-plan/{make_plan(person).pk}/").status_code == 302
