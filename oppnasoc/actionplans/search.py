"""What can be found of action plans: each plan as it holds, with its goals and measures.

What is proposed in a revision is read on the plan's page and is not found until it is adopted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import Goal, Measure, Plan, Stands


def every() -> Iterable[int]:
    return Plan.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """Adopted plans with the words that hold; three queries."""
    plans = Plan.objects.published().filter(pk__in=ids).select_related("owner").order_by("pk")
    told: dict[int, list[str]] = defaultdict(list)
    goals = Goal.objects.filter(plan__in=ids, stands=Stands.HOLDS)
    for pk, text in goals.values_list("plan", "text"):
        told[pk].append(text)
    measures = Measure.objects.filter(goal__plan__in=ids, stands=Stands.HOLDS)
    for pk, text in measures.order_by("goal__position", "position", "pk").values_list(
        "goal__plan", "text"
    ):
        told[pk].append(text)
    for plan in plans:
        yield Found(
            thing=plan.pk,
            title=plan.title,
            text="\n\n".join([plan.intro, *told[plan.pk], plan.why_ended]).strip(),
            url=plan.get_absolute_url(),
            on=plan.adopted_on,
            party=plan.owner_id,
            kept=plan.owner.name,
        )


source(
    "plan",
    "actionplans.Plan",
    label=_("Action plans"),
    order=35,
    documents=documents,
    every=every,
    touched=Touched(
        dict.fromkeys(("actionplans.adopted", "actionplans.ended", "actionplans.taken_up"), about)
    ),
)
nothing_findable(
    "actionplans.begun",  # A plan that nobody has adopted is found by nobody.
    "actionplans.written",
    "actionplans.given_up",
    "actionplans.revision_begun",  # What is proposed does not hold.
    "actionplans.revision_taken_back",
    "actionplans.told",  # How far a measure has come is read on the plan's page.
    "actionplans.counted",
    "actionplans.follows",
    "actionplans.follows_not",
)
