"""Sundhamn's action plans: adopted, told of, revised, in the order of the calendar."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from oppnasoc.actionplans import adopting, telling, writing
from oppnasoc.actionplans.models import Goal, Measure, Plan, Stands
from oppnasoc.people.models import User

from .story import Step, Story


def plan_ahead(story: Story) -> None:
    """Plan everything in ``plans.toml``; every row becomes the action that people use."""
    for row in story.town.week.table("plans")["plan"].values():
        _Planning(story, row).write()


class _Planning:
    """One plan; ``goals`` and ``measures`` are the rows that hold, by their names in the file."""

    def __init__(self, story: Story, row: dict[str, Any]) -> None:
        self.town, self.row = story.town, row
        self.story = story
        self.by: User = self.town.leader(self.town.group(row["owner"].removeprefix("group.")))
        self.plan = Plan()
        self.goals: dict[str, int] = {}
        self.measures: dict[str, int] = {}

    def write(self) -> None:
        day, row = self.town.week.day, self.row
        self._on(row["on"], self.begin)
        self._on(row["adopted_on"], partial(self.adopt, row))
        for name, matter in row["follows"].items():
            self._on(row["follows_on"], partial(self.follow, name, matter))
        for said in row["told"]:
            self._on(said["on"], partial(self.tell, said))
        for said in row["counted"]:
            self._on(said["on"], partial(self.count, said))
        for revision in sorted(row["revision"], key=lambda each: day(each["on"])):
            self._on(revision["on"], partial(self.revise, revision))
            if "adopted_on" in revision:
                self._on(revision["adopted_on"], partial(self.adopt, revision))

    def _on(self, written: str, step: Step) -> None:
        self.story.plan(self.town.week.day(written), 8, step)

    def begin(self, on: date) -> None:
        row, day = self.row, self.town.week.day
        self.plan = writing.start(
            self.town.parties[row["owner"]], title=row["title"], intro=row["intro"],
            begins_on=day(row["begins"]), ends_on=day(row["ends"]), by=self.by, on=on,
        )  # fmt: skip
        for name, goal in row["goal"].items():
            self.goals[name] = writing.add_goal(self.plan, by=self.by, on=on, **goal).pk
        for name, given in row["measure"].items():
            self._add(name, given, on)

    def _add(self, name: str, given: dict[str, Any], on: date) -> None:
        measure = writing.add_measure(
            self._goal(given["goal"]), text=given["text"], owner=self.town.parties[given["owner"]],
            by_on=self.town.week.day(given["by"]), by=self.by, on=on,
        )  # fmt: skip
        self.measures[name] = measure.pk

    def _goal(self, name: str) -> Goal:
        """What is written of a goal now."""
        written = Goal.objects.filter(stands=Stands.WORKING).select_related("plan")
        pk = self.goals[name]
        return written.filter(instead_of=pk).first() or written.get(pk=pk)

    def _measure(self, name: str) -> Measure:
        """What is written of a measure now."""
        written = Measure.objects.filter(stands=Stands.WORKING).select_related(
            "goal__plan", "owner"
        )
        return written.get(instead_of=self.measures[name])

    def _held(self, name: str) -> Measure:
        held = Measure.objects.filter(stands=Stands.HOLDS)
        return held.select_related("goal__plan", "owner", "matter").get(pk=self.measures[name])

    def adopt(self, row: dict[str, Any], on: date) -> None:
        plan = Plan.objects.get(pk=self.plan.pk)
        adopting.adopt(plan, adopted_by=row["adopted_by"], by=self.by, on=on)

    def follow(self, name: str, matter: str, on: date) -> None:
        telling.follow_matter(self._held(name), self.story.matter(matter), by=self.by, on=on)

    def tell(self, row: dict[str, Any], on: date) -> None:
        measure, status = self._held(row["measure"]), row.get("status", "")
        telling.tell(measure, status=status, text=row["text"], by=self.by, on=on)

    def count(self, row: dict[str, Any], on: date) -> None:
        goal = Goal.objects.select_related("plan").get(pk=self.goals[row["goal"]])
        telling.set_number(goal, now=row["now"], now_on=on, by=self.by, on=on)

    def revise(self, row: dict[str, Any], on: date) -> None:
        plan = Plan.objects.get(pk=self.plan.pk)
        adopting.begin_revision(plan, why=row["why"], by=self.by, on=on)
        for name, new in row.get("goal", {}).items():
            goal = self._goal(name)
            said = {key: getattr(goal, key) for key in ("text", "target", "unit_word")} | new
            writing.edit_goal(goal, by=self.by, on=on, **said)
        for name, new in row.get("measure", {}).items():
            measure = self._measure(name)
            by_on = self.town.week.day(new["by"]) if "by" in new else measure.by_on
            text = new.get("text", measure.text)
            writing.edit_measure(
                measure, text=text, owner=measure.owner, by_on=by_on, by=self.by, on=on
            )
        for name in row.get("leave_out", []):
            writing.leave_out_measure(self._measure(name), by=self.by, on=on)
        for name, given in row.get("new", {}).items():
            self._add(name, given, on)
