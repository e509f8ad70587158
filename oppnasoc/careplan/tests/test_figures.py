"""What leaves the tower in figures: from ten plans on, in tens, once, and signed."""

from __future__ import annotations

import base64
import itertools
import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings as django_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from oppnasoc.careplan import daily, figures
from oppnasoc.careplan.figures import numbers_of
from oppnasoc.careplan.models import Outcome, Quarter
from oppnasoc.careplan.turns import counting, following_up
from tests.planned import TOWER, as_owner, make_plan, make_whole

LATE = date(2027, 1, 2)
SCHEMA = Path(django_settings.BASE_DIR) / "docs" / "aggregate.schema.json"


def make_outcome(quarter: str = "2026Q4", **columns: Any) -> Outcome:
    given = {"met": True, "in_force": True, "followed_up_in_time": True, "happened": "yes",
             "actions": 2, "actions_on_time": 1, "asked_days_to_meeting": 21}  # fmt: skip
    return Outcome(quarter=quarter, **{**given, **columns})


def save(count: int, quarter: str = "2026Q4", **columns: Any) -> None:
    Outcome.objects.bulk_create(make_outcome(quarter, **columns) for _ in range(count))


OUTCOME = st.builds(
    make_outcome,
    met=st.booleans(),
    in_force=st.booleans(),
    followed_up_in_time=st.sampled_from([True, False, None]),
    happened=st.sampled_from(["yes", "partly", "no", "unknown", ""]),
    actions=st.integers(0, 40),
    actions_on_time=st.integers(0, 40),
    asked_days_to_meeting=st.none() | st.integers(0, 400),
)
COUNTS = ("rounds", "met", "in_force", "followed_up_in_time",
          "happened_yes", "happened_partly", "happened_no")  # fmt: skip


def true_counts(outcomes: list[Outcome]) -> dict[str, int]:
    said = [each.happened for each in outcomes]
    return {
        "rounds": len(outcomes),
        "met": len([o for o in outcomes if o.met]),
        "in_force": len([o for o in outcomes if o.in_force]),
        "followed_up_in_time": len([o for o in outcomes if o.followed_up_in_time]),
        **{f"happened_{word}": said.count(word) for word in ("yes", "partly", "no")},
    }


class TestNumbers:
    @pytest.mark.parametrize("shift", range(10))
    def test_nine_is_nothing_and_ten_is_ten(self, shift: int) -> None:
        assert set(numbers_of([make_outcome() for _ in range(9)], shift).values()) == {None}
        told = numbers_of([make_outcome() for _ in range(10)], shift)
        assert told["rounds"] == told["met"] == told["happened_yes"] == 10
        assert told["happened_no"] is None
        assert told["median_days"] == 20
        assert told["on_time_percent"] == 50

    @given(st.lists(OUTCOME, max_size=70), st.integers(0, 9))
    def test_no_sum_and_no_difference_is_between_one_and_nine(
        self, outcomes: list[Outcome], shift: int
    ) -> None:
        """Every number is a multiple of ten, and so is whatever is made of them."""
        told = numbers_of(outcomes, shift)
        shown = [number for number in told.values() if number is not None]
        assert all(number % 10 == 0 for number in shown)
        for one, other in itertools.combinations([0, *shown], 2):
            assert not 1 <= abs(one - other) <= 9
        truth = true_counts(outcomes)
        for name in COUNTS:
            number = told[name]
            assert (number is None) == (truth[name] < 10), name
            assert number is None or (number >= 10 and abs(number - truth[name]) < 10), name

    @given(st.lists(OUTCOME, max_size=70), OUTCOME, st.integers(0, 9))
    def test_one_plan_more_is_never_seen_as_one(
        self, outcomes: list[Outcome], more: Outcome, shift: int
    ) -> None:
        before, after = numbers_of(outcomes, shift), numbers_of([*outcomes, more], shift)
        for name in COUNTS:
            then, now = before[name], after[name]
            assert (now or 0) - (then or 0) in (0, 10), name

    @given(st.lists(OUTCOME, max_size=70), st.integers(0, 9))
    def test_no_part_is_larger_than_its_whole(self, outcomes: list[Outcome], shift: int) -> None:
        told = numbers_of(outcomes, shift)
        assert all((told[name] or 0) <= (told["rounds"] or 0) for name in COUNTS)

    def test_every_true_number_has_company(self) -> None:
        """With a shift that nobody knows, a number that is shown may be any of nineteen."""
        possible = {
            n for n in range(10, 60) for shift in range(10)
            if numbers_of([make_outcome() for _ in range(n)], shift)["rounds"] == 30
        }  # fmt: skip
        assert possible == set(range(21, 40))

    def test_on_the_average_it_is_right(self) -> None:
        rows = [make_outcome() for _ in range(27)]
        told = [numbers_of(rows, shift)["rounds"] or 0 for shift in range(10)]
        assert sum(told) / 10 == 27

    def test_a_plan_with_much_to_do_does_not_speak_for_the_others(self) -> None:
        rows = [make_outcome(actions=1, actions_on_time=1) for _ in range(18)]
        rows += [make_outcome(actions=500, actions_on_time=0) for _ in range(2)]
        assert numbers_of(rows, 0)["on_time_percent"] == 90


