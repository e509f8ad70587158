"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ASK_US, LOCAL, TASK, UNTIL_ARCHIVED, Basis, Moment, holding, nobody

holding(
    "plans",
    Moment.WORK,
    order=45,
    title=_("When you tell how a plan goes"),
    what=_("What you wrote about a measure, who adopted the plan, and the words of the plan."),
    purpose=_("So that everybody sees how far we have come."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody sees the words. Who wrote them is seen by those who tend the plan."),
    out=ASK_US,
    fields={
        "actionplans.Noted": ["text", "told_by"],
        "actionplans.Edition": ["adopted_by", "content", "why"],
    },
)

nobody(
    "actionplans.Plan",
    fields=["intro", "title", "why_ended"],
    because="What a plan is called and why it ended.",
)

nobody("actionplans.Revision", fields=["intro", "why"], because="Why a plan is changed.")

nobody("actionplans.Goal", fields=["text", "unit_word"], because="What a plan wants to reach.")

nobody("actionplans.Measure", fields=["text"], because="What a party does by a day.")
