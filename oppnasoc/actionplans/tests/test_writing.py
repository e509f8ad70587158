"""Begin a plan and write its text: who may, what is refused, and that two do not write over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from oppnasoc.actionplans import adopting, text, writing
from oppnasoc.actionplans.models import Goal, Measure, Plan, Stands
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES, Parties, make_parties, make_people

from .scene import WRITERS, fresh, goals, make_draft, make_plan, make_revision, measures, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_write_a_groups_plan(parties: Parties, people: dict[str, Any], role: str) -> None:
    by: Any = people.get(role)
    plan = make_draft(parties, people["secretary"])
    today = timezone.localdate()
    period: dict[str, Any] = {"begins_on": today, "ends_on": today + timedelta(days=9)}
    [goal], [first, second] = goals(plan, Stands.WORKING), measures(plan, Stands.WORKING)

    def anew(thing: Any) -> Any:
        thing.refresh_from_db()
        if hasattr(thing, "goal"):
            thing.goal.plan = fresh(plan)
        else:
            thing.plan = fresh(plan)
        return thing

    doings: list[Callable[[], object]] = [
        lambda: writing.start(parties.group, title="Ny", intro="För alla.", by=by, **period),
        lambda: writing.edit(fresh(plan), intro="Annat.", by=by, **period),
        lambda: writing.add_goal(fresh(plan), text="Ett till.", by=by),
        lambda: writing.edit_goal(anew(goal), text="Fler.", by=by),
        lambda: writing.add_measure(
            anew(goal), text="Fika.", owner=parties.unit, by_on=today, by=by
        ),
        lambda: writing.edit_measure(
            anew(first), text="Ring.", owner=parties.group, by_on=today, by=by
        ),
        lambda: writing.move_measure(anew(first), up=False, by=by),
        lambda: writing.leave_out_measure(anew(second), by=by),
        lambda: writing.leave_out_goal(anew(goal), by=by),
    ]
    entries = Entry.objects.count()
    for do in doings:
        if role in WRITERS:
            do()
            continue
        with pytest.raises(PermissionDenied):
            do()
    assert Entry.objects.count() == entries + (len(doings) if role in WRITERS else 0)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_begin_a_plan_of_a_unit_or_a_role(
    parties: Parties, people: dict[str, Any], role: str
) -> None:
    parties.post.held_by = people["colleague"] = people["staff"]
    parties.post.save()
    by: Any = people.get(role)
    today = timezone.localdate()
    given: dict[str, Any] = {
        "intro": "För alla.",
        "begins_on": today,
        "ends_on": today + timedelta(days=9),
    }
    for owner in (parties.unit, parties.post):
        if role in {"staff", "manager", "editor"}:  # Here she holds the role; others only work.
            writing.start(owner, title="Ny", by=by, **given)
            continue
        with pytest.raises(PermissionDenied):
            writing.start(owner, title="Ny", by=by, **given)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("title", {"title": "  "}),
        ("intro", {"intro": " "}),
        ("ends_on", {"ends_on": timezone.localdate() - timedelta(days=400)}),
    ],
)
def test_a_plan_that_lacks_something(
    parties: Parties, people: dict[str, Any], field: str, more: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        make_draft(parties, people["secretary"], **more)
    assert list(caught.value.message_dict) == [field]
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": " "}),
        ("unit_word", {"text": "Mer", "target": 5}),
        ("target", {"text": "Mer", "unit_word": "personer"}),
        ("target", {"text": "Mer", "target": 0, "unit_word": "personer"}),
    ],
)
def test_a_goal_that_lacks_something(
    parties: Parties, people: dict[str, Any], field: str, given: dict[str, Any]
) -> None:
    plan = make_draft(parties, people["secretary"])
    with pytest.raises(ValidationError) as caught:
        writing.add_goal(plan, by=people["secretary"], **given)
    assert list(caught.value.message_dict) == [field]
    assert plan.goals.count() == 1


def test_only_groups_units_and_roles_have_plans(parties: Parties, people: dict[str, Any]) -> None:
    for owner in (parties.organisation, parties.outside):
        with pytest.raises(ValidationError):
            make_draft(parties, people["editor"], owner=owner)


def test_what_holds_is_not_written(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by)
    with pytest.raises(ValidationError):
        writing.add_goal(plan, text="Ett till.", by=by)
    with pytest.raises(ValidationError):
        writing.edit_goal(goals(plan)[0], text="Annat.", by=by)
    with pytest.raises(ValidationError):
        writing.edit(plan, intro="Annat.", begins_on=soon(0), ends_on=soon(), by=by)


def test_what_holds_cannot_be_changed_during_a_revision(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    before = text.holding(plan)
    with pytest.raises(Stale):
        writing.edit_goal(goals(plan)[0], text="Annat.", by=by)
    with pytest.raises(Stale):
        writing.leave_out_measure(measures(plan)[0], by=by)
    with pytest.raises(Stale):
        writing.add_measure(goals(plan)[0], text="Fika.", owner=parties.unit, by_on=soon(), by=by)
    assert text.holding(fresh(plan)) == before


def test_two_who_write_at_once(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_draft(parties, by)
    hers, his = goals(plan, Stands.WORKING)[0], goals(plan, Stands.WORKING)[0]
    writing.edit_goal(hers, text="Hennes.", by=by)
    with pytest.raises(Stale):
        writing.edit_goal(his, text="Hans.", by=people["editor"])
    hers.refresh_from_db()
    assert hers.text == "Hennes."


def test_what_is_left_out_of_a_revision_can_be_put_back(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    held = goals(plan)[0]
    proposed = next(g for g in goals(plan, Stands.WORKING) if g.instead_of_id == held.pk)
    writing.leave_out_goal(proposed, by=by)
    assert held.pk not in {goal.key for goal in text.working(fresh(plan)).goals}
    assert held.pk in {goal.key for goal in text.holding(fresh(plan)).goals}
    back = writing.put_back_goal(fresh(plan), held, by=by)
    assert text.working(fresh(plan)).goals[0].measures == text.holding(plan).goals[0].measures
    measure = back.measures.select_related("goal__plan", "instead_of").first()
    assert measure is not None
    assert measure.instead_of is not None
    measure.goal.plan = fresh(plan)
    writing.leave_out_measure(measure, by=by)
    assert len(text.working(fresh(plan)).goals[0].measures) == 1
    writing.put_back_measure(fresh(plan), measure.instead_of, by=by)
    assert text.working(fresh(plan)).goals[0] == text.holding(plan).goals[0]
    with pytest.raises(Stale):
        writing.put_back_goal(fresh(plan), held, by=by)


def test_goals_and_measures_change_places(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    before = text.holding(plan)
    _first, new = goals(plan, Stands.WORKING)
    writing.move_goal(new, up=True, by=by)
    assert [goal.key for goal in text.working(fresh(plan)).goals] == [new.pk, before.goals[0].key]
    call, _soup = measures(plan, Stands.WORKING)
    call.goal.plan = fresh(plan)
    writing.move_measure(call, up=False, by=by)
    told = [measure.text for measure in text.working(fresh(plan)).goals[1].measures]
    assert told == ["Vi bjuder på soppa.", "Vi ringer alla."]
    assert text.holding(fresh(plan)) == before
    writing.add_measure(
        Goal.objects.select_related("plan").get(pk=new.pk),
        text="Vi svarar.", owner=parties.unit, by_on=soon(), by=by,
    )  # fmt: skip
    adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)
    after = text.holding(fresh(plan))
    assert [goal.text for goal in after.goals] == ["Alla får svar.", "Femtio är med."]
    assert [measure.text for measure in after.goals[1].measures] == told


def test_nothing_moves_past_the_ends(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    for moved, up in ((0, True), (1, False)):
        with pytest.raises(Stale):
            writing.move_goal(goals(plan, Stands.WORKING)[moved], up=up, by=by)
    held = goals(plan)[0]
    with pytest.raises(Stale):
        writing.move_goal(held, up=False, by=by)


def test_what_is_put_back_at_a_taken_place_can_be_moved(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by)
    adopting.begin_revision(plan, why="Ny ordning.", by=by)
    call, soup = measures(plan)
    working = measures(plan, Stands.WORKING)[0]
    working.goal.plan = fresh(plan)
    writing.leave_out_measure(working, by=by)
    [left] = measures(plan, Stands.WORKING)
    Measure.objects.filter(pk=left.pk).update(position=call.position)
    back = writing.put_back_measure(fresh(plan), call, by=by)
    back.goal.plan = fresh(plan)
    writing.move_measure(back, up=True, by=by)
    order = [measure.key for measure in text.working(fresh(plan)).goals[0].measures]
    assert order == [call.pk, soup.pk]
