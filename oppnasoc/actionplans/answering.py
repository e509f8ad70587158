"""Who answers for a plan's pages: whose plan it is."""

from __future__ import annotations

from oppnasoc.groups.answering import answers_for
from oppnasoc.groups.models import Party

from .models import Plan


@answers_for("action_plan", "plan_proposal", "plan_editions")
def whose_plan_it_is(pk: int, slug: str = "") -> Party | None:
    plan = Plan.objects.published().select_related("owner").filter(pk=pk).first()
    return plan.owner if plan else None
