"""Plans to test with: a draft, one that holds, one under revision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from oppnasoc.actionplans import adopting, writing
from oppnasoc.actionplans.models import Goal, Measure, Plan, Stands
from oppnasoc.groups.models import Party
from oppnasoc.people.models import User
from tests.town import Parties

#: Everybody of tests.town who may write a plan of the town's group.
WRITERS = {"facilitator", "secretary", "manager", "editor"}


def soon(days: int = 60) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_draft(parties: Parties, by: User, owner: Party | None = None, **more: Any) -> Plan:
    """A plan that nobody has adopted: one goal of fifty people, two measures."""
    today = timezone.localdate()
    given = {
        "title": "Plan för delaktighet",
        "intro": "Så blir vi fler.",
        "begins_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=300),
        **more,
    }
    plan = writing.start(owner or parties.group, by=by, **given)
    goal = writing.add_goal(plan, text="Femtio är med.", target=50, unit_word="personer", by=by)
    make_measure(goal, parties.unit, by, "Vi ringer alla.")
    make_measure(goal, parties.group, by, "Vi bjuder på soppa.")
    return fresh(plan)


def make_measure(goal: Goal, owner: Party, by: User, text: str, **more: Any) -> Measure:
    goal = Goal.objects.select_related("plan").get(pk=goal.pk)
    return writing.add_measure(
        goal, text=text, owner=owner, by_on=more.pop("by_on", soon()), by=by, **more
    )


def make_plan(parties: Parties, by: User, **more: Any) -> Plan:
    """The same, adopted by the council."""
    plan = make_draft(parties, by, **more)
    adopting.adopt(plan, adopted_by="Rådet", by=by)
    return fresh(plan)


def make_revision(parties: Parties, by: User, **more: Any) -> Plan:
    """The same under revision, with another goal proposed."""
    plan = make_plan(parties, by, **more)
    adopting.begin_revision(plan, why="Vi vill mer.", by=by)
    writing.add_goal(fresh(plan), text="Alla får svar.", by=by)
    return fresh(plan)


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("owner").get(pk=plan.pk)


def goals(plan: Plan, stands: str = Stands.HOLDS) -> list[Goal]:
    return list(plan.goals.filter(stands=stands).select_related("plan"))


def measures(plan: Plan, stands: str = Stands.HOLDS) -> list[Measure]:
    found = Measure.objects.filter(goal__plan=plan, stands=stands)
    return list(found.select_related("goal__plan", "owner", "matter").order_by("pk"))