@pytest.mark.django_db(databases=TOWER)
class TestOnce:
    def test_a_quarter_is_made_when_it_has_ended(self) -> None:
        save(12)
        assert figures.freeze(date(2026, 12, 31)) == 0
        assert not Quarter.objects.exists()
        assert Outcome.objects.count() == 12
        assert figures.freeze(date(2027, 1, 1)) == 1
        assert Quarter.objects.get().name == "2026Q4"
        assert not Outcome.objects.exists(), "what is counted is gone"

    def test_it_is_never_made_again(self) -> None:
        save(20)
        figures.freeze(LATE)
        before = Quarter.objects.get().numbers
        save(30)  # Counted too late.
        assert figures.freeze(LATE) == 0
        assert Quarter.objects.get().numbers == before
        save(15, "2027Q1")
        assert figures.freeze(date(2027, 4, 1)) == 1
        assert [q.name for q in Quarter.objects.order_by("name")] == ["2026Q4", "2027Q1"]
        assert Quarter.objects.get(name="2026Q4").numbers == before

    def test_a_vault_that_is_put_back_tells_the_same(self) -> None:
        save(23)
        figures.freeze(LATE)
        before = Quarter.objects.get().numbers
        Quarter.objects.all().delete()
        save(23)
        figures.freeze(LATE)
        assert Quarter.objects.get().numbers == before

    def test_quarters_without_any_are_told_as_those_with_a_few(self) -> None:
        save(3, "2026Q1")
        save(11, "2026Q2")
        save(9, "2026Q4")
        figures.freeze(LATE)
        told = figures.told()
        assert [row["quarter"] for row in told] == ["2026Q2", "2026Q3", "2026Q4"]
        assert {**told[1], "quarter": ""} == {**told[2], "quarter": ""}

    def test_nothing_leaves_before_the_first_ten(self, settings: Any) -> None:
        save(9)
        assert figures.publish(LATE) == 0
        assert not settings.PLAN_FIGURES.exists()


@pytest.mark.django_db(databases=TOWER)
class TestSigned:
    @pytest.fixture
    def file(self, settings: Any) -> Path:
        save(23)
        save(4, happened="no", met=False)
        assert figures.publish(LATE) == 1
        path: Path = settings.PLAN_FIGURES
        return path

    def test_it_is_signed_and_follows_the_schema(self, file: Path) -> None:
        told = json.loads(file.read_text())
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["key"]))
        message = f"{figures.FORMAT}\n{told['content']}".encode()
        public.verify(base64.b64decode(told["signature"]), message)
        schema = json.loads(SCHEMA.read_text())
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads(told["content"]))

    def test_it_is_written_once(self, file: Path) -> None:
        before = file.stat().st_mtime_ns, file.read_bytes()
        assert figures.publish(LATE) == 0
        assert (file.stat().st_mtime_ns, file.read_bytes()) == before
        file.write_text("{}")
        assert figures.publish(LATE) == 1
        assert file.read_bytes() == before[1], "the same key signs the same"
        assert [path.name for path in file.parent.glob("*plan*")] == [file.name]

    def test_it_holds_numbers_and_nothing_else(self, file: Path) -> None:
        content = json.loads(json.loads(file.read_text())["content"])
        assert content.keys() == {"format", "quarters"}
        [row] = content["quarters"]
        assert row.pop("quarter") == "2026Q4"
        assert all(value is None or value % 10 == 0 for value in row.values())
        assert row["rounds"] in (20, 30)
        assert row["happened_no"] is None

    def test_a_process_without_plans_writes_nothing(self, settings: Any) -> None:
        settings.PARTS = ("public",)
        save(23)
        assert daily.tell_in_figures(LATE) == 0
        assert not settings.PLAN_FIGURES.exists()


@pytest.mark.django_db(databases=TOWER)
class TestOnePersonIsOne:
    WORDS = {"words": "Det gick bra.", "happened": "yes", "needed": "yes"}

    def test_who_follows_up_again_and_again_counts_once(self) -> None:
        plan = make_plan()
        make_whole(plan)
        for _ in range(3):
            next_on = following_up.latest_day(timezone.localdate())
            following_up.conclude(as_owner(plan), self.WORDS, next_on=next_on)
        assert Outcome.objects.count() == 1
        following_up.close(as_owner(plan))
        assert Outcome.objects.count() == 1

    def test_nor_with_one_plan_after_another(self) -> None:
        person = uuid.uuid4()
        for _ in range(3):
            plan = make_plan(person)
            make_whole(plan)
            following_up.close(as_owner(plan))
        assert Outcome.objects.count() == 1

    def test_practice_is_not_counted(self) -> None:
        plan = make_plan(practice=True)
        make_whole(plan)
        counting.count(as_owner(plan), happened="yes")
        assert not Outcome.objects.exists()
