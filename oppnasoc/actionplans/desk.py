"""What stands on the page where a plan is written."""

from __future__ import annotations

from typing import Any

from . import comparing, text
from .models import Goal, Measure, Plan, Stands


def written(plan: Plan) -> dict[str, Any]:
    """The parts that are being written, and what a revision has left out of what holds."""
    revising = plan.status == Plan.Status.REVISING
    held = text.rows(plan, Stands.HOLDS) if revising else []
    found = text.rows(plan, Stands.WORKING)
    goals = [(goal, measures, _missing(goal, measures, held)) for goal, measures in found]
    kept = {goal.instead_of_id for goal, _measures in found}
    holds, now = text.holding(plan), text.working(plan)
    return {
        "plan": plan,
        "frame": plan.proposed if revising else plan,
        "goals": goals,
        "left_out": [goal for goal, _measures in held if goal.pk not in kept],
        "changes": comparing.changes(holds, now) if revising else [],
        "is_ready": bool(found) and all(measures for _goal, measures in found),
    }


def _missing(
    goal: Goal, measures: list[Measure], held: list[tuple[Goal, list[Measure]]]
) -> list[Measure]:
    """The measures of the goal that hold and are not written any longer."""
    kept = {measure.instead_of_id for measure in measures}
    return [
        measure
        for was, some in held
        if was.pk == goal.instead_of_id
        for measure in some
        if measure.pk not in kept
    ]
