"""An action plan on paper: the words that hold, and how far each measure had come that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oppnasoc.ui import paper

from . import standing
from .models import Plan

TEMPLATE = Path(__file__).parent / "templates" / "actionplans" / "plan.typ"


def day(on: date) -> str:
    """A day with its year: paper lies for years, and a page of the web tells only other years."""
    return date_format(on, "j F Y")


def pdf(plan: Plan) -> bytes:
    """The plan as a tagged PDF. Raises paper.Unprintable."""
    goals = standing.of_plan(plan)
    edition = plan.editions.defer("content").first()
    adopted = ""
    if edition is not None:
        said = _("Edition %(n)s, adopted %(on)s by %(by)s.")
        given = {"n": edition.number, "on": day(edition.adopted_on), "by": edition.adopted_by}
        adopted = said % given
    data = {
        "owner": plan.owner.name,
        "title": plan.title,
        "intro": plan.intro,
        "period": f"{day(plan.begins_on)} – {day(plan.ends_on)}",
        "adopted": adopted,
        "revising": plan.status == Plan.Status.REVISING,
        "ended": plan.why_ended,
        "told": standing.in_short(goals),
        "goals": [_goal(goal) for goal in goals],
        "words": {
            "as_of": _("How it stands on %(day)s") % {"day": day(timezone.localdate())},
            "for": _("For the time"),
            "goal": _("Goal"),
            "measure": _("Measure"),
            "owner": _("Who sees to it"),
            "by": _("Done by"),
            "stands": _("How it stands"),
            "revising": _("The plan is being revised. What is proposed is on its page."),
            "ended": _("The plan has ended."),
        },
    }
    return paper.pdf(TEMPLATE, data, title=plan.title, keep=True)


def _goal(goal: standing.GoalStanding) -> dict[str, Any]:
    counted = goal.reached
    if goal.goal.now_on is not None and counted:
        counted = f"{counted} ({day(goal.goal.now_on)})"
    return {
        "number": goal.number,
        "text": goal.goal.text,
        "counted": counted,
        "share": goal.share,
        "measures": [
            {
                "number": f"{goal.number}.{n}",
                "text": each.measure.text,
                "owner": each.measure.owner.name,
                "by": day(each.measure.by_on),
                "state": each.label,
                "late": each.is_late,
                "words": " ".join(filter(None, [each.text, each.evidence])),
            }
            for n, each in enumerate(goal.measures, 1)
        ],
    }
