"""Many at once on a database that they really share."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.models import Plan, Seat
from oppnasoc.trail.tests.disk import at_once, on_disk
from oppnasoc.vault import log
from oppnasoc.vault.router import ALIAS
from tests.planned import TOWER, as_owner, make_goal, make_plan

ROOT = Path(__file__).resolve().parents[3]
real = pytest.mark.django_db(databases=TOWER, transaction=True)


@real
def test_ten_who_begin_at_once_begin_one_plan(tmp_path: Path) -> None:
    person = uuid.uuid4()
    with on_disk(tmp_path, using=ALIAS):
        begun = at_once(*[lambda: owning.begin(person, name="Vera").pk] * 10, using=ALIAS)
        assert len(set(begun)) == 1, begun
        assert Plan.objects.filter(owner=person).count() == 1
        assert Seat.objects.filter(person=person).count() == 1
        assert log.verify() == []


@real
def test_ten_who_save_at_once_lose_nothing(tmp_path: Path) -> None:
    with on_disk(tmp_path, using=ALIAS):
        plan = make_plan()
        goal = make_goal(plan)

        def save(number: int) -> str:
            try:
                writing.change(as_owner(plan), goal.pk, {"words": f"Mål {number}"}, edition=1)
            except writing.Changed as changed:
                return f"sees {changed.now.words['words']}"
            return f"saved Mål {number}"

        told = at_once(*[lambda n=n: save(n) for n in range(10)], using=ALIAS)
        [won] = [text for text in told if str(text).startswith("saved")]
        assert {text for text in told if text != won} == {won.replace("saved", "sees")}
        assert [e.edition.number for e in writing.editions(as_owner(plan), goal.pk)] == [2, 1]
