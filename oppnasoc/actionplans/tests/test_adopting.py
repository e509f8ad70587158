"""Adopt, revise, take back, end: what becomes of what is written and of what holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from oppnasoc.actionplans import adopting, telling, text, writing
from oppnasoc.actionplans.models import Edition, Measure, Plan, Revision, Stands
from oppnasoc.trail.actions import Stale
from tests.town import ROLES, Parties, make_parties, make_people

from .scene import (
    WRITERS,
    fresh,
    goals,
    make_draft,
    make_measure,
    make_plan,
    make_revision,
    measures,
    soon,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_adopt_revise_and_end(parties: Parties, people: dict[str, Any], role: str) -> None:
    by: Any = people.get(role)
    plan = make_draft(parties, people["secretary"])
    held = make_plan(parties, people["secretary"])
    doings: list[Callable[[], object]] = [
        lambda: adopting.adopt(fresh(plan), adopted_by="Rådet", by=by),
        lambda: adopting.begin_revision(fresh(held), why="Vi vill mer.", by=by),
        lambda: adopting.take_back_revision(fresh(held), by=by),
        lambda: adopting.end(fresh(held), why="Klart.", by=by),
        lambda: adopting.take_up(fresh(held), by=by),
    ]
    for do in doings:
        if role in WRITERS:
            do()
            continue
        with pytest.raises(PermissionDenied):
            do()
    assert fresh(plan).status == ("current" if role in WRITERS else "draft")
    assert fresh(held).status == "current"


def test_who_reads_what_nobody_has_adopted(parties: Parties, people: dict[str, Any]) -> None:
    plan = make_draft(parties, people["secretary"])
    seeing = {r for r in ROLES if Plan.objects.visible_to(people.get(r)).filter(pk=plan.pk)}
    assert seeing == WRITERS
    adopting.adopt(plan, adopted_by="Rådet", by=people["secretary"])
    assert all(Plan.objects.visible_to(people.get(role)).exists() for role in ROLES)


def test_what_is_adopted_is_kept(parties: Parties, people: dict[str, Any]) -> None:
    by, yesterday = people["secretary"], timezone.localdate() - timedelta(days=1)
    plan = make_draft(parties, by)
    written = text.working(plan)
    edition = adopting.adopt(plan, adopted_by=" Rådet,  § 4 ", adopted_on=yesterday, by=by)
    assert (edition.number, edition.adopted_by) == (1, "Rådet, § 4")
    assert text.of(edition) == text.holding(fresh(plan)) == written
    assert text.of(Edition.objects.get()) == written
    assert fresh(plan).adopted_on == yesterday
    edition.adopted_by = "Någon annan"
    with pytest.raises(TypeError):
        edition.save()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"adopted_by": " "}, "adopted_by"),
        ({"adopted_by": "Rådet", "adopted_on": soon(1)}, "adopted_on"),
    ],
)
def test_adopted_by_somebody_on_a_day(
    parties: Parties, people: dict[str, Any], given: dict[str, Any], field: str
) -> None:
    plan = make_draft(parties, people["secretary"])
    with pytest.raises(ValidationError) as caught:
        adopting.adopt(plan, by=people["secretary"], **given)
    assert list(caught.value.message_dict) == [field]


def test_a_plan_without_goals_or_measures_is_not_adopted(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_draft(parties, by)
    writing.add_goal(plan, text="Ett tomt mål.", by=by)
    with pytest.raises(ValidationError):
        adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)
    for goal in goals(plan, Stands.WORKING):
        goal.plan = fresh(plan)
        writing.leave_out_goal(goal, by=by)
    with pytest.raises(ValidationError):
        adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)
    assert not Edition.objects.exists()


def test_a_text_that_was_changed_meanwhile_is_not_adopted(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_draft(parties, by)
    writing.add_goal(fresh(plan), text="Ett till.", by=people["editor"])
    last = goals(plan, Stands.WORKING)[1]
    make_measure(last, parties.unit, by, "Vi ringer.")
    with pytest.raises(Stale):
        adopting.adopt(plan, adopted_by="Rådet", by=by)


def test_a_revision_leaves_what_holds_until_it_is_adopted(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by)
    before = text.holding(plan)
    first, second = measures(plan)
    telling.tell(first, status="under_way", text="Vi har ringt.", by=by)
    telling.set_number(goals(plan)[0], now=14, now_on=timezone.localdate(), by=by)
    adopting.begin_revision(fresh(plan), why="Vi vill mer.", by=by)
    assert text.working(fresh(plan)) == before
    with pytest.raises(ValidationError):
        adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)  # Nothing is changed.
    period: dict[str, Any] = {
        "begins_on": plan.begins_on,
        "ends_on": plan.ends_on + timedelta(days=9),
    }
    writing.edit(fresh(plan), intro="Så blir vi många.", by=by, **period)
    proposed = {m.instead_of_id: m for m in measures(plan, Stands.WORKING)}
    writing.edit_measure(
        proposed[first.pk], text="Vi ringer och skriver.", owner=parties.post, by_on=soon(9), by=by
    )
    gone = next(m for m in measures(plan, Stands.WORKING) if m.instead_of_id == second.pk)
    writing.leave_out_measure(gone, by=by)
    new = writing.add_goal(fresh(plan), text="Alla får svar.", by=by)
    make_measure(new, parties.unit, by, "Vi svarar.")
    assert text.holding(fresh(plan)) == before
    assert fresh(plan).intro == "Så blir vi fler."

    written = text.working(fresh(plan))
    edition = adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)
    assert (edition.number, edition.why) == (2, "Vi vill mer.")
    assert text.of(edition) == text.holding(fresh(plan)) == written
    assert text.of(plan.editions.get(number=1)) == before
    assert not Revision.objects.exists()
    assert not Measure.objects.filter(stands=Stands.WORKING).exists()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.owner_id) == ("Vi ringer och skriver.", parties.post.pk)
    assert [note.text for note in first.notes.all()] == ["Vi har ringt."]
    assert second.stands == Stands.PAST
    assert goals(plan)[0].now == 14


def test_a_revision_taken_back_leaves_nothing(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    before = text.holding(plan)
    rows = (plan.goals.filter(stands=Stands.HOLDS).count(), len(measures(plan)))
    adopting.take_back_revision(plan, by=by)
    assert fresh(plan).status == "current"
    assert text.holding(fresh(plan)) == before
    assert (plan.goals.count(), Measure.objects.count()) == rows
    assert not Revision.objects.exists()
    with pytest.raises(Stale):
        adopting.take_back_revision(fresh(plan), by=by)


def test_a_revision_says_why(parties: Parties, people: dict[str, Any]) -> None:
    plan = make_plan(parties, people["secretary"])
    with pytest.raises(ValidationError):
        adopting.begin_revision(plan, why=" ", by=people["secretary"])
    draft = make_draft(parties, people["secretary"])
    with pytest.raises(Stale):
        adopting.begin_revision(draft, why="Vi vill mer.", by=people["secretary"])


def test_a_plan_ends_with_a_reason_and_can_be_taken_up(
    parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    with pytest.raises(ValidationError):
        adopting.end(plan, why=" ", by=by)
    adopting.end(plan, why="En ny plan tar vid.", by=by)
    assert fresh(plan).status == "ended"
    assert not plan.goals.filter(stands=Stands.WORKING).exists()
    with pytest.raises(ValidationError):
        adopting.end(fresh(plan), why="Igen.", by=by)
    adopting.take_up(fresh(plan), by=by)
    now = fresh(plan)
    assert (now.status, now.why_ended, now.ended_on) == ("current", "", None)


def test_a_draft_that_is_given_up_stays_hidden(parties: Parties, people: dict[str, Any]) -> None:
    plan = make_draft(parties, people["secretary"])
    adopting.end(plan, why="Det blev inget.", by=people["secretary"])
    assert not Plan.objects.published().exists()
    adopting.take_up(fresh(plan), by=people["secretary"])
    assert fresh(plan).status == "draft"
