"""Whatever anybody does to a plan, in any order: what was adopted never changes afterwards, and
what holds is what was adopted last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from oppnasoc.actionplans import adopting, telling, text, writing
from oppnasoc.actionplans.models import Edition, Goal, Measure, Noted, Plan, Revision, Stands
from oppnasoc.matters.models import Matter
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.sequences import hold
from tests.town import ROLES, make_matter, make_parties, make_people

from .scene import WRITERS, fresh, make_draft

REFUSALS = (PermissionDenied, ValidationError, Stale)
ROWS = (Plan, Revision, Goal, Measure, Noted, Edition)
who = st.sampled_from([*ROLES, *["secretary"] * 12, "editor", "manager"])
words = st.sampled_from(["", " ", "Fika varje dag.", "Soppa.", "<b>Ring</b>"])
picks = st.integers(0, 11)


class Plans(RuleBasedStateMachine):
    """``kept`` is what each edition said when it was adopted."""

    @initialize()
    def begin(self) -> None:
        self.parties = make_parties()
        self.people: dict[str, Any] = make_people(self.parties)
        self.day: date = timezone.localdate()
        self.plan = make_draft(self.parties, self.people["secretary"])
        self.matter = make_matter("Kan vi få soppa?", self.parties.group, self.parties.unit)
        self.mine = fresh(self.plan)
        self.kept: dict[int, Any] = {}

    def now(self, old: bool = False) -> Plan:
        return self.mine if old else fresh(self.plan)

    def rows(self) -> list[Any]:
        return [list(t._default_manager.order_by("pk").values()) for t in ROWS]

    def tried(self, allowed: bool | None, do: Callable[[], Any]) -> Any:
        """Done with one entry, or refused with nothing written; for want of a right just when
        there is none (None: not looked at)."""
        rows, entries, plan = self.rows(), Entry.objects.count(), self.mine.__dict__.copy()
        refusal, done = None, None
        try:
            with transaction.atomic():
                done = do()
        except REFUSALS as why:
            refusal = why
        if allowed is not None:
            assert isinstance(refusal, PermissionDenied) == (not allowed), refusal
        if refusal is not None:
            assert (self.rows(), Entry.objects.count()) == (rows, entries)
            self.mine.__dict__.update(plan)
            return None
        assert Entry.objects.count() - entries == (self.rows() != rows)
        return done

    def may(self, role: str) -> bool:
        return role in WRITERS

    def goal(self, pick: int) -> Goal | None:
        found = list(Goal.objects.filter(plan=self.plan).order_by("pk").select_related("plan"))
        return found[pick % len(found)] if found else None

    def measure(self, pick: int) -> Measure | None:
        found = Measure.objects.filter(goal__plan=self.plan).order_by("pk")
        every = list(found.select_related("goal__plan", "owner", "matter"))
        return every[pick % len(every)] if every else None

    @rule(days=st.integers(1, 40))
    def days_go(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule()
    def open_the_page(self) -> None:
        self.mine = fresh(self.plan)

    @rule(role=who, said=words, days=st.integers(-9, 400))
    def edit(self, role: str, said: str, days: int) -> None:
        plan, by = self.now(), self.people.get(role)
        until = plan.begins_on + timedelta(days=days)
        self.tried(self.may(role), lambda: writing.edit(
            plan, title=said, intro=said, begins_on=plan.begins_on, ends_on=until, by=by,
        ))  # fmt: skip

    @rule(role=who, said=words, many=st.sampled_from([None, 0, 7]), old=st.booleans())
    def add_goal(self, role: str, said: str, many: int | None, old: bool) -> None:
        plan, by = self.now(old), self.people.get(role)
        unit = "gånger" if many is not None else ""
        self.tried(self.may(role), lambda: writing.add_goal(
            plan, text=said, target=many, unit_word=unit, by=by
        ))  # fmt: skip

    @rule(role=who, said=words, pick=picks)
    def edit_goal(self, role: str, said: str, pick: int) -> None:
        if goal := self.goal(pick):
            by = self.people.get(role)
            self.tried(self.may(role), lambda: writing.edit_goal(goal, text=said, by=by))

    @rule(role=who, pick=picks, back=st.booleans())
    def leave_out_goal(self, role: str, pick: int, back: bool) -> None:
        if goal := self.goal(pick):
            by = self.people.get(role)
            if back:
                do: Any = lambda: writing.put_back_goal(self.now(), goal, by=by)  # noqa: E731
            else:
                do = lambda: writing.leave_out_goal(goal, by=by)  # noqa: E731
            self.tried(self.may(role), do)

    @rule(role=who, said=words, pick=picks, days=st.integers(-30, 90))
    def add_measure(self, role: str, said: str, pick: int, days: int) -> None:
        if goal := self.goal(pick):
            by, day = self.people.get(role), self.day + timedelta(days=days)
            unit = self.parties.unit
            self.tried(self.may(role), lambda: writing.add_measure(
                goal, text=said, owner=unit, by_on=day, by=by
            ))  # fmt: skip

    @rule(role=who, said=words, pick=picks, days=st.integers(-30, 90))
    def edit_measure(self, role: str, said: str, pick: int, days: int) -> None:
        if measure := self.measure(pick):
            by, day = self.people.get(role), self.day + timedelta(days=days)
            group = self.parties.group
            self.tried(self.may(role), lambda: writing.edit_measure(
                measure, text=said, owner=group, by_on=day, by=by
            ))  # fmt: skip

    @rule(role=who, pick=picks, back=st.booleans())
    def leave_out_measure(self, role: str, pick: int, back: bool) -> None:
        if measure := self.measure(pick):
            by = self.people.get(role)
            if back:
                do: Any = lambda: writing.put_back_measure(self.now(), measure, by=by)  # noqa: E731
            else:
                do = lambda: writing.leave_out_measure(measure, by=by)  # noqa: E731
            self.tried(self.may(role), do)

    @rule(role=who, pick=picks, up=st.booleans(), goal=st.booleans())
    def change_places(self, role: str, pick: int, up: bool, goal: bool) -> None:
        by, thing = self.people.get(role), self.goal(pick) if goal else self.measure(pick)
        if isinstance(thing, Goal):
            self.tried(self.may(role), lambda: writing.move_goal(thing, up=up, by=by))
        elif thing is not None:
            self.tried(self.may(role), lambda: writing.move_measure(thing, up=up, by=by))

    @rule(role=who, said=st.sampled_from(["", "Rådet", "Nämnden, § 4"]), old=st.booleans())
    def adopt(self, role: str, said: str, old: bool) -> None:
        plan, by = self.now(old), self.people.get(role)
        edition = self.tried(
            self.may(role), lambda: adopting.adopt(plan, adopted_by=said, by=by, on=self.day)
        )
        if edition is not None:
            self.kept[edition.pk] = Edition.objects.filter(pk=edition.pk).values().get()
            assert text.holding(self.now()) == text.of(edition)

    @rule(role=who, said=words)
    def revise(self, role: str, said: str) -> None:
        plan, by = self.now(), self.people.get(role)
        if self.tried(self.may(role), lambda: adopting.begin_revision(plan, why=said, by=by)):
            assert text.working(self.now()) == text.holding(self.now())

    @rule(role=who)
    def take_back(self, role: str) -> None:
        plan, by = self.now(), self.people.get(role)
        self.tried(self.may(role), lambda: adopting.take_back_revision(plan, by=by))

    @rule(role=who, said=words, up=st.booleans())
    def end(self, role: str, said: str, up: bool) -> None:
        plan, by = self.now(), self.people.get(role)
        if up:
            do: Any = lambda: adopting.take_up(plan, by=by)  # noqa: E731
        else:
            do = lambda: adopting.end(plan, why=said, by=by, on=self.day)  # noqa: E731
        self.tried(self.may(role), do)

    @rule(role=who, pick=picks, said=words, status=st.sampled_from([*Noted.Status.values, ""]))
    def tell(self, role: str, pick: int, said: str, status: str) -> None:
        if measure := self.measure(pick):
            by, day = self.people.get(role), self.day
            if status == Noted.Status.STOPPED:
                do: Any = lambda: telling.stop(measure, why=said, by=by, on=day)  # noqa: E731
            else:
                do = lambda: telling.tell(measure, status=status, text=said, by=by, on=day)  # noqa: E731
            self.tried(None, do)

    @rule(role=who, pick=picks, now=st.integers(-1, 99))
    def count(self, role: str, pick: int, now: int) -> None:
        if goal := self.goal(pick):
            by, day = self.people.get(role), self.day
            self.tried(self.may(role), lambda: telling.set_number(
                goal, now=now, now_on=day, by=by, on=day
            ))  # fmt: skip

    @rule(role=who, pick=picks, none=st.booleans())
    def follow(self, role: str, pick: int, none: bool) -> None:
        if measure := self.measure(pick):
            by, matter = self.people.get(role), None if none else self.matter
            self.tried(self.may(role), lambda: telling.follow_matter(measure, matter, by=by))

    @rule(name=words, gone=st.booleans())
    def the_world_goes_on(self, name: str, gone: bool) -> None:
        """Parties get other names, matters are hidden."""
        if name.strip():
            type(self.parties.unit).objects.filter(pk=self.parties.unit.pk).update(name=name)
        Matter.objects.filter(pk=self.matter.pk).update(visibility="hidden" if gone else "public")
        self.matter.refresh_from_db()

    @invariant()
    def what_was_adopted_stands(self) -> None:
        assert {row["id"]: row for row in Edition.objects.values()} == self.kept

    @invariant()
    def what_holds_is_what_was_adopted_last(self) -> None:
        if (latest := self.plan.editions.first()) is not None:
            held, kept = text.holding(self.now()), text.of(latest)
            assert text.nameless(held) == text.nameless(kept)
            assert self.now().is_public

    @invariant()
    def something_is_written_only_while_it_may_be(self) -> None:
        plan = self.now()
        assert Revision.objects.exists() == (plan.status == Plan.Status.REVISING)
        if plan.status == Plan.Status.CURRENT:
            assert not plan.goals.filter(stands=Stands.WORKING).exists()
        strays = Measure.objects.exclude(stands=Stands.PAST).exclude(
            goal__in=Goal.objects.exclude(stands=Stands.PAST)
        )
        assert not strays.exists()

    @invariant()
    def the_page_is_there_when_it_was_adopted(self) -> None:
        answer = Client().get(self.now().get_absolute_url())
        assert answer.status_code == (200 if self.kept else 404)


class PlansHold(TestCase):
    """Each example in a transaction of its own."""

    def test_any_sequence(self) -> None:
        hold(Plans, examples=15, steps=25)
