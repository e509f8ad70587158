"""Action plans of the town: one that nobody has adopted, one that holds, one under revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from oppnasoc.actionplans import adopting, telling, writing
from oppnasoc.actionplans.models import Goal, Measure, Plan, Stands
from oppnasoc.groups.models import Group, Unit
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User


@dataclass
class Plans:
    """The plans, and a goal and a measure of each that can be opened; ``left_out`` are those that
    the revision leaves out."""

    draft: Plan
    current: Plan
    revised: Plan
    ended: Plan
    given_up: Plan
    goal: Goal
    measure: Measure
    draft_goal: Goal
    draft_measure: Measure
    new_goal: Goal
    new_measure: Measure
    left_out_goal: Goal
    left_out_measure: Measure


def make_plan(
    title: str, group: Group, unit: Unit, by: User, said: str = "Vi ringer alla."
) -> Plan:
    """A draft with two goals; the unit sees to the measures."""
    today = timezone.localdate()
    plan = writing.start(
        group, title=title, intro=said, begins_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=90), by=by,
    )  # fmt: skip
    for number in ("Ett", "Två"):
        goal = writing.add_goal(
            plan, text=f"{number}: {said}", target=50, unit_word="personer", by=by
        )
        for nth in ("först", "sedan"):
            day = today + timedelta(days=40)
            writing.add_measure(goal, text=f"{said} {nth}", owner=unit, by_on=day, by=by)
    return plan


def make_plans(group: Group, unit: Unit, matter: Matter, hidden: Matter, by: User) -> Plans:
    """At least one of every state; what nobody has adopted holds the canary."""
    draft = make_plan("Kanarieplanen", group, unit, by, "kanarieplanord")
    given_up = make_plan("Kanarieplanen igen", group, unit, by, "kanarieplanord")
    adopting.end(given_up, why="kanarieplanskäl", by=by)
    current = make_plan("Plan för delaktighet", group, unit, by)
    adopting.adopt(current, adopted_by="Rådet", by=by)
    ended = make_plan("Plan för väntan", group, unit, by)
    adopting.adopt(ended, adopted_by="Rådet", by=by)
    adopting.end(ended, why="Ingen väntar längre.", by=by)
    measures = list(_measures(current, Stands.HOLDS))
    telling.follow_matter(measures[0], matter, by=by)
    telling.follow_matter(measures[1], matter, by=by)
    Measure.objects.filter(pk=measures[1].pk).update(matter=hidden)
    telling.tell(measures[2], status="done", text="Det är gjort.", by=by)
    revised = make_plan("Plan för svar", group, unit, by)
    adopting.adopt(revised, adopted_by="Rådet", by=by)
    adopting.begin_revision(revised, why="Vi vill mer.", by=by)
    one, two = revised.goals.filter(stands=Stands.WORKING)
    gone = one.measures.order_by("pk")[1]
    left_out_measure, left_out_goal = gone.instead_of, two.instead_of
    assert left_out_measure is not None
    assert left_out_goal is not None
    gone.goal.plan = one.plan = two.plan = revised
    writing.leave_out_measure(gone, by=by)
    writing.leave_out_goal(two, by=by)
    new_goal = writing.add_goal(revised, text="Alla får svar.", by=by)
    day = timezone.localdate() + timedelta(days=9)
    new_measure = writing.add_measure(new_goal, text="Vi svarar.", owner=unit, by_on=day, by=by)
    return Plans(
        draft=draft,
        current=current,
        revised=revised,
        ended=ended,
        given_up=given_up,
        goal=current.goals.filter(stands=Stands.HOLDS)[0],
        measure=measures[2],
        draft_goal=draft.goals.all()[0],
        draft_measure=_measures(draft, Stands.WORKING)[0],
        new_goal=new_goal,
        new_measure=new_measure,
        left_out_goal=left_out_goal,
        left_out_measure=left_out_measure,
    )


def _measures(plan: Plan, stands: str) -> list[Measure]:
    found = Measure.objects.filter(goal__plan=plan, stands=stands).order_by("pk")
    return list(found.select_related("goal__plan", "owner", "matter"))
